package io.manyhands;

import io.manyhands.waits.Choice;
import io.manyhands.waits.Clock;
import io.manyhands.waits.Need;
import io.manyhands.waits.Sleeper;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The ends of a schedule's runs, as one of several things to wait for. Thread-safe.
///
/// @param schedule whose runs
/// @param end the end of the last
/// @param chosen how many were taken
record RunChoice(DelayedRun<?> schedule, EndChoice end, AtomicLong chosen) implements Choice {

    RunChoice(DelayedRun<?> schedule) {
        this(schedule, new EndChoice(schedule), new AtomicLong(schedule.ended()));
    }

    @Override
    public Object attempt() {
        // Before the runs are counted, as the last one counts, too.
        boolean isOver = schedule.isDone();
        long taken = chosen.get();
        while (taken < schedule.ended()) {
            if (chosen.compareAndSet(taken, taken + 1)) {
                Schedule ran = schedule;
                return ran;
            }
            taken = chosen.get();
        }
        return isOver ? Lack.OVER : Lack.NOTHING;
    }

    @Override
    public void enter(Sleeper me) {
        boolean _ = schedule.watchers().add(me);
        end.enter(me);
    }

    @Override
    public long arm(Sleeper me) {
        return Long.MAX_VALUE;
    }

    @Override
    public void leave(Sleeper me) {
        boolean _ = schedule.watchers().remove(me);
        end.leave(me);
    }

    @Override
    public @Nullable Need need() {
        return null;
    }

    @Override
    public Clock clock() {
        return PoolClock.of(schedule.pool.time());
    }
}
