package io.manyhands.memory;

/// A word that says which thread of which member has something, and whether it was got back from
/// one that could not give it back itself.
///
/// Thread-safe.
/* The mark is in the same word as the owner, so that one store changes both: who takes it from a
 * dead owner cannot die between the two, and the mark stays until an owner clears it.
 */
final class Ownership {
    static final int BYTES = 64;

    private static final long FREE = 0;
    private static final long RECOVERED = Long.MIN_VALUE;

    private final Words words;
    private final long at;
    private final Members members;
    private final long self;

    Ownership(Words words, long at, Members members) {
        this.words = words;
        this.at = at;
        this.members = members;
        this.self = (long) members.self() << 32;
    }

    Attempt tryTake(int thread) {
        if (words.casLong(at, FREE, self | (thread & 0xFFFF_FFFFL))) {
            return Attempt.DONE;
        }
        return tryTakeIfFree(thread);
    }

    /// Looks before it takes, as do those who attempt again and again: so they leave the word to
    /// its owner's processor until it is free.
    Attempt tryTakeIfFree(int thread) {
        long mine = self | (thread & 0xFFFF_FFFFL);
        while (true) {
            long word = words.loadLongVolatile(at);
            int member = member(word);
            if (member != 0 && !members.isGone(member)) {
                return Attempt.BUSY;
            }
            long mark = member != 0 ? RECOVERED : word & RECOVERED;
            if (words.casLong(at, word, mine | mark)) {
                return mark != 0 ? Attempt.RECOVERED : Attempt.DONE;
            }
        }
    }

    /// Takes it from an owner whose death nobody has noticed yet, too.
    Attempt tryTakeForSure(int thread) {
        int member = member(words.loadLongVolatile(at));
        return member != 0 && members.isGoneForSure(member) ? tryTake(thread) : Attempt.BUSY;
    }

    /// Called by its owner.
    void give() {
        words.storeLongVolatile(at, words.loadLong(at) & RECOVERED);
    }

    /// Called by its owner, in whose stead somebody gives it back.
    void giveUp() {
        words.storeLongVolatile(at, RECOVERED);
    }

    boolean isRecovered() {
        return words.loadLongVolatile(at) < 0;
    }

    /// Called by its owner.
    void clearRecovered() {
        words.storeLongVolatile(at, words.loadLong(at) & ~RECOVERED);
    }

    /// The id of the owner's process, or 0.
    int member() {
        return member(words.loadLongVolatile(at));
    }

    /// The number of the owner's thread, if there is an owner.
    int thread() {
        return (int) words.loadLongVolatile(at);
    }

    boolean isMine(int thread) {
        long owner = words.loadLongVolatile(at) & ~RECOVERED;
        return owner == (self | (thread & 0xFFFF_FFFFL));
    }

    private static int member(long word) {
        return (int) ((word & ~RECOVERED) >>> 32);
    }
}
