package io.manyhands.room;

import io.manyhands.memory.Attempt;
import io.manyhands.memory.RobustReadWriteLock;
import io.manyhands.spi.Holdings;
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
    private final transient ConcurrentHashMap<Thread, Reader> readers = new ConcurrentHashMap<>();

    private record Reader(int holds, @Nullable Holdings noted) {}

    MappedReadLock(RoomObject object, RobustReadWriteLock lock, MappedReadWriteLock whole) {
        super(object);
        this.lock = lock;
        this.whole = whole;
        entrance = new Entrance(object.waiting(lock.sleepersForReading(), toString()));
    }

    @Override
    boolean reenter(Thread me) {
        Reader reader = readers.get(me);
        if (reader == null) {
            return false;
        }
        readers.put(me, new Reader(Math.incrementExact(reader.holds), reader.noted));
        return true;
    }

    @Override
    Attempt attempt(Thread me) {
        return lock.tryRead((int) me.threadId());
    }

    @Override
    Attempt attemptForSure(Thread me) {
        return surely(lock, () -> attempt(me));
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
    void own(Thread me, @Nullable Holdings noted) {
        readers.put(me, new Reader(1, noted));
    }

    @Override
    public void unlock() {
        Thread me = Thread.currentThread();
        Reader reader = readers.get(me);
        if (reader == null) {
            throw notHeld();
        }
        if (reader.holds > 1) {
            readers.put(me, new Reader(reader.holds - 1, reader.noted));
            return;
        }
        release(me);
        if (reader.noted != null) {
            reader.noted.forget(this);
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
        Reader reader = readers.get(Thread.currentThread());
        return reader == null ? 0 : reader.holds;
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
