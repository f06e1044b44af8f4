package io.manyhands.waits;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one process tells of its threads that wait, and of who has what: one that waits and has
/// nothing is left out, since nobody waits for it. Immutable.
///
/// @param pid the process
/// @param waiters those who wait
/// @param holds who has what, of this process or as this process knows it
public record Sight(long pid, List<Waiter> waiters, List<Hold> holds) implements Serializable {

    /// A thread that waits.
    ///
    /// @param isOfProcess whether it is the one thread for tasks of a worker process
    record Waiter(
            Actor actor,
            long number,
            String thread,
            @Nullable String task,
            boolean isOfProcess,
            String waitsFor,
            List<String> keys,
            long slack,
            boolean isBreakable,
            long sinceMillis,
            List<StackTraceElement> stack)
            implements Serializable {}

    /// Somebody has some of something.
    record Hold(String key, String title, Actor actor, long count) implements Serializable {}

    /// What this process has to tell.
    ///
    /// @param more what others may wait for, beside what threads of this process wait for
    /// @return what there is at this moment; it is not read at one instant
    public static Sight own(Collection<Resource> more) {
        return new SightMaker(more).make();
    }
}
