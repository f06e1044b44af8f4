package io.manyhands;

import io.manyhands.waits.Choice;
import io.manyhands.waits.Clock;
import io.manyhands.waits.Need;
import io.manyhands.waits.Sleeper;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The end of a task, as one of several things to wait for. Thread-safe.
///
/// @param run the task
/// @param hooks how those are told who wait
record EndChoice(OutcomeFuture<?> run, Map<Sleeper, Waking> hooks) implements Choice {

    EndChoice(OutcomeFuture<?> run) {
        this(run, new ConcurrentHashMap<>());
    }

    /// Wakes one who waits.
    static final class Waking extends Completion.Hook {
        private volatile @Nullable Sleeper sleeper;

        Waking(Sleeper sleeper) {
            this.sleeper = sleeper;
        }

        @Override
        void ended(Completion completion) {
            Sleeper waiting = sleeper;
            if (waiting != null) {
                waiting.wake();
            }
        }

        @Override
        boolean isDead() {
            return sleeper == null;
        }
    }

    /// How the task ended.
    @Override
    public Object attempt() {
        return run.isDone() ? run.outcomeNow() : Lack.NOTHING;
    }

    @Override
    public void enter(Sleeper me) {
        Waking hook = new Waking(me);
        Waking _ = hooks.put(me, hook);
        run.onEnd(hook);
    }

    @Override
    public long arm(Sleeper me) {
        return Long.MAX_VALUE;
    }

    @Override
    public void leave(Sleeper me) {
        Waking hook = hooks.remove(me);
        if (hook != null) {
            hook.sleeper = null;
            run.unlinkDead();
        }
    }

    @Override
    public Need need() {
        return TaskEnd.of(run).need();
    }

    @Override
    public Clock clock() {
        return PoolClock.of(run.pool.time());
    }
}
