package io.manyhands;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/// The executor service's ways to run several tasks at once.
final class Invoke {
    private Invoke() {}

    static <T> List<Future<T>> all(Pool pool, Collection<? extends Callable<T>> tasks, long nanos)
            throws InterruptedException {
        List<TaskFuture<T>> futures = submit(pool, tasks);
        try {
            var _ = Futures.awaitNanos(futures, _ -> false, nanos);
        } finally {
            futures.forEach(future -> future.cancel(true));
        }
        return new ArrayList<>(futures);
    }

    static <T> T any(Pool pool, Collection<? extends Callable<T>> tasks, long nanos)
            throws InterruptedException, ExecutionException, TimeoutException {
        Checks.argument(!tasks.isEmpty(), "There must be a task", "tasks", tasks);
        List<TaskFuture<T>> futures = submit(pool, tasks);
        try {
            Futures.Awaited<T> ended =
                    Futures.awaitNanos(futures, end -> !Arrived.isFailure(end), nanos);
            return first(ended);
        } finally {
            futures.forEach(future -> future.cancel(true));
        }
    }

    /// What was to be run, as something that can be run elsewhere.
    static Runnable runnable(Object work) {
        Object body = work instanceof TaskParcel parcel ? parcel.task() : work;
        if (body instanceof Runnable action) {
            return action;
        }
        Callable<?> task = (Callable<?>) body;
        return () -> {
            try {
                Object _ = task.call();
            } catch (RuntimeException failure) {
                throw failure;
            } catch (Exception failure) {
                throw new CompletionException(failure);
            }
        };
    }

    private static <T> T first(Futures.Awaited<T> ended)
            throws InterruptedException, ExecutionException, TimeoutException {
        ExecutionException last = null;
        for (TaskFuture<T> future : ended.done()) {
            if (future.status() == TaskStatus.SUCCEEDED) {
                return future.resultNow();
            }
            try {
                T _ = future.get();
            } catch (ExecutionException failure) {
                last = failure;
            } catch (CancellationException failure) {
                last = new ExecutionException(failure);
            }
        }
        if (!ended.pending().isEmpty() || last == null) {
            throw new TimeoutException(
                    "No task has succeeded in time: pending=" + ended.pending().size());
        }
        throw last;
    }

    private static <T> List<TaskFuture<T>> submit(
            Pool pool, Collection<? extends Callable<T>> tasks) {
        List<TaskFuture<T>> futures = new ArrayList<>(tasks.size());
        try {
            for (Callable<T> task : tasks) {
                futures.add(pool.submit(task));
            }
        } catch (Throwable refused) {
            futures.forEach(future -> future.cancel(true));
            throw refused;
        }
        return futures;
    }
}
