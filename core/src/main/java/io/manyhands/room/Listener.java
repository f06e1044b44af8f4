package io.manyhands.room;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Where the bytes arrive by which other processes wake this one: a socket in the room's directory.
/// One thread at a time listens; waking that thread is thread-safe.
/* A byte has no meaning but that somebody is to look. So it does not matter whether one more comes,
 * or how many are read at once, or that a member dies with its end.
 */
final class Listener implements AutoCloseable {
    /// More than can ring, so that none has to wait until it is let in, even if this process is
    /// stopped.
    private static final int BACKLOG = 1024;

    private static final int CHUNK = 256;

    private final Path path;
    private final Selector selector;
    private final ServerSocketChannel server;
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(CHUNK);

    /// Whether somebody is outside who could not be let in, as there are no descriptors left.
    /// Guarded as all that the one who listens has.
    private boolean isFull;

    private Listener(Path path, Selector selector, ServerSocketChannel server) {
        this.path = path;
        this.selector = selector;
        this.server = server;
    }

    /// Makes the socket.
    ///
    /// @return null if this system, or the length of the path, does not allow it
    static @Nullable Listener open(Path path) {
        Selector selector = null;
        ServerSocketChannel server = null;
        Listener listener = null;
        try {
            selector = Selector.open();
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(path), BACKLOG);
            server.configureBlocking(false);
            SelectionKey _ = server.register(selector, SelectionKey.OP_ACCEPT);
            listener = new Listener(path, selector, server);
        } catch (IOException | RuntimeException refused) {
            // Then those who wait look by themselves.
        } finally {
            if (listener == null) {
                closeQuietly(server);
                closeQuietly(selector);
            }
        }
        return listener;
    }

    /// Waits until somebody rings, the thread is interrupted or [#wakeUp()] is called.
    ///
    /// @return whether somebody may have rung
    boolean listen(long nanos) {
        try {
            if (isFull) {
                // Those outside may have rung; they are let in as soon as that is possible.
                int _ = selector.select(this::take, 1);
                isFull = false;
                admitAll(true);
                return true;
            }
            long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
            int changes =
                    millis > 0
                            ? selector.select(this::take, millis)
                            : selector.selectNow(this::take);
            return changes > 0;
        } catch (IOException broken) {
            return true;
        }
    }

    private void admitAll(boolean isWanted) {
        SelectionKey _ = server.keyFor(selector).interestOps(isWanted ? SelectionKey.OP_ACCEPT : 0);
    }

    /// Lets the one go on who listens, or the next who is about to.
    void wakeUp() {
        Selector _ = selector.wakeup();
    }

    /// Nobody listens any more.
    @Override
    public void close() {
        for (SelectionKey key : selector.keys()) {
            closeQuietly(key.channel());
        }
        closeQuietly(selector);
        delete(path);
    }

    /// Removes the socket of one who does not listen any more.
    static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException gone) {
            // It goes with the directory.
        }
    }

    private void take(SelectionKey key) {
        if (key.isAcceptable()) {
            admit();
            return;
        }
        try {
            read(key);
        } catch (IOException dead) {
            closeQuietly(key.channel());
        }
    }

    private void admit() {
        SocketChannel line = null;
        try {
            line = server.accept();
            while (line != null) {
                line.configureBlocking(false);
                SelectionKey _ = line.register(selector, SelectionKey.OP_READ);
                line = server.accept();
            }
        } catch (IOException full) {
            closeQuietly(line);
            isFull = true;
            admitAll(false);
        }
    }

    private void read(SelectionKey key) throws IOException {
        SocketChannel line = (SocketChannel) key.channel();
        int count = CHUNK;
        while (count == CHUNK) {
            bytes.clear();
            count = line.read(bytes);
        }
        if (count < 0) {
            line.close();
        }
    }

    static void closeQuietly(@Nullable AutoCloseable closeable) {
        try {
            if (closeable != null) {
                closeable.close();
            }
        } catch (Exception gone) {
            // Nobody needs it.
        }
    }
}
