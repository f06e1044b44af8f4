package io.manyhands.memory;

/// Lets one thread at a time, of all members, change several words so that all changes happen or
/// none.
///
/// Whoever is inside changes words by [#set(long, long)] alone, which remembers the old value
/// first. [#commit()] makes all changes since the last commit final; [#leave()] undoes what was not
/// committed. If a member dies inside, the next one that enters undoes what the dead one had not
/// committed, and goes on. What was changed by the last one inside is seen by the next.
///
/// To enter takes some spinning at most. Nobody may sleep, wait or call code of others inside.
///
/// Thread-safe; between [#tryEnter()] and [#leave()] confined to the thread that is inside.
/* Undoing is idempotent, as the log is emptied last: who dies while undoing leaves it to the next. */
final class Guard {
    /// How many changes can be made before a commit.
    static final int CHANGES = 30;

    /// How much memory a guard takes.
    static final int BYTES = 512;

    private static final int LOGGED_AT = 8;
    private static final int LOG_AT = 16;
    private static final int ENTRY_BYTES = 16;
    private static final long FREE = 0;
    private static final int SPINS = 50;
    private static final int TURNS = 100;

    private final Words words;
    private final long at;
    private final Members members;
    private final long self;

    /// Of the thread that is inside.
    private int logged;

    /// A guard as one member sees it.
    ///
    /// @param words the memory, full of zeroes at first where the guard lies
    /// @param at where the guard lies: a multiple of 64
    /// @param members whose memory it is
    Guard(Words words, long at, Members members) {
        this.words = words;
        this.at = at;
        this.members = members;
        this.self = members.self();
    }

    /// Enters, unless somebody who lives stays inside. Whoever entered must [leave][#leave()].
    ///
    /// @return whether the thread is inside
    boolean tryEnter() {
        return words.casLong(at, FREE, self) || tryEnterSlowly();
    }

    /// Reads a word.
    ///
    /// @param address where it is
    /// @return what is there, with the changes of this thread
    long load(long address) {
        return words.loadLong(address);
    }

    /// Changes a word.
    ///
    /// @param address where it is
    /// @param value what shall be there
    /// @throws IllegalStateException if there are too many changes since the last commit
    void set(long address, long value) {
        if (logged == CHANGES) {
            throw new IllegalStateException(
                    "Only so many words can be changed in one step: changes=" + CHANGES);
        }
        long entry = at + LOG_AT + (long) ENTRY_BYTES * logged;
        words.storeLong(entry, address);
        words.storeLong(entry + Long.BYTES, words.loadLong(address));
        logged++;
        // Both in the order of the program: nothing is changed that is not in the log.
        words.storeLongRelease(at + LOGGED_AT, logged);
        words.storeLongRelease(address, value);
    }

    /// Makes the changes final, by one store.
    void commit() {
        words.storeLongRelease(at + LOGGED_AT, 0);
        // What is written next, plain, must not be seen before: neither the entries of the next
        // change nor what lies in space that was given up by this one.
        words.fenceStores();
        logged = 0;
    }

    /// Undoes what was not committed, and lets the next one in.
    void leave() {
        if (logged != 0) {
            undo();
        }
        // Volatile, so that who leaves sees those who went to sleep before.
        words.storeLongVolatile(at, FREE);
    }

    /// Whether nobody is inside, and nobody has died there. Others may enter at any time: this says
    /// only that what was changed before is final.
    boolean isFree() {
        return words.loadLongVolatile(at) == FREE;
    }

    private boolean tryEnterSlowly() {
        for (int turn = 0; turn < TURNS; turn++) {
            long owner = words.loadLongVolatile(at);
            if (owner == FREE) {
                if (words.casLong(at, FREE, self)) {
                    return true;
                }
            } else if (members.isGone((int) owner) && takeOver(owner)) {
                return true;
            }
            pause(turn);
        }
        long owner = words.loadLongVolatile(at);
        return owner != FREE && members.isGoneForSure((int) owner) && takeOver(owner);
    }

    /// Who dies leaves its id in the word, until one of the others puts its own there.
    private boolean takeOver(long owner) {
        if (!words.casLong(at, owner, self)) {
            return false;
        }
        undo();
        return true;
    }

    private void undo() {
        int count = (int) Math.min(CHANGES, words.loadLong(at + LOGGED_AT));
        for (int i = count - 1; i >= 0; i--) {
            long entry = at + LOG_AT + (long) ENTRY_BYTES * i;
            words.storeLong(words.loadLong(entry), words.loadLong(entry + Long.BYTES));
        }
        commit();
    }

    // Somebody else is to go on, on the same processor perhaps.
    @SuppressWarnings("ThreadPriorityCheck")
    private static void pause(int turn) {
        if (turn < SPINS) {
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
    }
}
