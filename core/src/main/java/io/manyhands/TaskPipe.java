package io.manyhands;

import io.manyhands.shared.PipeBrokenException;
import io.manyhands.shared.PipeEnd;
import io.manyhands.shared.QueueClosedException;
import java.io.Serial;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The program's end of the pipe to a [TaskProcess], which outlives the process: what was sent
/// before the end can be received after it. Thread-safe.
/* The pipe is in the room of the process's own pool, which ends with it. So before that all that is
 * in the pipe is taken out, and received from here afterwards. Who receives has the lock, so that
 * nothing overtakes what somebody is about to get; one that waits for a message is let go by closing
 * the pipe first, when nothing more can come.
 */
final class TaskPipe implements PipeEnd<Object> {
    private final PipeEnd<Object> end;
    private final Pool pool;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Object> rest = new ArrayDeque<>();
    private final CountDownLatch drained = new CountDownLatch(1);
    // Written by the one who drains it.
    private volatile boolean isBroken;

    TaskPipe(PipeEnd<Object> end, Pool pool) {
        this.end = end;
        this.pool = pool;
    }

    @Override
    public void send(Object item) throws InterruptedException {
        try {
            end.send(item);
        } catch (PipeBrokenException told) {
            throw told;
        } catch (QueueClosedException told) {
            throw isBroken ? over() : told;
        } catch (IllegalStateException gone) {
            ensureShutdown(gone);
            drained.await();
            throw over();
        }
    }

    @Override
    public Object receive() throws InterruptedException {
        Object item = null;
        lock.lockInterruptibly();
        try {
            item = isDrained() ? rest.poll() : end.receive();
        } catch (PipeBrokenException told) {
            throw told;
        } catch (QueueClosedException told) {
            throw isBroken ? over() : told;
        } catch (IllegalStateException gone) {
            ensureShutdown(gone);
        } finally {
            lock.unlock();
        }
        if (item == null) {
            drained.await();
            item = takeRest();
        }
        if (item == null) {
            throw over();
        }
        return item;
    }

    @Override
    public @Nullable Object receive(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + Durations.nanos(timeout);
        if (!lock.tryLock(Durations.nanos(timeout), TimeUnit.NANOSECONDS)) {
            return null;
        }
        try {
            return isDrained()
                    ? rest.poll()
                    : end.receive(Duration.ofNanos(deadline - System.nanoTime()));
        } catch (PipeBrokenException | QueueClosedException told) {
            throw told;
        } catch (IllegalStateException gone) {
            ensureShutdown(gone);
        } finally {
            lock.unlock();
        }
        boolean isOver = drained.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        return isOver ? takeRest() : null;
    }

    private @Nullable Object takeRest() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            return rest.poll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        try {
            end.close();
        } catch (IllegalStateException gone) {
            ensureShutdown(gone);
        }
    }

    private boolean isDrained() {
        return drained.getCount() == 0;
    }

    /// The pool may end before the pipe is emptied, if there is no process that can begin the task.
    /// Then the end of the task says how it ended, soon.
    private void ensureShutdown(IllegalStateException gone) {
        if (!pool.isShutdown()) {
            throw gone;
        }
    }

    @Override
    public String toString() {
        return "pipe of " + pool.name();
    }

    private IllegalStateException over() {
        return isBroken
                ? new PipeBrokenException(
                        "A process at an end of a pipe must live until it is closed: process="
                                + pool.name())
                : new QueueClosedException(
                        "A pipe that is closed must not be used: process=" + pool.name());
    }

    /// The task has ended: takes out what it had sent.
    ///
    /// @param broken whether its process died first
    private void drain(boolean broken) {
        isBroken = broken;
        try {
            end.close();
        } catch (IllegalStateException gone) {
            // The pool was closed first.
        }
        lock.lock();
        try {
            Object item = next();
            while (item != null) {
                rest.add(item);
                item = next();
            }
        } finally {
            drained.countDown();
            lock.unlock();
        }
    }

    private @Nullable Object next() {
        try {
            return end.receive(Duration.ZERO);
        } catch (InterruptedException | IllegalStateException none) {
            // There is nothing more, or the pool was closed with what there is.
            return null;
        }
    }

    /// A task with its end of the pipe.
    record WithEnd<T extends @Nullable Object>(
            Fn<? super PipeEnd<Object>, ? extends T> task, PipeEnd<Object> end) implements Task<T> {
        @Serial private static final long serialVersionUID = 1;

        @Override
        public T call() throws Exception {
            try (end) {
                return task.call(end);
            }
        }
    }

    /// What is done at the end of the task: the pipe is emptied, and then the pool may end.
    record AtEnd<T extends @Nullable Object>(TaskPipe pipe, Pool pool)
            implements Consumer<Outcome<T>> {
        @Override
        public void accept(Outcome<T> outcome) {
            try {
                boolean isAlone =
                        outcome instanceof Outcome.Failure<T>(Throwable cause)
                                && (cause instanceof WorkerLostException
                                        || cause instanceof WorkerStartException);
                pipe.drain(isAlone);
            } finally {
                pool.shutdown();
            }
        }
    }
}
