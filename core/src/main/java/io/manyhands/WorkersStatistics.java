package io.manyhands;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/// The state of some workers at a moment. Items of [Submitter#map] count as tasks. Immutable.
///
/// @param name the workers' name
/// @param kind `threads`, `virtual` or `processes`
/// @param parallelism how many tasks can run at once, without spares
/// @param workers how many workers are up, stuck ones included
/// @param spares how many workers more than the parallelism are allowed just now, in place of those
///   that wait for others or are stuck
/// @param submitted how many tasks were ever accepted
/// @param queued how many of them wait for a worker, for their time, or for their next attempt
/// @param running how many are being run
/// @param succeeded how many ended with a value
/// @param failed how many ended with an exception of their own, or could not be run
/// @param cancelled how many were cancelled
/// @param timedOut how many ended by timeout or deadline
/// @param lost how many ended because their worker did
/// @param retried how many attempts were made after a failed one
/// @param stuck the workers whose task ignores its interrupt
public record WorkersStatistics(
        String name,
        String kind,
        int parallelism,
        int workers,
        int spares,
        long submitted,
        long queued,
        long running,
        long succeeded,
        long failed,
        long cancelled,
        long timedOut,
        long lost,
        long retried,
        List<Stuck> stuck)
        implements Serializable {

    /// Copies what could change.
    public WorkersStatistics {
        stuck = List.copyOf(stuck);
    }

    /// A worker whose task ignores its interrupt.
    ///
    /// @param worker the worker's name
    /// @param task the task's name and number
    /// @param since how long the worker has been stuck
    /// @param where the top of its stack at this moment
    public record Stuck(String worker, String task, Duration since, List<StackTraceElement> where)
            implements Serializable {

        /// Copies what could change.
        public Stuck {
            where = List.copyOf(where);
        }
    }

    /// What a worker runs at a moment: see [Workers#running(int)].
    ///
    /// @param worker the worker's name
    /// @param name the task's name; that of the map's tasks for an item
    /// @param number the task's number; for an item its own, from 0
    /// @param isItem whether it is an item of a map that is no task of its own
    public record Running(String worker, String name, long number, boolean isItem)
            implements Serializable {}

    /// How many tasks have their outcome.
    ///
    /// @return the sum of the ends
    public long ended() {
        return succeeded + failed + cancelled + timedOut + lost;
    }
}
