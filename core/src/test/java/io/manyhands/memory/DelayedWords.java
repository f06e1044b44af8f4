package io.manyhands.memory;

import java.util.ArrayList;
import java.util.List;

/// Words of one side, whose stores reach memory when somebody says so.
final class DelayedWords extends ForwardingWords {
    private final List<Delayed> buffer = new ArrayList<>();

    DelayedWords(Words words) {
        super(words);
    }

    /// The stores that may reach memory next.
    List<Runnable> flushes() {
        List<Runnable> flushes = new ArrayList<>();
        for (int i = 0; i < buffer.size(); i++) {
            Delayed store = buffer.get(i);
            if (mayPass(store, buffer.subList(0, i))) {
                flushes.add(() -> flush(store));
            }
        }
        return flushes;
    }

    /// A side's own stores are in memory before it loads from the same place.
    @Override
    void touch(long at, long bytes) {
        for (Delayed store : List.copyOf(buffer)) {
            if (store.overlaps(at, bytes)) {
                drain();
                return;
            }
        }
    }

    @Override
    public void storeInt(long at, int value) {
        buffer.add(new Delayed(at, Integer.BYTES, false, () -> words.storeInt(at, value)));
    }

    @Override
    public void storeIntOpaque(long at, int value) {
        storeInt(at, value);
    }

    @Override
    public void storeIntRelease(long at, int value) {
        buffer.add(new Delayed(at, Integer.BYTES, true, () -> words.storeInt(at, value)));
    }

    @Override
    public void storeIntVolatile(long at, int value) {
        drain();
        words.storeIntVolatile(at, value);
    }

    @Override
    public boolean casInt(long at, int expected, int value) {
        drain();
        return words.casInt(at, expected, value);
    }

    @Override
    public void storeLong(long at, long value) {
        buffer.add(new Delayed(at, Long.BYTES, false, () -> words.storeLong(at, value)));
    }

    @Override
    public void storeLongRelease(long at, long value) {
        buffer.add(new Delayed(at, Long.BYTES, true, () -> words.storeLong(at, value)));
    }

    @Override
    public void storeLongVolatile(long at, long value) {
        drain();
        words.storeLongVolatile(at, value);
    }

    @Override
    public boolean casLong(long at, long expected, long value) {
        drain();
        return words.casLong(at, expected, value);
    }

    @Override
    public void fenceStores() {
        if (!buffer.isEmpty()) {
            buffer.add(Delayed.FENCE);
        }
    }

    @Override
    public void copyIn(long at, byte[] source, int offset, int length) {
        byte[] copy = new byte[length];
        System.arraycopy(source, offset, copy, 0, length);
        buffer.add(new Delayed(at, length, false, () -> words.copyIn(at, copy, 0, length)));
    }

    private static boolean mayPass(Delayed store, List<Delayed> earlier) {
        return earlier.isEmpty()
                || (!store.release()
                        && earlier.stream()
                                .noneMatch(other ->
                                        other.isFence()
                                                || other.overlaps(store.at(), store.bytes())));
    }

    private void flush(Delayed store) {
        buffer.remove(store);
        store.effect().run();
        while (!buffer.isEmpty() && buffer.getFirst().isFence()) {
            buffer.removeFirst();
        }
    }

    private void drain() {
        for (Delayed store : buffer) {
            store.effect().run();
        }
        buffer.clear();
    }

    private record Delayed(long at, long bytes, boolean release, Runnable effect) {
        static final Delayed FENCE = new Delayed(0, 0, true, () -> {});

        boolean isFence() {
            return bytes == 0;
        }

        boolean overlaps(long otherAt, long otherBytes) {
            return otherAt < at + bytes && at < otherAt + otherBytes;
        }
    }
}
