package io.manyhands.spi;

import io.manyhands.shared.SharedObjects;
import io.manyhands.wire.Codec;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A kind of workers: it starts jobs somewhere and knows who runs what.
///
/// The pool above counts jobs, decides who is admitted and when all is over; a backend is told to
/// shut down only when no job is left. Thread-safe.
public interface Backend {

    /// Gets ready to take jobs; to be called once, when the pool above is complete. Never blocks.
    default void open() {}

    /// The kind's word, for statistics and messages.
    ///
    /// @return for example `threads`
    String kind();

    /// How many jobs can run at once, without spares.
    ///
    /// @return at least 1; [Integer#MAX_VALUE] when nothing limits it
    int parallelism();

    /// Runs a job on a worker as soon as one is free. What happened before is seen by the job.
    /// Never blocks.
    ///
    /// @param job the job
    /// @throws java.util.concurrent.RejectedExecutionException after [#shutdown()]
    void execute(Job job);

    /// Whether jobs wait for a free worker: a hint, for those who could make room.
    ///
    /// @return true if at least one job seems to wait
    boolean hasQueued();

    /// Takes back the jobs that no worker has taken yet.
    ///
    /// @return the jobs, first submitted first; the backend has forgotten them
    List<Job> drain();

    /// The workers that are up now.
    ///
    /// @return a live view or a snapshot, safe to iterate at any time
    Collection<? extends Worker> workers();

    /// How many workers are up, without those that are on their way out.
    ///
    /// @return a number at this moment
    default int up() {
        return workers().size();
    }

    /// Makes room for more or fewer workers than [#parallelism()], in place of workers that wait
    /// for others or that are stuck. Workers above the number take no other job after their current
    /// one, and leave at once or after a while.
    ///
    /// @param change how many more (negative: fewer)
    void adjustSpares(int change);

    /// The threads for work that was forked and needs nothing but to be run, as many as there are
    /// workers. Each is a worker, too.
    ///
    /// @return null if the kind has none
    default @Nullable ForkJoinPool forkThreads() {
        return null;
    }

    /// The workers that are such threads.
    ///
    /// @return a live view or a snapshot, safe to iterate at any time
    default Collection<LocalWorker> forkWorkers() {
        return List.of();
    }

    /// Makes room for another worker in place of one that is stuck or waits, or takes it back.
    /// Unlike [#adjustSpares(int)] it is called by any thread.
    ///
    /// @param stuck the worker that is, or was
    /// @param change 1 or -1
    default void adjustSpares(Worker stuck, int change) {
        adjustSpares(change);
    }

    /// Whether a worker is one of those that run forks, apart from the others.
    ///
    /// @param worker the worker
    /// @return false if there are none of that kind
    default boolean runsForks(Worker worker) {
        return false;
    }

    /// Lets every worker leave when its job is done. To be called once no job is left, except on
    /// workers that are stuck. Never blocks; calling it again changes nothing.
    void shutdown();

    /// What encodes tasks and arguments for their way, if the workers are elsewhere; their jobs are
    /// [RemoteJob]s then.
    ///
    /// @param loader where the classes of the task are found
    /// @return a codec; null if tasks are run in this JVM
    default @Nullable Codec codec(ClassLoader loader) {
        return null;
    }

    /// Makes what tasks share, if the workers are elsewhere.
    ///
    /// @return null if tasks are run in this JVM
    default @Nullable SharedObjects shared() {
        return null;
    }

    /// Says that a stream which waits has more to be sent: perhaps it is worth it now. Never
    /// blocks.
    default void nudge() {}

    /// Looks after answers for a moment, if they can be had sooner so than by sleeping until
    /// somebody else finds them.
    ///
    /// @param isOver whether the wait is over
    /// @param atWork how many other threads of this program have work that is waited for
    default void helpUntil(BooleanSupplier isOver, int atWork) {}
}
