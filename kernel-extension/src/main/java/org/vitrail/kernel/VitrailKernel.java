package org.vitrail.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.jshell.JShell;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.HelpLink;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.publish.PublishError;
import org.dflib.jjava.jupyter.messages.publish.PublishExecuteInput;
import org.dflib.jjava.jupyter.messages.publish.PublishExecuteResult;
import org.dflib.jjava.jupyter.messages.reply.ErrorReply;
import org.dflib.jjava.jupyter.messages.reply.ExecuteReply;
import org.dflib.jjava.jupyter.messages.reply.HistoryReply;
import org.dflib.jjava.jupyter.messages.reply.KernelInfoReply;
import org.dflib.jjava.jupyter.messages.reply.ShutdownReply;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.dflib.jjava.jupyter.messages.request.HistoryRequest;
import org.dflib.jjava.jupyter.messages.request.KernelInfoRequest;
import org.dflib.jjava.jupyter.messages.request.ShutdownRequest;
import org.jspecify.annotations.Nullable;
import org.vitrail.magic.MagicCatalog;

/// The kernel: answers the requests of the front ends and runs cells with JShell and magics.
///
/// Requests on the shell channel come one after another on one thread; interrupts and shutdown come on the control
/// channel's thread while a cell runs. JShell warms up beside; whatever needs it waits for it.
final class VitrailKernel extends BaseKernel {
    static final String NAME = "Vitrail";
    static final String VERSION = "0.1.0";

    private final KernelIo streams;
    private final CellHistory history;
    private final CellThread thread = new CellThread();
    private final CompletableFuture<CellRunner> warm = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final MagicAssistant assistant;
    private final MagicSource magicSource;
    private volatile String lastDisplay = "";

    static VitrailKernel create() {
        return new VitrailKernel(new KernelIo(), new CellHistory(), new MagicsRegistry());
    }

    private VitrailKernel(KernelIo io, CellHistory history, MagicsRegistry registry) {
        this(io, history, registry, new Deferred());
    }

    private VitrailKernel(KernelIo io, CellHistory history, MagicsRegistry registry, Deferred late) {
        super(
                NAME,
                VERSION,
                language(),
                List.of(new HelpLink("Java 25 API", "https://docs.oracle.com/en/java/javase/25/docs/api/")),
                history,
                io,
                new CommManager(),
                new Renderer(),
                late.source(registry),
                registry,
                true,
                new StringStyler.Builder().build());
        this.streams = io;
        this.history = history;
        this.assistant = late.assistant();
        this.magicSource = late.source(registry);
        late.bind(this::variables);
        BuiltInMagics.register(registry, assistant, this::addToClasspath);
    }

    private static LanguageInfo language() {
        return new LanguageInfo.Builder("Java")
                .version(Runtime.version().toString())
                .mimetype("text/x-java-source")
                .fileExtension(".jshell")
                .pygments("java")
                .codemirror("java")
                .build();
    }

    @Override
    public String getBanner() {
        return "Vitrail " + VERSION + ": Java " + Runtime.version().feature() + ", %lsmagic lists the magics";
    }

    /// Warms up: JShell, the imports, the extensions.
    @Override
    public void onStartup() {
        try {
            installNotebookKernel();
            CellRunner runner = CellRunner.start(thread);
            extend(getClassLoader());
            warm.complete(runner);
        } catch (RuntimeException | Error e) {
            warm.completeExceptionally(e);
            throw e;
        }
    }

    private void extend(ClassLoader loader) {
        installExtensions(loader);
        for (Extension extension : List.copyOf(extensions.values())) {
            if (extension instanceof MagicCatalog catalog) {
                assistant.add(catalog.magics());
            }
        }
    }

    private void addToClasspath(String path) {
        CellRunner runner = warm.join();
        runner.shell().addToClasspath(path);
        extend(runner.classLoader());
    }

    @Override
    protected ClassLoader getClassLoader() {
        return VitrailKernel.class.getClassLoader();
    }

    private List<String> variables() {
        JShell shell = warm.join().shell();
        return shell.variables()
                .map(v -> v.name())
                .filter(n -> !n.startsWith("$"))
                .toList();
    }

    @Override
    public @Nullable Object evalRaw(String source) {
        try {
            return run(source);
        } catch (CellFailure e) {
            throw new NestedFailure(e);
        }
    }

    private @Nullable Object run(String source) throws CellFailure {
        CellRunner runner = warm.join();
        var help = MagicSource.helpFor(source);
        if (help.isPresent()) {
            String text = assistant
                    .help(help.get())
                    .orElseThrow(() -> CellFailure.usage("there is no magic %" + help.get() + "; %lsmagic lists all"));
            return new DisplayData(text);
        }
        return runner.run(magicSource.resolveMagics(source));
    }

