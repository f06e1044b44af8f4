package io.manyhands.memory;

/// A number that goes down to 0 and stays there. Thread-safe; no operation blocks.
public final class RobustLatch {
    private static final int SLEEPERS_AT = 64;

    private final Words words;
    private final long at;
    private final Members members;
    private final Sleepers sleepers;

    /// A latch as one member sees it.
    ///
    /// @param words the memory
    /// @param at where the latch lies: a multiple of 64
    /// @param members whose memory it is
    public RobustLatch(Words words, long at, Members members) {
        this.words = words;
        this.at = at;
        this.members = members;
        this.sleepers = new Sleepers(words, at + SLEEPERS_AT);
    }

    /// {@return how many bytes a latch takes}
    public static long sizeBytes() {
        return SLEEPERS_AT + Sleepers.BYTES;
    }

    /// Makes a latch in memory that nobody else uses yet.
    ///
    /// @param words the memory, full of zeroes
    /// @param at where
    /// @param count how far it is from 0
    public static void lay(Words words, long at, long count) {
        words.storeLong(at, count);
    }

    /// {@return those who sleep until the number is 0}
    public Sleepers sleepers() {
        return sleepers;
    }

    /// {@return the number}
    public long count() {
        return words.loadLongVolatile(at);
    }

    /// Takes one off, unless it is 0.
    public void countDown() {
        long count = words.loadLongVolatile(at);
        while (count > 0 && !words.casLong(at, count, count - 1)) {
            count = words.loadLongVolatile(at);
        }
        if (count == 1) {
            sleepers.wake(members);
        }
    }
}
