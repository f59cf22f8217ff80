package org.vitrail.engine.local;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import org.vitrail.contract.pac.PacRequest;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.mechanism.synthesis.SynthesisMechanism;

/// The worker process: reads one request from standard input, writes frames to standard output, ends.
public final class WorkerMain {
    /// System property: the limit of memory outside the heap, in MB.
    static final String NATIVE_MEGABYTES = "vitrail.worker.native-megabytes";

    private WorkerMain() {}

    /// Serves one request.
    public static void main(String[] arguments) {
        serve((spec, facts) -> switch (spec) {
            case SynthesisSpec synthesis -> Planned.of(new SynthesisMechanism(), synthesis, facts);
            case PacRequest _ -> throw new IllegalArgumentException("an answer of PAC privacy needs its universe");
        });
    }

    static void serve(Planned.Catalog catalog) {
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        System.setOut(System.err); // a library's chatter must not get between the frames
        int status = new Worker(catalog, new FileInputStream(FileDescriptor.in), out).serve();
        Runtime.getRuntime().halt(status);
    }
}
