package io.manyhands.room;

import io.manyhands.memory.Members;
import io.manyhands.memory.Sleepers;
import io.manyhands.waits.Need;
import io.manyhands.waits.Sleeper;
import io.manyhands.waits.Wait;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How threads of this process wait until something of a shared object changes. Thread-safe.
/* A thread attempts, spins for a moment if there are processors for that, says that it is about to
 * sleep, attempts again, and sleeps. What wakes it carries no meaning: it attempts again. So nothing
 * is lost by one that dies, is interrupted, or gives up.
 */
final class Waiting {
    private final Room room;
    private final Sleepers sleepers;
    private final String reason;
    private final Spinning spinning = new Spinning();
    private final Set<Sleeper> asleep = ConcurrentHashMap.newKeySet();

    /// @param reason what is waited for, for those who look at the threads
    Waiting(Room room, Sleepers sleepers, String reason) {
        this.room = room;
        this.sleepers = sleepers;
        this.reason = reason;
    }

    /// Attempts until it works.
    ///
    /// @param attempt is done by this thread, any number of times; returns whether it worked
    /// @param nanos how long: 0 or less for one attempt, [Long#MAX_VALUE] for ever
    /// @return whether it worked
    /// @throws InterruptedException if the thread is interrupted before it works, or was before
    /// @throws IllegalStateException if this process leaves the room
    boolean await(BooleanSupplier attempt, long nanos) throws InterruptedException {
        return await(attempt, nanos, null);
    }

    /// Does so where the finder of deadlocks sees it.
    ///
    /// @param need what is needed, if others have it
    boolean await(BooleanSupplier attempt, long nanos, @Nullable Supplier<Need> need)
            throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (attempt.getAsBoolean()) {
            return true;
        }
        if (nanos <= 0) {
            return false;
        }
        return spinOrSleep(attempt, nanos, need) || attempt.getAsBoolean();
    }

    /// Attempts until it works, for ever. An interrupt stays for later.
    ///
    /// @param attempt as in [#await]
    /// @throws IllegalStateException if this process leaves the room
    void awaitUninterruptibly(BooleanSupplier attempt) {
        awaitUninterruptibly(attempt, null);
    }

    /// Does so where the finder of deadlocks sees it.
    ///
    /// @param need what is needed, if others have it
    void awaitUninterruptibly(BooleanSupplier attempt, @Nullable Supplier<Need> need) {
        if (attempt.getAsBoolean()) {
            return;
        }
        boolean isInterrupted = false;
        boolean isDone = false;
        try {
            while (!isDone) {
                try {
                    isDone = spinOrSleep(attempt, Long.MAX_VALUE, need);
                } catch (InterruptedException later) {
                    isInterrupted = true;
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean spinOrSleep(BooleanSupplier attempt, long nanos, @Nullable Supplier<Need> need)
            throws InterruptedException {
        try {
            boolean isDone = room.slumber().isRoomy() && spinning.spin(attempt);
            return isDone || sleep(attempt, nanos, need);
        } catch (IllegalStateException | InternalError failure) {
            throw explained(failure);
        }
    }

    /// What a failed access to the memory means.
    IllegalStateException explained(Throwable failure) {
        // If this process leaves, the memory is there no more.
        room.ensureOpen(reason);
        if (failure instanceof IllegalStateException other) {
            return other;
        }
        // What the JVM makes of an access to a part of a mapped file that is gone.
        return new IllegalStateException(
                "The files of shared objects must stay whole while they are used: path="
                        + (room.path() + ", what=" + reason),
                failure);
    }

    private boolean sleep(BooleanSupplier attempt, long nanos, @Nullable Supplier<Need> need)
            throws InterruptedException {
        if (need == null || nanos < Long.MAX_VALUE) {
            return sleep(attempt, nanos);
        }
        Wait.attempting(
                need.get(),
                attempt,
                watched -> {
                    boolean _ = sleep(watched, nanos);
                });
        return true;
    }

    private boolean sleep(BooleanSupplier attempt, long nanos) throws InterruptedException {
        WatchSleeper me = new WatchSleeper();
        try {
            enter(me);
            return sleep(me, attempt, nanos);
        } finally {
            leave(me);
        }
    }

    private boolean sleep(WatchSleeper me, BooleanSupplier attempt, long nanos)
            throws InterruptedException {
        long start = System.nanoTime();
        while (true) {
            me.prepare();
            arm(me);
            if (attempt.getAsBoolean()) {
                return true;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            long left = nanos == Long.MAX_VALUE ? nanos : nanos - (System.nanoTime() - start);
            if (left <= 0) {
                return false;
            }
            room.slumber().sleep(this, me, left);
        }
    }

    /// A thread is about to say that it sleeps. It leaves in any case.
    void enter(Sleeper me) {
        asleep.add(me);
        room.slumber().enter(this);
    }

    /// From now on a change wakes the thread, if it sleeps.
    ///
    /// @param me the thread, prepared
    void arm(Sleeper me) {
        room.ensureOpen(reason);
        if (room.slumber().canBeWoken() && sleepers.add(Members.slot(room.self()))) {
            room.slumber().wakeOthers(sleepers, me);
        }
    }

    /// The same for one that parks by itself.
    ///
    /// @return how long it may sleep at most
    long armAlone(Sleeper me) {
        arm(me);
        return room.slumber().arrangeWatch();
    }

    void leave(Sleeper me) {
        asleep.remove(me);
        room.slumber().leave(this);
    }

    boolean isAnybodyAsleep() {
        for (Sleeper sleeper : asleep) {
            if (!sleeper.isWoken()) {
                return true;
            }
        }
        return false;
    }

    /// Wakes the threads whose bit was taken.
    ///
    /// @param all whether to wake the others too
    void wake(boolean all) {
        if (all || isTaken()) {
            asleep.forEach(Sleeper::wake);
        }
    }

    private boolean isTaken() {
        try {
            return !sleepers.has(Members.slot(room.self()));
        } catch (IllegalStateException left) {
            // This process leaves, and the memory is there no more.
            return true;
        }
    }

    /// Wakes the other threads that wait for the same.
    @SuppressWarnings("ReferenceEquality") // a sleeper is itself
    void wakeOthers(Sleepers same, Sleeper me) {
        if (sleepers.isSame(same)) {
            for (Sleeper other : asleep) {
                if (other != me) {
                    other.wake();
                }
            }
        }
    }

    @Override
    public String toString() {
        return reason;
    }
}
