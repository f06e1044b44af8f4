package io.manyhands.room;

import io.manyhands.memory.Attempt;
import io.manyhands.memory.RobustSemaphore;
import io.manyhands.shared.SharedSemaphore;
import io.manyhands.spi.Holdings;
import io.manyhands.waits.Holders;
import io.manyhands.waits.Need;
import io.manyhands.waits.Resource;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A semaphore of processes: the memory knows how many permits each process has; which of them a
/// task has acquired, is known here. Thread-safe.
final class MappedSemaphore implements SharedSemaphore, Holdings.Held, Resource, Serializable {
    @Serial private static final long serialVersionUID = 1;

    /// Stands for all threads that run no task.
    private static final Object NO_TASK = "no task";

    private final transient RoomObject object;
    private final transient int permits;
    private final transient RobustSemaphore semaphore;
    private final transient Entrance entrance;
    private final transient Holdings.Note note = new Holdings.Note(this);

    /// How many permits each thread of this process that runs a task has acquired and nobody has
    /// released: together with those of no task, at most as many as the process has.
    private final transient Map<Object, Integer> shares = new ConcurrentHashMap<>();

    /// How many all other threads have.
    private final transient AtomicInteger ofNoTask = new AtomicInteger();

    /// Whether permits were ever released by another thread than that which had acquired them: then
    /// nobody knows who will.
    private transient volatile boolean isMixed;

    MappedSemaphore(RoomObject object, int permits) {
        this.object = object;
        this.permits = permits;
        semaphore = new RobustSemaphore(object.words(), object.at(), object.members(), permits);
        entrance = new Entrance(object.waiting(semaphore.sleepers(), object.title()));
    }

    @Override
    public void acquire(int count) throws InterruptedException {
        boolean _ = acquire(count, Long.MAX_VALUE);
    }

    @Override
    public boolean tryAcquire(int count, Duration timeout) throws InterruptedException {
        return acquire(count, Nanos.of(timeout));
    }

    private boolean acquire(int count, long nanos) throws InterruptedException {
        ensureMeasure(count);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        note();
        boolean isDone =
                semaphore.tryAcquire(count).isDone()
                        || entrance.await(
                                        () -> semaphore.tryAcquire(count), nanos, () -> need(count))
                                .isDone();
        if (isDone) {
            own(count);
        }
        return isDone;
    }

    @Override
    public void acquireUninterruptibly(int count) {
        ensureMeasure(count);
        note();
        if (!semaphore.tryAcquire(count).isDone()) {
            entrance.awaitUninterruptibly(() -> semaphore.tryAcquire(count), () -> need(count));
        }
        own(count);
    }

    @Override
    public boolean tryAcquire(int count) {
        ensureMeasure(count);
        note();
        boolean isDone = attemptForSure(count).isDone();
        if (isDone) {
            own(count);
        }
        return isDone;
    }

    private Attempt attemptForSure(int count) {
        Attempt outcome = Patience.surely(() -> semaphore.tryAcquire(count));
        return outcome == Attempt.BUSY && semaphore.findsGone()
                ? Patience.surely(() -> semaphore.tryAcquire(count))
                : outcome;
    }

    @Override
    public void release(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("Permits must be positive: permits=" + count);
        }
        object.ensureOpen();
        Object share = share();
        int own = deduct(share, count);
        Map<Object, Integer> others = own == count ? Map.of() : deductFromOthers(count - own);
        if (Patience.surely(() -> semaphore.release(count)) == Attempt.BUSY) {
            give(share, own);
            others.forEach(this::give);
            throw new IllegalStateException(
                    "Only permits that were acquired can be released: semaphore="
                            + this
                            + (", released=" + count + ", acquired=" + semaphore.own()));
        }
        if (own < count && others.keySet().stream().anyMatch(Thread.class::isInstance)) {
            isMixed = true;
        }
    }

    @Override
    public boolean isHeldByCurrentThread() {
        return shares.containsKey(Thread.currentThread());
    }

    /// Takes permits that the current thread has not, from those that run no task and then from
    /// others: before they are released, so that nobody seems to have what has been.
    private Map<Object, Integer> deductFromOthers(int count) {
        Map<Object, Integer> taken = new HashMap<>();
        int left = count - deduct(NO_TASK, count);
        taken.put(NO_TASK, count - left);
        if (left > 0) {
            for (Object other : List.copyOf(shares.keySet())) {
                int part = deduct(other, left);
                if (part > 0) {
                    taken.merge(other, part, Integer::sum);
                    left -= part;
                }
            }
        }
        return taken;
    }

    /// Takes permits from a share.
    ///
    /// @return how many it had of them
    private int deduct(Object share, int most) {
        if (NO_TASK.equals(share)) {
            int had = ofNoTask.getAndUpdate(count -> count - Math.min(count, most));
            return Math.min(had, most);
        }
        while (true) {
            Integer had = shares.get(share);
            int part = had == null ? 0 : Math.min(had, most);
            boolean isDone =
                    had == null
                            || (had == part
                                    ? shares.remove(share, had)
                                    : shares.replace(share, had, had - part));
            if (isDone) {
                return part;
            }
        }
    }

    private void give(Object share, int count) {
        if (NO_TASK.equals(share)) {
            int _ = ofNoTask.addAndGet(count);
        } else if (count > 0) {
            Integer _ = shares.merge(share, count, Integer::sum);
        }
    }

    private static Object share() {
        return Holdings.areKept() ? Thread.currentThread() : NO_TASK;
    }

    @Override
    public @Nullable String abandon() {
        Integer had = shares.remove(Thread.currentThread());
        if (had == null) {
            return null;
        }
        // Another thread may have released some of them.
        int left = Math.min(had, semaphore.own());
        if (left > 0) {
            Patience.surely(() -> semaphore.release(left));
        }
        return left > 0 ? object.title() : null;
    }

    /// Before permits are acquired, as it may fail.
    private void note() {
        object.ensureOpen();
        note.take();
    }

    private void own(int acquired) {
        give(share(), acquired);
    }

    private Need need(int count) {
        return new Need(this, List.of(object.key("")), permits - count, List.of(), true);
    }

    @Override
    public String title() {
        return object.title();
    }

    /// Says only of tasks that they have permits, as these are to be given back by their end: any
    /// thread may release those of the others, as one does that takes what another has put.
    @Override
    public void tell(Holders holders) {
        if (isMixed) {
            return;
        }
        shares.forEach((share, count) -> {
            if (share instanceof Thread thread) {
                holders.hold(object.key(""), thread, count);
            }
        });
    }

    private void ensureMeasure(int count) {
        if (count < 1 || count > permits) {
            throw new IllegalArgumentException(
                    "Permits must be 1 to those of the semaphore: permits="
                            + count
                            + (", semaphore=" + this));
        }
    }

    @Override
    public int availablePermits() {
        return semaphore.available();
    }

    @Override
    public int permits() {
        return permits;
    }

    @Override
    public String toString() {
        return object.title();
    }

    @Serial
    private Object writeReplace() {
        return object.ticket();
    }
}
