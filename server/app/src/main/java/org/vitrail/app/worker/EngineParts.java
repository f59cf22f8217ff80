package org.vitrail.app.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.vitrail.app.config.VitrailConfig;
import org.vitrail.app.dataset.Ingest;
import org.vitrail.app.job.Pricing;
import org.vitrail.app.job.WorkerFailure;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.mechanism.synthesis.SynthesisMechanism;
import org.vitrail.privacy.accounting.MuSquared;

/// The engines behind the server's own ports.
public final class EngineParts {
    private EngineParts() {}

    /// Parts that keep snapshots in `folder`.
    public static Parts of(Path folder, VitrailConfig config) throws IOException {
        return new Parts(
                new Pricing(new SynthesisMechanism()),
                (order, watch) -> {
                    throw new WorkerFailure("this build has no worker");
                },
                new Ingest() {
                    @Override
                    public String snapshot(RegisterDataset request, Optional<Path> upload) {
                        throw new WorkerFailure("this build has no worker");
                    }

                    @Override
                    public TableSchema infer(RegisterDataset request, String snapshot, MuSquared allowance) {
                        throw new WorkerFailure("this build has no worker");
                    }
                },
                ReleaseSchemas::of,
                () -> {});
    }
}
