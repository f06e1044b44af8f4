package io.manyhands.memory;

/// Permits of which each member has a number; those of one that is gone come back.
///
/// No operation blocks. Thread-safe.
public final class RobustSemaphore {
    private static final int SLEEPERS_AT = Guard.BYTES;
    private static final int HELD_AT = SLEEPERS_AT + Sleepers.BYTES;

    private final Members members;
    private final Guard guard;
    private final Sleepers sleepers;
    private final Tally held;
    private final int permits;

    /// A semaphore as one member sees it.
    ///
    /// @param words the memory, full of zeroes at first where the semaphore lies
    /// @param at where the semaphore lies: a multiple of 64
    /// @param members whose memory it is
    /// @param permits how many there are: the same for all who use it
    public RobustSemaphore(Words words, long at, Members members, int permits) {
        this.members = members;
        this.guard = new Guard(words, at, members);
        this.sleepers = new Sleepers(words, at + SLEEPERS_AT);
        this.held = new Tally(words, at + HELD_AT, guard);
        this.permits = permits;
    }

    /// {@return how many bytes a semaphore takes}
    public static long sizeBytes() {
        return HELD_AT + Tally.BYTES;
    }

    /// {@return those who sleep until there may be permits}
    public Sleepers sleepers() {
        return sleepers;
    }

    /// Takes permits, all or none.
    ///
    /// @param count how many
    /// @return `DONE`, `BUSY` or `AGAIN`
    public Attempt tryAcquire(int count) {
        if (!guard.tryEnter()) {
            return Attempt.AGAIN;
        }
        try {
            if (!hasRoom(count) && !(held.takeBack(members) && hasRoom(count))) {
                return Attempt.BUSY;
            }
            held.add(members.self(), count);
            guard.commit();
            return Attempt.DONE;
        } finally {
            guard.leave();
        }
    }

    /// Gives permits back, which this member has.
    ///
    /// @param count how many
    /// @return `DONE`; `BUSY`, if it has fewer; or `AGAIN`
    public Attempt release(int count) {
        if (!guard.tryEnter()) {
            return Attempt.AGAIN;
        }
        try {
            if (held.of(members.self()) < count) {
                return Attempt.BUSY;
            }
            held.add(members.self(), -count);
            guard.commit();
        } finally {
            guard.leave();
        }
        sleepers.wake(members);
        return Attempt.DONE;
    }

    /// Looks for permits of members that are gone and whose death nobody has noticed.
    ///
    /// @return whether there are any
    public boolean findsGone() {
        boolean found = false;
        for (int slot = 0; slot < Members.MOST; slot++) {
            int member = held.memberAt(slot);
            found |= member != 0 && members.isGoneForSure(member);
        }
        return found;
    }

    /// {@return how many permits nobody has, but for members that are gone; it is a hint}
    public int available() {
        // First all: what is taken back meanwhile counts as taken still, and never twice as free.
        long total = held.total();
        long ofGone = 0;
        for (int slot = 0; total > 0 && slot < Members.MOST; slot++) {
            int member = held.memberAt(slot);
            if (member != 0 && members.isGoneForSure(member)) {
                ofGone += held.of(member);
            }
        }
        return (int) Math.min(permits, permits - total + ofGone);
    }

    /// {@return how many permits this member has}
    public int own() {
        return held.of(members.self());
    }

    private boolean hasRoom(int count) {
        return held.total() + count <= permits;
    }
}
