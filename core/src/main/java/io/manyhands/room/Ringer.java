package io.manyhands.room;

import io.manyhands.memory.Members;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Wakes other processes, by a byte to the socket where each listens. Thread-safe; never blocks.
/* The lines are opened when they are first needed and kept. A line that is full has bytes that its
 * member has yet to read, which do as well. One that is broken is that of a member which has died, or
 * was closed by another thread that took its member for gone: so it is opened anew, once.
 */
final class Ringer implements AutoCloseable {
    private final IntFunction<Path> pathOf;
    private final AtomicReferenceArray<@Nullable Line> lines =
            new AtomicReferenceArray<>(Members.MOST);
    private final ReentrantLock lock = new ReentrantLock();

    /// Guarded by the lock.
    private boolean isClosed;

    /// @param pathOf where a member listens
    Ringer(IntFunction<Path> pathOf) {
        this.pathOf = pathOf;
    }

    /// Wakes a member that has said where it listens.
    ///
    /// @return false if it is there and could not be reached, for want of descriptors, say
    boolean ring(int member) {
        try {
            boolean isRung = false;
            for (int tries = 0; tries < 2 && !isRung; tries++) {
                isRung = ringOnce(member);
            }
            return isRung;
        } catch (ConnectException nobody) {
            // It has died, or is about to look by itself.
            return true;
        } catch (IOException | RuntimeException unreachable) {
            return !Files.exists(pathOf.apply(member));
        }
    }

    private boolean ringOnce(int member) throws IOException {
        Line line = lines.get(Members.slot(member));
        if (line == null || line.member != member) {
            line = connect(member);
        }
        if (line == null || line.ring()) {
            return true;
        }
        forget(line);
        return false;
    }

    /// Closes the line to a member that is gone.
    void forget(int member) {
        Line line = lines.get(Members.slot(member));
        if (line != null && line.member == member) {
            forget(line);
        }
    }

    private void forget(Line line) {
        lines.compareAndSet(Members.slot(line.member), line, null);
        line.close();
    }

    /// The line to a member; null after the close.
    private @Nullable Line connect(int member) throws IOException {
        lock.lock();
        try {
            int slot = Members.slot(member);
            Line line = lines.get(slot);
            if (isClosed || (line != null && line.member == member)) {
                return line;
            }
            Line opened = Line.open(member, pathOf.apply(member));
            lines.set(slot, opened);
            Listener.closeQuietly(line);
            return opened;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            isClosed = true;
            for (int slot = 0; slot < Members.MOST; slot++) {
                Listener.closeQuietly(lines.getAndSet(slot, null));
            }
        } finally {
            lock.unlock();
        }
    }

    private static final class Line implements AutoCloseable {
        final int member;
        private final SocketChannel channel;
        private final ReentrantLock lock = new ReentrantLock();

        /// Guarded by the lock.
        private final ByteBuffer one = ByteBuffer.allocateDirect(1);

        private Line(int member, SocketChannel channel) {
            this.member = member;
            this.channel = channel;
        }

        /// @throws ConnectException if nobody listens there
        static Line open(int member, Path path) throws IOException {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            Line line = null;
            try {
                channel.configureBlocking(false);
                if (!channel.connect(UnixDomainSocketAddress.of(path))) {
                    // Too many wait to be let in.
                    throw new IOException();
                }
                line = new Line(member, channel);
                return line;
            } finally {
                if (line == null) {
                    Listener.closeQuietly(channel);
                }
            }
        }

        /// @return false if nobody is at the other end
        boolean ring() {
            lock.lock();
            try {
                one.clear();
                int _ = channel.write(one);
                return true;
            } catch (IOException dead) {
                return false;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            Listener.closeQuietly(channel);
        }
    }
}