    @Override
    protected synchronized void handleExecuteRequest(ShellReplyEnvironment env, Message<ExecuteRequest> message) {
        ExecuteRequest request = message.getContent();
        boolean counted = request.shouldStoreHistory() && !request.isSilent();
        int count = counted ? executionCount.getAndIncrement() : executionCount.get();
        commManager.setMessageContext(message);
        thread.begin(); // before the front end learns that the cell runs: from then on an interrupt counts
        env.setBusyDeferIdle();
        env.defer(thread::end);
        if (!request.isSilent()) {
            env.publish(new PublishExecuteInput(request.getCode(), count));
        }
        if (counted) {
            history.add(count, request.getCode());
        }
        replaceOutputStreams(env);
        streams.attach(env);
        env.defer(() -> streams.detach(env));
        streams.allowInput(request.isStdinEnabled());
        try {
            lastDisplay = "";
            Object value = run(request.getCode());
            // `display(x)` gives the id of what it has shown already: no result to show.
            if (value != null && !value.equals(lastDisplay) && !request.isSilent()) {
                DisplayData shown = value instanceof DisplayData display ? display : renderer.render(value);
                env.publish(new PublishExecuteResult(count, shown));
            }
            env.defer().reply(new ExecuteReply(count, Map.of()));
        } catch (CellFailure e) {
            fail(env, e, count);
        } catch (RuntimeException | Error e) {
            fail(env, Failures.of(e, null), count);
        }
    }

    @Override
    public void display(DisplayData data) {
        if (data.hasDisplayId()) {
            lastDisplay = data.getDisplayId();
        }
        super.display(data);
    }

    private static void fail(ShellReplyEnvironment env, CellFailure failure, int count) {
        ErrorReply reply = new ErrorReply(failure.name(), failure.message(), failure.lines());
        reply.setExecutionCount(count);
        env.publish(new PublishError(failure.name(), failure.message(), failure.lines()));
        env.defer().replyError(ExecuteReply.MESSAGE_TYPE.error(), reply);
    }

    @Override
    public void interrupt() {
        thread.interrupt();
    }

    @Override
    public @Nullable DisplayData inspect(String code, int at, boolean extraDetail) {
        int index = index(code, at);
        var help = assistant.inspect(code, index);
        if (help.isEmpty()) {
            help = JavaAssistant.inspect(warm.join().shell(), code, index);
        }
        return help.map(DisplayData::new).orElse(null);
    }

    @Override
    public ReplacementOptions complete(String code, int at) {
        int index = index(code, at);
        ReplacementOptions found = assistant
                .complete(code, index)
                .orElseGet(() -> JavaAssistant.complete(warm.join().shell(), code, index));
        return new ReplacementOptions(
                found.getReplacements(),
                code.codePointCount(0, found.getSourceStart()),
                code.codePointCount(0, found.getSourceEnd()));
    }

    /// The protocol counts code points, Java counts UTF-16 units.
    private static int index(String code, int at) {
        int points = code.codePointCount(0, code.length());
        return code.offsetByCodePoints(0, Math.clamp(at, 0, points));
    }

    @Override
    public String isComplete(String code) {
        if (MagicSource.isCell(code)) {
            return code.endsWith("\n") ? IS_COMPLETE_YES : "";
        }
        if (MagicSource.helpFor(code).isPresent()) {
            return IS_COMPLETE_YES;
        }
        return JavaAssistant.completeness(warm.join().shell(), magicSource.resolveMagics(code));
    }

    @Override
    protected void handleKernelInfoRequest(ShellReplyEnvironment env, Message<KernelInfoRequest> message) {
        env.setBusyDeferIdle();
        KernelInfoReply reply = new Replies.Information(name, version, languageInfo, getBanner(), helpLinks);
        env.reply(new Message<>(env.getContext(), KernelInfoReply.MESSAGE_TYPE, reply));
    }

    @Override
    protected void handleHistoryRequest(ShellReplyEnvironment env, Message<HistoryRequest> message) {
        env.setBusyDeferIdle();
        HistoryReply reply = Replies.History.of(message.getContent(), history);
        env.reply(new Message<>(env.getContext(), HistoryReply.MESSAGE_TYPE, reply));
    }

    @Override
    protected void handleShutdownRequest(ShellReplyEnvironment env, Message<ShutdownRequest> message) {
        boolean restart = message.getContent().isRestart();
        env.setBusyDeferIdle();
        close();
        env.reply(restart ? ShutdownReply.SHUTDOWN_AND_RESTART : ShutdownReply.SHUTDOWN);
        env.resolveDeferrals();
        Thread.ofPlatform().name("exit").start(Main::exit);
    }

    /// Stops the cell and lets the extensions go, at most two seconds; once.
    void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        thread.interrupt();
        Thread leaving = Thread.ofPlatform().daemon().name("uninstall").start(this::uninstallExtension);
        try {
            leaving.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public List<String> formatError(Throwable e) {
        return new ArrayList<>(Failures.of(e, null).lines());
    }
}
