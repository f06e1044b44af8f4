package io.manyhands.memory;

/// A lock for one writer or many readers, of which each member may have several; it outlives the
/// death of any.
///
/// While somebody waits to write, nobody begins to read. Not reentrant: the user knows its threads.
/// What a writer did is seen by those who read or write after. No operation blocks. Thread-safe.
public final class RobustReadWriteLock {
    private static final int WRITER_AT = Guard.BYTES;
    private static final int FOR_READING_AT = WRITER_AT + Ownership.BYTES;
    private static final int FOR_WRITING_AT = FOR_READING_AT + Sleepers.BYTES;
    private static final int READERS_AT = FOR_WRITING_AT + Sleepers.BYTES;
    private static final int WAITING_AT = READERS_AT + Tally.BYTES;

    private final Members members;
    private final Guard guard;
    private final Ownership writer;
    private final Sleepers sleepersForReading;
    private final Sleepers sleepersForWriting;
    private final Tally readers;
    private final Tally waitingToWrite;

    /// A lock as one member sees it.
    ///
    /// @param words the memory, full of zeroes at first where the lock lies
    /// @param at where the lock lies: a multiple of 64
    /// @param members whose memory it is
    public RobustReadWriteLock(Words words, long at, Members members) {
        this.members = members;
        this.guard = new Guard(words, at, members);
        this.writer = new Ownership(words, at + WRITER_AT, members);
        this.sleepersForReading = new Sleepers(words, at + FOR_READING_AT);
        this.sleepersForWriting = new Sleepers(words, at + FOR_WRITING_AT);
        this.readers = new Tally(words, at + READERS_AT, guard);
        this.waitingToWrite = new Tally(words, at + WAITING_AT, guard);
    }

    /// {@return how many bytes a lock takes}
    public static long sizeBytes() {
        return WAITING_AT + Tally.BYTES;
    }

    /// {@return those who sleep until one may read}
    public Sleepers sleepersForReading() {
        return sleepersForReading;
    }

    /// {@return those who sleep until one may write}
    public Sleepers sleepersForWriting() {
        return sleepersForWriting;
    }

    /// Begins to read, unless somebody writes or waits to write; the thread that writes may.
    ///
    /// @param thread the number of the thread
    /// @return how it ended
    public Attempt tryRead(int thread) {
        return tryRead(thread, false);
    }

    /// Begins to read, unless somebody writes, whoever waits to write.
    ///
    /// @param thread the number of the thread
    /// @return how it ended
    public Attempt tryReadAtOnce(int thread) {
        return tryRead(thread, true);
    }

    private Attempt tryRead(int thread, boolean isAtOnce) {
        if (!guard.tryEnter()) {
            return Attempt.AGAIN;
        }
        try {
            boolean isFree = isFreeOfWriters() && (isAtOnce || !isWantedByWriters());
            if (!isFree && !writer.isMine(thread)) {
                return Attempt.BUSY;
            }
            readers.add(members.self(), 1);
            guard.commit();
            return writer.isRecovered() ? Attempt.RECOVERED : Attempt.DONE;
        } finally {
            guard.leave();
        }
    }

    /// Ceases to read. Called by a reader.
    ///
    /// @return `DONE` or `AGAIN`
    public Attempt releaseRead() {
        if (!guard.tryEnter()) {
            return Attempt.AGAIN;
        }
        boolean isLast;
        try {
            readers.add(members.self(), -1);
            guard.commit();
            isLast = readers.total() == 0;
        } finally {
            guard.leave();
        }
        if (isLast) {
            sleepersForWriting.wake(members);
        }
        return Attempt.DONE;
    }

    /// Begins or ceases to wait to write.
    ///
    /// @param isWaiting which of them
    /// @return `DONE` or `AGAIN`
    public Attempt announce(boolean isWaiting) {
        if (!guard.tryEnter()) {
            return Attempt.AGAIN;
        }
        try {
            waitingToWrite.add(members.self(), isWaiting ? 1 : -1);
            guard.commit();
        } finally {
            guard.leave();
        }
        if (!isWaiting) {
            sleepersForReading.wake(members);
        }
        return Attempt.DONE;
    }

    /// Begins to write, unless somebody reads or writes.
    ///
    /// @param thread the number of the thread
    /// @return how it ended
    public Attempt tryWrite(int thread) {
        if (!guard.tryEnter()) {
            return Attempt.AGAIN;
        }
        try {
            boolean isRead =
                    readers.total() != 0 && !(readers.takeBack(members) && readers.total() == 0);
            // One store, so it needs no commit.
            return isRead ? Attempt.BUSY : writer.tryTake(thread);
        } finally {
            guard.leave();
        }
    }

    /// Ceases to write. Called by the writer.
    public void releaseWrite() {
        writer.give();
        wakeAll();
    }

    /// Ceases to write with the mark, since the writer cannot. Called in the writer's stead.
    public void abandonWrite() {
        writer.giveUp();
        wakeAll();
    }

    /// Asks the system about those who have the lock, which takes a microsecond for each.
    ///
    /// @return whether one of them is gone
    public boolean findsGone() {
        boolean found = isGoneForSure(writer.member());
        for (int slot = 0; slot < Members.MOST; slot++) {
            found |= isGoneForSure(readers.memberAt(slot));
            found |= isGoneForSure(waitingToWrite.memberAt(slot));
        }
        return found;
    }

    /// {@return whether a writer died, or had the lock taken away, and no writer has cleared that}
    public boolean isRecovered() {
        return writer.isRecovered();
    }

    /// Clears the mark. Called by the writer.
    public void clearRecovered() {
        writer.clearRecovered();
    }

    /// {@return the id of the member that writes, or 0}
    public int writer() {
        return writer.member();
    }

    /// {@return the number of the thread that writes, if one does}
    public int writingThread() {
        return writer.thread();
    }

    private boolean isFreeOfWriters() {
        int member = writer.member();
        if (member != 0 && members.isGone(member)) {
            // In the dead one's stead: nobody else can, inside the guard.
            writer.giveUp();
            return true;
        }
        return member == 0;
    }

    private boolean isWantedByWriters() {
        return waitingToWrite.total() != 0
                && !(waitingToWrite.takeBack(members) && waitingToWrite.total() == 0);
    }

    private boolean isGoneForSure(int member) {
        return member != 0 && members.isGoneForSure(member);
    }

    private void wakeAll() {
        sleepersForReading.wake(members);
        sleepersForWriting.wake(members);
    }
}
