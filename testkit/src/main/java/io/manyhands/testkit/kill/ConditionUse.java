package io.manyhands.testkit.kill;

import io.manyhands.shared.SharedCounter;
import io.manyhands.shared.SharedLock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/// Two conditions of a lock, by which two groups take turns: a signal wakes one of a group, and is
/// not lost if that one dies. Confined.
final class ConditionUse extends Use {
    private static final int TURN = OWN;

    private final SharedLock lock;
    private final Condition mine;
    private final Condition others;
    private final SharedCounter turn;
    private final int group;

    ConditionUse(Seat seat) {
        super(seat);
        group = seat.index() % 2;
        lock = seat.objects().lock("lock");
        mine = lock.condition("group " + group);
        others = lock.condition("group " + (1 - group));
        turn = seat.objects().counter("turn");
    }

    @Override
    void round() throws InterruptedException {
        lock.lock();
        try {
            if (lock.isRecovered()) {
                lock.clearRecovered();
            }
            while (turn.get() % 2 != group) {
                mine.await();
            }
            pen().note(TURN, TurnsReplay.value(0, turn.get()));
            turn.set(turn.get() + 1);
            others.signal();
        } finally {
            lock.unlock();
        }
    }

    /// One that waits gets the first signal, though the dead have waited longer.
    @Override
    void ensureWhole() throws Exception {
        SharedCounter told = seat().objects().counter("told");
        require(lock.tryLock(LONG.toNanos(), TimeUnit.NANOSECONDS), "The lock of the dead is free");
        boolean isWoken = true;
        try {
            Thread _ = Thread.ofVirtual().name("signaller").start(() -> signal(told));
            while (told.get() == 0 && isWoken) {
                isWoken = mine.await(LONG.toNanos(), TimeUnit.NANOSECONDS);
            }
        } finally {
            lock.unlock();
        }
        require(isWoken, "One that lives gets the signal");
    }

    private void signal(SharedCounter told) {
        lock.lock();
        try {
            told.set(1);
            mine.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    Replay replay(Lives lives) {
        return new TurnsReplay(lives, TURN);
    }
}
