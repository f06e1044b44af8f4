package io.manyhands.memory;

/// Words that do as others do, for subclasses that do one thing otherwise.
class ForwardingWords implements Words {
    Words words;

    ForwardingWords(Words words) {
        this.words = words;
    }

    /// Called before each access to memory.
    void touch(long at, long bytes) {}

    @Override
    public long sizeBytes() {
        return words.sizeBytes();
    }

    @Override
    public void fenceStores() {
        words.fenceStores();
    }

    @Override
    public int loadInt(long at) {
        touch(at, Integer.BYTES);
        return words.loadInt(at);
    }

    @Override
    public int loadIntOpaque(long at) {
        touch(at, Integer.BYTES);
        return words.loadIntOpaque(at);
    }

    @Override
    public int loadIntAcquire(long at) {
        touch(at, Integer.BYTES);
        return words.loadIntAcquire(at);
    }

    @Override
    public int loadIntVolatile(long at) {
        touch(at, Integer.BYTES);
        return words.loadIntVolatile(at);
    }

    @Override
    public void storeInt(long at, int value) {
        touch(at, Integer.BYTES);
        words.storeInt(at, value);
    }

    @Override
    public void storeIntOpaque(long at, int value) {
        touch(at, Integer.BYTES);
        words.storeIntOpaque(at, value);
    }

    @Override
    public void storeIntRelease(long at, int value) {
        touch(at, Integer.BYTES);
        words.storeIntRelease(at, value);
    }

    @Override
    public void storeIntVolatile(long at, int value) {
        touch(at, Integer.BYTES);
        words.storeIntVolatile(at, value);
    }

    @Override
    public boolean casInt(long at, int expected, int value) {
        touch(at, Integer.BYTES);
        return words.casInt(at, expected, value);
    }

    @Override
    public long loadLong(long at) {
        touch(at, Long.BYTES);
        return words.loadLong(at);
    }

    @Override
    public long loadLongAcquire(long at) {
        touch(at, Long.BYTES);
        return words.loadLongAcquire(at);
    }

    @Override
    public long loadLongVolatile(long at) {
        touch(at, Long.BYTES);
        return words.loadLongVolatile(at);
    }

    @Override
    public void storeLong(long at, long value) {
        touch(at, Long.BYTES);
        words.storeLong(at, value);
    }

    @Override
    public void storeLongRelease(long at, long value) {
        touch(at, Long.BYTES);
        words.storeLongRelease(at, value);
    }

    @Override
    public void storeLongVolatile(long at, long value) {
        touch(at, Long.BYTES);
        words.storeLongVolatile(at, value);
    }

    @Override
    public boolean casLong(long at, long expected, long value) {
        touch(at, Long.BYTES);
        return words.casLong(at, expected, value);
    }

    @Override
    public void copyIn(long at, byte[] source, int offset, int length) {
        touch(at, length);
        words.copyIn(at, source, offset, length);
    }

    @Override
    public void copyOut(long at, byte[] target, int offset, int length) {
        touch(at, length);
        words.copyOut(at, target, offset, length);
    }
}
