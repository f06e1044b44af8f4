package io.manyhands;

import io.manyhands.shared.PipeBrokenException;
import io.manyhands.shared.PipeEnd;
import io.manyhands.shared.QueueClosedException;
import io.manyhands.waits.Choice;
import io.manyhands.waits.Choosable;
import io.manyhands.waits.Need;
import io.manyhands.waits.Sleeper;
import java.io.Serial;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The program's end of the pipe to a [TaskProcess], which outlives the process: what was sent
/// before the end can be received after it. Thread-safe.
/* The pipe is in the room of the process's own pool, which ends with it. So before that all that is
 * in the pipe is taken out, and received from here afterwards. Those who receive share the lock, and
 * who empties the pipe has it alone, so that nothing overtakes what somebody is about to get; one
 * that waits for a message is let go by closing the pipe first, when nothing more can come. Who
 * waits for other things as well has the lock for an attempt only, and is woken when the pipe has
 * been emptied.
 */
final class TaskPipe implements PipeEnd<Object>, Choosable {
    private final PipeEnd<Object> end;
    private final Pool pool;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Queue<Object> rest = new ConcurrentLinkedQueue<>();
    private final CountDownLatch drained = new CountDownLatch(1);
    private final List<Sleeper> watchers = new CopyOnWriteArrayList<>();
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
        lock.readLock().lockInterruptibly();
        try {
            item = isDrained() ? rest.poll() : end.receive();
        } catch (PipeBrokenException told) {
            throw told;
        } catch (QueueClosedException told) {
            throw isBroken ? over() : told;
        } catch (IllegalStateException gone) {
            ensureShutdown(gone);
        } finally {
            lock.readLock().unlock();
        }
        if (item == null) {
            drained.await();
            item = rest.poll();
        }
        if (item == null) {
            throw over();
        }
        return item;
    }

    @Override
    public @Nullable Object receive(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + Durations.nanos(timeout);
        if (!lock.readLock().tryLock(Durations.nanos(timeout), TimeUnit.NANOSECONDS)) {
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
            lock.readLock().unlock();
        }
        boolean isOver = drained.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        return isOver ? rest.poll() : null;
    }

    @Override
    public Choice choice() {
        try {
            return new Receiving(this, ((Choosable) end).choice());
        } catch (IllegalStateException gone) {
            ensureShutdown(gone);
            return new Receiving(this, null);
        }
    }

    /// Takes a message, if there is one; waits for nobody.
    ///
    /// @param live what is in the pipe, unless it is gone
    private Object attempt(@Nullable Choice live) {
        // Whoever empties the pipe wakes those who wait when that is done.
        if (!lock.readLock().tryLock()) {
            return Choice.Lack.NOTHING;
        }
        try {
            Object given = isDrained() ? nextOfRest() : attemptLive(live);
            if (given == Choice.Lack.OVER && isBroken) {
                throw over();
            }
            return given;
        } finally {
            lock.readLock().unlock();
        }
    }

    private Object nextOfRest() {
        Object item = rest.poll();
        return item == null ? Choice.Lack.OVER : item;
    }

    private Object attemptLive(@Nullable Choice live) {
        try {
            return live == null ? Choice.Lack.NOTHING : live.attempt();
        } catch (PipeBrokenException told) {
            throw told;
        } catch (IllegalStateException gone) {
            ensureShutdown(gone);
            return Choice.Lack.NOTHING;
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
        lock.writeLock().lock();
        try {
            Object item = next();
            while (item != null) {
                rest.add(item);
                item = next();
            }
        } finally {
            drained.countDown();
            lock.writeLock().unlock();
            watchers.forEach(Sleeper::wake);
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

    /// What can be received, as one of several things to wait for: what is in the pipe, and then
    /// what was taken out of it.
    ///
    /// @param pipe this end of it
    /// @param live what is in the pipe; null if that is gone
    private record Receiving(TaskPipe pipe, @Nullable Choice live) implements Choice {
        @Override
        public Object attempt() {
            return pipe.attempt(live);
        }

        @Override
        public void enter(Sleeper me) {
            boolean _ = pipe.watchers.add(me);
            try {
                if (live != null) {
                    live.enter(me);
                }
            } catch (IllegalStateException gone) {
                pipe.ensureShutdown(gone);
            }
        }

        @Override
        public long arm(Sleeper me) {
            try {
                return live == null || pipe.isDrained() ? Long.MAX_VALUE : live.arm(me);
            } catch (IllegalStateException gone) {
                pipe.ensureShutdown(gone);
                return Long.MAX_VALUE;
            }
        }

        @Override
        public void leave(Sleeper me) {
            boolean _ = pipe.watchers.remove(me);
            if (live != null) {
                live.leave(me);
            }
        }

        @Override
        public @Nullable Need need() {
            try {
                return live == null || pipe.isDrained() ? null : live.need();
            } catch (IllegalStateException gone) {
                pipe.ensureShutdown(gone);
                return null;
            }
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
