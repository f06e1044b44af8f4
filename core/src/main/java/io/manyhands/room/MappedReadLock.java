package io.manyhands.room;

import io.manyhands.memory.Attempt;
import io.manyhands.memory.RobustReadWriteLock;
import io.manyhands.waits.Holders;
import io.manyhands.waits.Need;
import java.io.Serial;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The side of the readers: the memory knows how many threads of each process read; which and how
/// often, is known here.
final class MappedReadLock extends FrontLock {
    @Serial private static final long serialVersionUID = 1;

    private final transient RobustReadWriteLock lock;
    private final transient MappedReadWriteLock whole;
    private final transient Entrance entrance;

    /// How often each thread that reads has the lock.
    private final transient ConcurrentHashMap<Thread, Integer> readers = new ConcurrentHashMap<>();

    MappedReadLock(RoomObject object, RobustReadWriteLock lock, MappedReadWriteLock whole) {
        super(object);
        this.lock = lock;
        this.whole = whole;
        entrance = new Entrance(object.waiting(lock.sleepersForReading(), toString()));
    }

    @Override
    boolean reenter(Thread me) {
        return readers.computeIfPresent(me, (_, holds) -> Math.incrementExact(holds)) != null;
    }

    @Override
    Attempt attempt(Thread me) {
        return lock.tryRead((int) me.threadId());
    }

    @Override
    Attempt attemptForSure(Thread me) {
        return surely(lock, () -> lock.tryReadAtOnce((int) me.threadId()));
    }

    /// Attempts once more, if somebody is gone who has the lock.
    static Attempt surely(RobustReadWriteLock lock, Supplier<Attempt> attempt) {
        Attempt outcome = Patience.surely(attempt);
        return outcome == Attempt.BUSY && lock.findsGone() ? Patience.surely(attempt) : outcome;
    }

    @Override
    Entrance entrance() {
        return entrance;
    }

    @Override
    Contender contender(Thread me) {
        return () -> attempt(me);
    }

    @Override
    Need need(boolean isBreakable) {
        List<Object> keys = List.of(whole.writing(), whole.turn());
        return new Need(this, keys, 0, List.of(), isBreakable);
    }

    @Override
    public void tell(Holders holders) {
        whole.tell(holders);
    }

    /// Says which threads of this process read.
    void tellReaders(Holders holders) {
        for (Thread reader : readers.keySet()) {
            holders.hold(whole.reading(), reader, 1);
        }
    }

    @Override
    void own(Thread me) {
        readers.put(me, 1);
    }

    @Override
    public void unlock() {
        Thread me = Thread.currentThread();
        int holds = holdCount();
        if (holds == 0) {
            throw notHeld();
        }
        if (holds > 1) {
            readers.put(me, holds - 1);
        } else {
            release(me);
        }
    }

    @Override
    public @Nullable String abandon() {
        Thread me = Thread.currentThread();
        if (!readers.containsKey(me)) {
            return null;
        }
        release(me);
        return toString();
    }

    private void release(Thread me) {
        readers.remove(me);
        Patience.surely(lock::releaseRead);
    }

    @Override
    public Condition newCondition() {
        throw noConditions();
    }

    @Override
    public Condition condition(String name) {
        Objects.requireNonNull(name, "name");
        throw noConditions();
    }

    private UnsupportedOperationException noConditions() {
        return new UnsupportedOperationException(
                "Only a lock that one holds alone has conditions: lock=" + this);
    }

    @Override
    public boolean isHeldByCurrentThread() {
        return readers.containsKey(Thread.currentThread());
    }

    @Override
    public int holdCount() {
        return readers.getOrDefault(Thread.currentThread(), 0);
    }

    @Override
    public @Nullable String holder() {
        return name(object, lock.writer(), lock.writingThread());
    }

    @Override
    public boolean isRecovered() {
        return lock.isRecovered();
    }

    @Override
    public void clearRecovered() {
        throw new IllegalMonitorStateException(
                "Only who holds a lock to write can clear its mark: lock=" + this);
    }

    @Override
    public String toString() {
        return object.title("read lock");
    }

    @Serial
    private Object writeReplace() {
        return new MappedReadWriteLock.Half(whole, true);
    }
}
