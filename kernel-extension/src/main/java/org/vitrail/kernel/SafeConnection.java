package org.vitrail.kernel;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.JupyterSocket;
import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.channels.StdinChannel;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/// Every message to the front ends leaves from one thread that nobody interrupts.
///
/// JeroMQ leaves a socket undefined when the thread that writes to it is interrupted (zeromq/jeromq#834), and the
/// thread of a cell is interrupted by design. The writer waits for its message, so the order stays.
final class SafeConnection extends JupyterConnection {
    private static final List<String> JSON_TYPES = List.of(
            "application/vnd.vegalite.v5+json",
            "application/vnd.vega.v5+json",
            "application/vnd.plotly.v1+json",
            "application/geo+json",
            "application/json");

    private final JupyterSocket publisher;

    SafeConnection(KernelConnectionProperties properties) throws GeneralSecurityException {
        super(properties);
        publisher = new Publisher(getIOPub(), properties.createHMACGenerator());
    }

    @Override
    public ShellReplyEnvironment prepareReplyEnv(ShellChannel from, MessageContext context) {
        return new Environment(from, stdin, publisher, context);
    }

    /// The super constructor is protected.
    private static final class Environment extends ShellReplyEnvironment {
        Environment(ShellChannel shell, StdinChannel stdin, JupyterSocket iopub, MessageContext context) {
            super(shell, stdin, iopub, context);
        }
    }

    private static final class Publisher extends JupyterSocket {
        private final JupyterSocket real;
        private final ExecutorService executor = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("iopub").factory());

        Publisher(JupyterSocket real, HMACGenerator hmac) {
            super(ZMQ.context(1), SocketType.PUB, hmac, LoggerFactory.getLogger("iopub"));
            this.real = real;
        }

        @Override
        public void bind(KernelConnectionProperties ignored) {}

        @Override
        public synchronized void sendMessage(Message<?> message) {
            Future<?> sent = executor.submit(() -> send(message));
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        sent.get();
                        return;
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException r ? r : new IllegalStateException(e.getCause());
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private void send(Message<?> message) {
            try {
                real.sendMessage(message);
            } catch (IllegalArgumentException e) {
                if (!(message.getContent() instanceof DisplayData display)) {
                    throw e;
                }
                clean(display);
                real.sendMessage(message);
            }
        }
    }

    /// JSON knows no NaN and no infinity: they become null.
    private static void clean(DisplayData display) {
        for (String name : JSON_TYPES) {
            MIMEType type = MIMEType.parse(name);
            if (display.hasDataForType(type)) {
                Object cleaned = clean(display.getData(type));
                if (cleaned != null) {
                    display.putData(name, cleaned);
                }
            }
        }
    }

    static @Nullable Object clean(@Nullable Object value) {
        return switch (value) {
            case Double d when !Double.isFinite(d) -> null;
            case Float f when !Float.isFinite(f) -> null;
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((key, held) -> copy.put(key, clean(held)));
                yield copy;
            }
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>();
                list.forEach(held -> copy.add(clean(held)));
                yield copy;
            }
            case double[] numbers -> {
                List<@Nullable Object> copy = new ArrayList<>();
                for (double number : numbers) {
                    copy.add(clean(number));
                }
                yield copy;
            }
            case null -> null;
            default -> value;
        };
    }
}
