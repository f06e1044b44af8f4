package io.manyhands.dashboard;

import org.jspecify.annotations.Nullable;

/// Something on a timeline: an attempt of a task, or a mark, which begins and ends at once.
///
/// @param pool the number of its workers, from 1
/// @param lane the number of its lane there, from 1
/// @param name the task's name, or what happened
/// @param number the task's number; 0 for a mark
/// @param attempt which one; 0 for a mark
/// @param worker the worker's name; null if it is about none
/// @param begin when, in nanoseconds
/// @param end when, in nanoseconds
/// @param status how it ended: a [io.manyhands.TaskStatus], `RETRIED`, or empty for a mark
/// @param detail why; null for no reason
record Slice(
        int pool,
        int lane,
        String name,
        long number,
        int attempt,
        @Nullable String worker,
        long begin,
        long end,
        String status,
        @Nullable String detail) {
    boolean isMark() {
        return status.isEmpty();
    }

    Slice ended(long nanos, String how, @Nullable String why) {
        return new Slice(pool, lane, name, number, attempt, worker, begin, nanos, how, why);
    }
}
