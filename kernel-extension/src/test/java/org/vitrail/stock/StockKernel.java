package org.vitrail.stock;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.history.HistoryManager;
import org.dflib.jjava.jupyter.kernel.magic.MagicParser;
import org.dflib.jjava.jupyter.kernel.magic.MagicTranspiler;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;

/// A host that is not ours: everything is jjava-jupyter's as it comes (parser, transpiler, connection, error texts,
/// extension loading), and cells run in JShell on a thread that an interrupt cancels. It knows nothing of Vitrail.
public final class StockKernel extends BaseKernel {
    private final Loader loader = new Loader(StockKernel.class.getClassLoader());
    private final Engine engine = new Engine(loader);
    private final JShell shell =
            JShell.builder().executionEngine(new Provider(engine), Map.of()).build();

    private StockKernel() {
        super(
                "stock",
                "1",
                new LanguageInfo.Builder("Java").build(),
                List.of(),
                new HistoryManager() {},
                new JupyterIO(StandardCharsets.UTF_8),
                new CommManager(),
                new Renderer(),
                new MagicParser("(?<=(?:^|=))\\s*%", "%%", new MagicTranspiler()),
                new MagicsRegistry(),
                true,
                new StringStyler.Builder().build());
    }

    /// Runs the kernel: the connection file, then the class path to add.
    public static void main(String[] arguments) throws Exception {
        JupyterConnection connection =
                new JupyterConnection(KernelConnectionProperties.parse(Files.readString(Path.of(arguments[0]))));
        StockKernel kernel = new StockKernel();
        kernel.becomeHandlerForConnection(connection);
        kernel.onStartup();
        kernel.addToClasspath(arguments[1]);
        connection.connect();
        connection.waitUntilClose();
        System.exit(0);
    }

    private void addToClasspath(String jars) {
        shell.addToClasspath(jars);
        shell.eval("import static org.dflib.jjava.jupyter.kernel.BaseNotebookStatics.*;");
        installExtensions(loader);
    }

    @Override
    protected ClassLoader getClassLoader() {
        return loader;
    }

    @Override
    public Object evalRaw(String source) {
        Object value = null;
        String rest = magicParser.resolveMagics(source);
        while (!rest.isBlank()) {
            CompletionInfo info = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            for (SnippetEvent event : shell.eval(info.completeness().isComplete() ? info.source() : rest)) {
                if (event.exception() != null) {
                    throw new IllegalStateException(event.exception());
                }
                if (event.status() == Snippet.Status.REJECTED) {
                    throw new IllegalStateException(
                            "does not compile: " + event.snippet().source());
                }
                value = engine.values.remove(String.valueOf(event.value()));
            }
            rest = info.completeness().isComplete() ? info.remaining() : "";
        }
        return value;
    }

    @Override
    public DisplayData inspect(String code, int at, boolean extraDetail) {
        return null;
    }

    @Override
    public ReplacementOptions complete(String code, int at) {
        return null;
    }

    @Override
    public String isComplete(String code) {
        return IS_COMPLETE_YES;
    }

    @Override
    public void interrupt() {
        Future<Object> task = engine.running;
        if (task != null) {
            task.cancel(true);
        }
    }

    private record Provider(Engine engine) implements ExecutionControlProvider {
        @Override
        public String name() {
            return "stock";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
            return engine;
        }
    }

    private static final class Engine extends DirectExecutionControl {
        private final ExecutorService cells =
                Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());
        private final Map<String, Object> values = new ConcurrentHashMap<>();
        private volatile Future<Object> running;

        Engine(Loader loader) {
            super(loader);
        }

        @Override
        protected String invoke(Method method) throws Exception {
            Future<Object> before = running;
            Future<Object> task = cells.submit(() -> method.invoke(null));
            running = task;
            try {
                Object value = task.get();
                if (value == null) {
                    return "";
                }
                String key = String.valueOf(System.identityHashCode(value));
                values.put(key, value);
                return key;
            } catch (CancellationException e) {
                throw new UserException("cancelled", "java.lang.InterruptedException", new StackTraceElement[0]);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof InvocationTargetException thrown
                        ? new UserException(
                                String.valueOf(thrown.getCause().getMessage()),
                                thrown.getCause().getClass().getName(),
                                thrown.getCause().getStackTrace())
                        : e;
            } finally {
                running = before;
            }
        }
    }

    private static final class Loader extends URLClassLoader implements LoaderDelegate {
        private final Map<String, byte[]> bytes = new ConcurrentHashMap<>();

        Loader(ClassLoader parent) {
            super(new URL[0], parent);
        }

        @Override
        public void load(ClassBytecodes[] classes) {
            for (ClassBytecodes one : classes) {
                bytes.put(one.name(), one.bytecodes());
            }
        }

        @Override
        public void classesRedefined(ClassBytecodes[] classes) {
            load(classes);
        }

        @Override
        public void addToClasspath(String path) throws ExecutionControl.InternalException {
            try {
                for (String entry : path.split(File.pathSeparator, -1)) {
                    addURL(Path.of(entry).toUri().toURL());
                }
            } catch (java.net.MalformedURLException e) {
                throw new ExecutionControl.InternalException(e.getMessage());
            }
        }

        @Override
        public Class<?> findClass(String name) throws ClassNotFoundException {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            byte[] found = bytes.get(name);
            return found == null ? super.findClass(name) : defineClass(name, found, 0, found.length);
        }
    }
}
