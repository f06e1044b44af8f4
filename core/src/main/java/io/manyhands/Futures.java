package io.manyhands;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What one can do with several futures, of one or of several workers. Thread-safe.
///
/// Waiting here inside a task starves nobody, as with [TaskFuture#get()].
public final class Futures {
    private Futures() {}

    /// What [#await] gives.
    ///
    /// @param done those that have ended, in the order of the collection
    /// @param pending those that have not
    /// @param <T> the type of their values
    public record Awaited<T extends @Nullable Object>(
            List<TaskFuture<T>> done, List<TaskFuture<T>> pending) {

        /// Copies what could change.
        public Awaited {
            done = List.copyOf(done);
            pending = List.copyOf(pending);
        }
    }

    /// The futures in the order in which their tasks end; those that have ended come first.
    ///
    /// `next` waits; if interrupted it throws [WaitInterruptedException], nothing is lost, and it
    /// can be called again. Stopping early cancels nothing.
    ///
    /// @param futures the futures; each comes as often as it is in the collection
    /// @param <T> the type of their values
    /// @return what can be gone through any number of times
    public static <T extends @Nullable Object> Iterable<TaskFuture<T>> asCompleted(
            Collection<? extends TaskFuture<? extends T>> futures) {
        List<OutcomeFuture<T>> runs = runs(futures);
        return () -> new InOrderOfEnd<>(runs);
    }

    /// Waits for futures, however long.
    ///
    /// @param futures the futures
    /// @param until what to wait for; what is empty is waited for no longer
    /// @param <T> the type of their values
    /// @return which of them have ended
    /// @throws InterruptedException if interrupted; nothing is lost
    public static <T extends @Nullable Object> Awaited<T> await(
            Collection<? extends TaskFuture<? extends T>> futures, Until until)
            throws InterruptedException {
        return awaitNanos(futures, isEnough(until), Durations.FOREVER);
    }

    /// Waits for futures. That the time is over shows in what is pending.
    ///
    /// @param futures the futures
    /// @param until what to wait for
    /// @param timeout how long at most; not at all if it is not positive
    /// @param <T> the type of their values
    /// @return which of them have ended
    /// @throws InterruptedException if interrupted; nothing is lost
    public static <T extends @Nullable Object> Awaited<T> await(
            Collection<? extends TaskFuture<? extends T>> futures, Until until, Duration timeout)
            throws InterruptedException {
        return awaitNanos(futures, isEnough(until), Durations.nanos(timeout));
    }

    /// Waits until all have ended, or one in a way that is enough.
    static <T extends @Nullable Object> Awaited<T> awaitNanos(
            Collection<? extends TaskFuture<? extends T>> futures,
            Predicate<Object> isEnough,
            long nanos)
            throws InterruptedException {
        List<OutcomeFuture<T>> runs = runs(futures);
        if (!runs.isEmpty()) {
            Gate reached = new Gate();
            Condition condition = new Condition(reached, isEnough, new AtomicInteger(runs.size()));
            runs.forEach(run -> run.onEnd(condition.hook()));
            try {
                boolean _ = Waits.forGate(runs, reached, nanos);
            } finally {
                // Lets the hooks on those that have not ended die.
                reached.open();
            }
        }
        List<TaskFuture<T>> done = new ArrayList<>();
        List<TaskFuture<T>> pending = new ArrayList<>();
        runs.forEach(run -> (run.isDone() ? done : pending).add(run));
        return new Awaited<>(done, pending);
    }

    private static <T extends @Nullable Object> List<OutcomeFuture<T>> runs(
            Collection<? extends TaskFuture<? extends T>> futures) {
        List<OutcomeFuture<T>> runs = new ArrayList<>(futures.size());
        for (TaskFuture<? extends T> future : futures) {
            @SuppressWarnings("unchecked") // values are only taken out, never put in
            OutcomeFuture<T> run = (OutcomeFuture<T>) Checks.notNull("future", future);
            runs.add(run);
        }
        return runs;
    }

    private static Predicate<Object> isEnough(Until until) {
        return switch (until) {
            case ALL -> _ -> false;
            case FIRST_DONE -> _ -> true;
            case FIRST_FAILURE -> Arrived::isFailure;
        };
    }

    /// Opens a gate when enough have ended.
    private record Condition(Gate reached, Predicate<Object> isEnough, AtomicInteger left) {
        Completion.Hook hook() {
            return new Completion.Hook() {
                @Override
                void ended(Completion completion) {
                    Object end = completion.outcome();
                    boolean enough = end != null && isEnough.test(end);
                    if (left.decrementAndGet() == 0 || enough) {
                        reached.open();
                    }
                }

                @Override
                boolean isDead() {
                    return reached.isEnded();
                }
            };
        }
    }

    private static final class InOrderOfEnd<T extends @Nullable Object>
            implements Iterator<TaskFuture<T>> {
        private final List<OutcomeFuture<T>> runs;
        private final Queue<OutcomeFuture<T>> ended = new ConcurrentLinkedQueue<>();
        private volatile Gate more = new Gate();
        private int left;

        InOrderOfEnd(List<OutcomeFuture<T>> runs) {
            this.runs = runs;
            this.left = runs.size();
            runs.forEach(run -> run.onEnd(hook(run)));
        }

        private Completion.Hook hook(OutcomeFuture<T> run) {
            return new Completion.Hook() {
                @Override
                void ended(Completion completion) {
                    ended.add(run);
                    more.open();
                }
            };
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public TaskFuture<T> next() {
            if (left == 0) {
                throw new NoSuchElementException();
            }
            OutcomeFuture<T> next = ended.poll();
            while (next == null) {
                Gate fresh = new Gate();
                more = fresh;
                next = ended.poll();
                if (next == null) {
                    awaitMore(fresh);
                    next = ended.poll();
                }
            }
            left--;
            return next;
        }

        private void awaitMore(Gate fresh) {
            try {
                boolean _ = Waits.forGate(runs, fresh, Durations.FOREVER);
            } catch (InterruptedException interrupt) {
                throw Results.interrupted(interrupt);
            }
        }
    }
}
