package io.manyhands.memory;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A program that is stopped before each access to memory, without a thread of its own.
/* For each step the program is run again from its beginning. It is given what it loaded in the
 * steps before, then does one more access in earnest, and is left by an exception at the next.
 */
final class ReplayedSide {
    private final Interleavings.Side program;
    private final DelayedWords delayed;
    private final List<Object> log = new ArrayList<>();
    private @Nullable Object result;

    ReplayedSide(Interleavings.Side program, DelayedWords delayed) {
        this.program = program;
        this.delayed = delayed;
    }

    DelayedWords delayed() {
        return delayed;
    }

    boolean isDone() {
        return result != null;
    }

    Object result() {
        if (result == null) {
            throw new IllegalStateException("The program must be done: accesses=" + log.size());
        }
        return result;
    }

    void step() {
        try {
            result = program.run(new ReplayingWords(delayed, log));
        } catch (Paused paused) {
            // The access that comes next is another step.
        }
    }

    private static final class Paused extends RuntimeException {
        @Serial private static final long serialVersionUID = 1L;

        Paused() {
            super("", null, false, false);
        }
    }

    /// Words that remember what each access gave.
    private static final class ReplayingWords implements Words {
        private final Words words;
        private final List<Object> log;
        private int replayed;
        private boolean stepped;

        ReplayingWords(Words words, List<Object> log) {
            this.words = words;
            this.log = log;
        }

        private Object access(Supplier<Object> access) {
            if (replayed < log.size()) {
                return log.get(replayed++);
            }
            if (stepped) {
                throw new Paused();
            }
            stepped = true;
            replayed++;
            Object value = access.get();
            log.add(value);
            return value;
        }

        private void store(Runnable store) {
            access(() -> {
                store.run();
                return true;
            });
        }

        @Override
        public long sizeBytes() {
            return words.sizeBytes();
        }

        @Override
        public int loadInt(long at) {
            return (int) access(() -> words.loadInt(at));
        }

        @Override
        public int loadIntOpaque(long at) {
            return (int) access(() -> words.loadIntOpaque(at));
        }

        @Override
        public int loadIntAcquire(long at) {
            return (int) access(() -> words.loadIntAcquire(at));
        }

        @Override
        public int loadIntVolatile(long at) {
            return (int) access(() -> words.loadIntVolatile(at));
        }

        @Override
        public void storeInt(long at, int value) {
            store(() -> words.storeInt(at, value));
        }

        @Override
        public void storeIntOpaque(long at, int value) {
            store(() -> words.storeIntOpaque(at, value));
        }

        @Override
        public void storeIntRelease(long at, int value) {
            store(() -> words.storeIntRelease(at, value));
        }

        @Override
        public void storeIntVolatile(long at, int value) {
            store(() -> words.storeIntVolatile(at, value));
        }

        @Override
        public boolean casInt(long at, int expected, int value) {
            return (boolean) access(() -> words.casInt(at, expected, value));
        }

        @Override
        public long loadLong(long at) {
            return (long) access(() -> words.loadLong(at));
        }

        @Override
        public long loadLongAcquire(long at) {
            return (long) access(() -> words.loadLongAcquire(at));
        }

        @Override
        public long loadLongVolatile(long at) {
            return (long) access(() -> words.loadLongVolatile(at));
        }

        @Override
        public void storeLong(long at, long value) {
            store(() -> words.storeLong(at, value));
        }

        @Override
        public void storeLongRelease(long at, long value) {
            store(() -> words.storeLongRelease(at, value));
        }

        @Override
        public void storeLongVolatile(long at, long value) {
            store(() -> words.storeLongVolatile(at, value));
        }

        @Override
        public boolean casLong(long at, long expected, long value) {
            return (boolean) access(() -> words.casLong(at, expected, value));
        }

        @Override
        public void copyIn(long at, byte[] source, int offset, int length) {
            byte[] copy = new byte[length];
            System.arraycopy(source, offset, copy, 0, length);
            store(() -> words.copyIn(at, copy, 0, length));
        }

        @Override
        public void copyOut(long at, byte[] target, int offset, int length) {
            Object bytes =
                    access(() -> {
                        byte[] copy = new byte[length];
                        words.copyOut(at, copy, 0, length);
                        return copy;
                    });
            System.arraycopy(bytes, 0, target, offset, length);
        }
    }
}
