package org.vitrail.app.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A bad network between two parts: passes bytes on until it is told to drop every connection or to be slow. On
/// threads
/// of the system: an Arrow client that waits for its turn keeps a virtual thread's carrier busy.
final class TcpProxy implements AutoCloseable {
    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private volatile long delayMillis;
    private volatile boolean cut;

    TcpProxy(int target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /// Where new connections go from now on.
    void target(int port) {
        target = port;
    }

    /// How long each piece takes from now on.
    void delay(long millis) {
        delayMillis = millis;
    }

    /// Whether every new connection is dropped at once.
    void cut(boolean now) {
        cut = now;
        if (now) {
            drop();
        }
    }

    /// Drops every connection, in the middle of whatever it carries.
    void drop() {
        for (Socket socket : open) {
            close(socket);
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket from = listening.accept();
                Thread.ofPlatform().daemon().start(() -> connect(from));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void connect(Socket from) {
        open.add(from);
        try {
            if (cut) {
                close(from);
                return;
            }
            Socket to = new Socket();
            open.add(to);
            to.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 2_000);
            from.setTcpNoDelay(true);
            to.setTcpNoDelay(true);
            Thread.ofPlatform().daemon().start(() -> pump(from, to));
            pump(to, from);
        } catch (IOException e) {
            close(from);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] piece = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                if (delayMillis > 0) {
                    Thread.sleep(delayMillis);
                }
                out.write(piece, 0, count);
            }
        } catch (IOException e) {
            // dropped
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(from);
            close(to);
        }
    }

    private void close(Socket socket) {
        open.remove(socket);
        try {
            socket.setSoLinger(true, 0); // a reset, as when a machine is gone
            socket.close();
        } catch (IOException e) {
            // it is closed already
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        drop();
    }
}
