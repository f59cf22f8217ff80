package org.vitrail.magic;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Stands between a real server and a real worker and passes on what they say, but holds a job at a named point for
/// ever, so that a test can kill the server exactly there. Knows the frames' form only: magic, length, JSON.
public final class HeldWorker {
    /// The charge is reserved; the worker asks for leave to open the rows, and the server has not heard it.
    static final String RESERVED = "reserved";
    /// The server gave leave: the charge is spent; no row is open yet.
    static final String STARTED = "started";
    /// The release is written and sealed; the server has not heard of it.
    static final String RAN = "ran";

    private final Path control;
    private final Process worker;

    private HeldWorker(Path control, Process worker) {
        this.control = control;
        this.worker = worker;
    }

    /// Settings for a server whose workers are held: writes a main class of the worker's name that calls this one.
    static String settings(Path control, Path serverJar) throws Exception {
        Path classes = Files.createDirectories(control.resolve("classes"));
        String libraries = serverJar.resolveSibling("lib/main") + "/*";
        ClassDesc self = ClassDesc.of(HeldWorker.class.getName());
        byte[] main = ClassFile.of()
                .build(
                        ClassDesc.of("org.vitrail.engine.local.WorkerMain"),
                        type -> type.withFlags(ClassFile.ACC_PUBLIC)
                                .withMethodBody(
                                        "main",
                                        MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String.arrayType()),
                                        ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                                        code -> code.loadConstant(control.toString())
                                                .loadConstant(libraries)
                                                .invokestatic(
                                                        self,
                                                        "hold",
                                                        MethodTypeDesc.of(
                                                                ConstantDescs.CD_void,
                                                                ConstantDescs.CD_String,
                                                                ConstantDescs.CD_String))
                                                .return_()));
        Path file = Files.createDirectories(classes.resolve("org/vitrail/engine/local"))
                .resolve("WorkerMain.class");
        Files.write(file, main);
        Path own = Path.of(HeldWorker.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return "vitrail.worker.class-path=" + classes + "," + own + "\n";
    }

    /// Runs one worker.
    public static void hold(String control, String libraries) throws Exception {
        Process worker = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-modules=jdk.incubator.vector",
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                        "-cp",
                        libraries,
                        "org.vitrail.engine.local.WorkerMain"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        HeldWorker held = new HeldWorker(Path.of(control), worker);
        Thread.ofPlatform().daemon().start(held::toWorker);
        held.fromWorker();
        System.out.flush();
        Runtime.getRuntime().halt(worker.waitFor());
    }

    private void toWorker() {
        try (OutputStream out = worker.getOutputStream()) {
            InputStream in = System.in;
            DataInputStream data = new DataInputStream(in);
            DataOutputStream copy = new DataOutputStream(out);
            copy.writeInt(data.readInt());
            int length = data.readInt();
            copy.writeInt(length);
            copy.write(data.readNBytes(length));
            copy.flush();
            for (int leave = in.read(); leave >= 0; leave = in.read()) {
                if (!holds(STARTED)) {
                    out.write(leave);
                    out.flush();
                }
            }
        } catch (IOException e) {
            // as at the end of the stream: the server is gone, or the worker has ended
        }
        if (worker.isAlive()) {
            worker.destroyForcibly();
            Runtime.getRuntime().halt(1);
        }
    }

    private void fromWorker() throws Exception {
        DataInputStream in = new DataInputStream(worker.getInputStream());
        DataOutputStream out = new DataOutputStream(System.out);
        for (int first = in.read(); first >= 0; first = in.read()) {
            byte[] magic = in.readNBytes(3);
            int length = in.readInt();
            byte[] json = in.readNBytes(length);
            String text = new String(json, StandardCharsets.UTF_8);
            if (text.contains("\"frame\":\"opening\"") && holds(RESERVED)
                    || text.contains("\"frame\":\"reply\"") && holds(RAN)) {
                new CountDownLatch(1).await();
            }
            out.write(first);
            out.write(magic);
            out.writeInt(length);
            out.write(json);
            out.flush();
        }
    }

    /// Whether the test wants to hold here; tells it that the point is reached.
    private boolean holds(String point) throws IOException {
        Path wanted = control.resolve("point");
        if (!Files.exists(wanted) || !Files.readString(wanted).equals(point)) {
            return false;
        }
        Files.writeString(control.resolve("reached"), point);
        return true;
    }
}
