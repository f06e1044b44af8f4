package io.manyhands.memory;

/// A lock that one thread of one member has, and that outlives the death of its owner.
///
/// Not reentrant: the user knows its threads. What was done by an owner is seen by the next. A fair
/// lock goes to the member that waits longest. No operation blocks. Thread-safe.
public final class RobustLock {
    private static final int SLEEPERS_AT = Ownership.BYTES;
    private static final int TURNS_AT = SLEEPERS_AT + Sleepers.BYTES;

    private final Ownership ownership;
    private final Sleepers sleepers;
    private final Turns turns;
    private final Members members;
    private final boolean isFair;

    /// A lock as one member sees it.
    ///
    /// @param words the memory, full of zeroes at first where the lock lies
    /// @param at where the lock lies: a multiple of 64
    /// @param members whose memory it is
    /// @param isFair the same for all who use the lock
    public RobustLock(Words words, long at, Members members, boolean isFair) {
        this.ownership = new Ownership(words, at, members);
        this.sleepers = new Sleepers(words, at + SLEEPERS_AT);
        this.turns = new Turns(words, at + TURNS_AT, members);
        this.members = members;
        this.isFair = isFair;
    }

    /// {@return how many bytes a lock takes}
    public static long sizeBytes() {
        return TURNS_AT + Turns.BYTES;
    }

    /// {@return those who sleep until the lock may be free}
    public Sleepers sleepers() {
        return sleepers;
    }

    /// Takes the lock if it is free, or its owner is known to be gone; a fair one, only if nobody
    /// waits.
    ///
    /// @param thread the number of the thread that will have it
    /// @return `DONE`, `RECOVERED` or `BUSY`
    public Attempt tryAcquire(int thread) {
        return isFair && !turns.isEmpty() ? Attempt.BUSY : ownership.tryTake(thread);
    }

    /// Takes the lock if it is free or its owner is gone, whoever waits; asks the system about the
    /// owner, which takes a microsecond.
    ///
    /// @param thread the number of the thread that will have it
    /// @return `DONE`, `RECOVERED` or `BUSY`
    public Attempt tryAcquireForSure(int thread) {
        Attempt attempt = ownership.tryTake(thread);
        return attempt.isDone() ? attempt : ownership.tryTakeForSure(thread);
    }

    /// Begins to wait: one thread of a member at a time.
    public void join() {
        if (isFair) {
            turns.join();
        }
    }

    /// Takes the lock as [#tryAcquire(int)] does, for the thread of this member that
    /// [waits][#join()]; a fair one, if it is its turn.
    ///
    /// @param thread the number of the thread that will have it
    /// @return `DONE`, `RECOVERED` or `BUSY`
    public Attempt tryAcquireInTurn(int thread) {
        return isFair && !turns.isFirst() ? Attempt.BUSY : ownership.tryTakeIfFree(thread);
    }

    /// Ceases to wait, with the lock or without.
    public void quit() {
        if (isFair) {
            turns.quit();
            sleepers.wake(members);
        }
    }

    /// Gives the lock back. Called by its owner.
    public void release() {
        ownership.give();
        sleepers.wake(members);
    }

    /// Gives the lock back with the mark, since its owner cannot. Called in the owner's stead.
    public void abandon() {
        ownership.giveUp();
        sleepers.wake(members);
    }

    /// {@return whether an owner died, or had the lock taken away, and no owner has cleared that}
    public boolean isRecovered() {
        return ownership.isRecovered();
    }

    /// Clears the mark. Called by the owner.
    public void clearRecovered() {
        ownership.clearRecovered();
    }

    /// {@return the id of the member that has the lock, or 0}
    public int holder() {
        return ownership.member();
    }

    /// {@return the number of the thread that has the lock, if anybody has it}
    public int holdingThread() {
        return ownership.thread();
    }
}
