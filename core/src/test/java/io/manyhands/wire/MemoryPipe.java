package io.manyhands.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A pipe within the JVM: bounded, and ended by closing either side, as those of the system.
public final class MemoryPipe {
    private static final int CAPACITY_BYTES = 64 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final byte[] ring = new byte[CAPACITY_BYTES];
    private long written;
    private long read;
    private boolean isClosed;

    /// A pipe with nothing in it.
    public MemoryPipe() {}

    /// The end that is read.
    ///
    /// @return a stream; reading blocks until something is there
    public InputStream input() {
        return new Source();
    }

    /// The end that is written.
    ///
    /// @return a stream; writing blocks while the pipe is full
    public OutputStream output() {
        return new Sink();
    }

    private void close() {
        lock.lock();
        try {
            isClosed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private final class Source extends InputStream {
        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            lock.lock();
            try {
                while (read == written && !isClosed) {
                    changed.awaitUninterruptibly();
                }
                int count = (int) Math.min(length, written - read);
                for (int i = 0; i < count; i++) {
                    target[offset + i] = ring[(int) (read++ % CAPACITY_BYTES)];
                }
                changed.signalAll();
                return count == 0 && length > 0 ? -1 : count;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            MemoryPipe.this.close();
        }
    }

    private final class Sink extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            lock.lock();
            try {
                for (int i = 0; i < length; i++) {
                    while (written - read == CAPACITY_BYTES && !isClosed) {
                        changed.signalAll();
                        changed.awaitUninterruptibly();
                    }
                    if (isClosed) {
                        throw new IOException("Broken pipe");
                    }
                    ring[(int) (written++ % CAPACITY_BYTES)] = source[offset + i];
                }
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            MemoryPipe.this.close();
        }
    }
}
