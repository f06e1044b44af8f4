package io.manyhands.memory;

/// Something that has happened or not, and how often it did. Thread-safe; no operation blocks.
/* In one word: how often the event was set, and in the lowest bit whether it is. Who waits knows how
 * often it was set when he began, so one that is set and cleared at once releases him all the same.
 */
public final class RobustEvent {
    private static final int SLEEPERS_AT = 64;
    private static final long SET = 1;

    private final Words words;
    private final long at;
    private final Members members;
    private final Sleepers sleepers;

    /// A event as one member sees it.
    ///
    /// @param words the memory, full of zeroes at first where the event lies
    /// @param at where the event lies: a multiple of 64
    /// @param members whose memory it is
    public RobustEvent(Words words, long at, Members members) {
        this.words = words;
        this.at = at;
        this.members = members;
        this.sleepers = new Sleepers(words, at + SLEEPERS_AT);
    }

    /// {@return how many bytes an event takes}
    public static long sizeBytes() {
        return SLEEPERS_AT + Sleepers.BYTES;
    }

    /// {@return those who sleep until the event is set}
    public Sleepers sleepers() {
        return sleepers;
    }

    /// {@return whether it is set}
    public boolean isSet() {
        return (words.loadLongVolatile(at) & SET) != 0;
    }

    /// {@return how often it was set}
    public long times() {
        return words.loadLongVolatile(at) >>> 1;
    }

    /// {@return whether it is set, or was since it had been set so often}
    ///
    /// @param times what [#times()] said when the wait began
    public boolean wasSet(long times) {
        long word = words.loadLongVolatile(at);
        return (word & SET) != 0 || word >>> 1 != times;
    }

    /// Sets it, if it is not.
    public void set() {
        while (true) {
            long word = words.loadLongVolatile(at);
            if ((word & SET) != 0) {
                return;
            }
            if (words.casLong(at, word, word + 2 | SET)) {
                sleepers.wake(members);
                return;
            }
        }
    }

    /// Clears it, if it is set.
    public void clear() {
        while (true) {
            long word = words.loadLongVolatile(at);
            if ((word & SET) == 0 || words.casLong(at, word, word & ~SET)) {
                return;
            }
        }
    }
}
