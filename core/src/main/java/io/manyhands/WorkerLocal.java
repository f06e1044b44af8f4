package io.manyhands;

import io.manyhands.spi.WorkerValues;
import java.io.Serial;
import java.io.Serializable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A value of which each worker has its own: a connection, a parser, a random generator. It is made
/// by the first task of a worker that asks for it, stays with the worker, and is closed with it if
/// it is [AutoCloseable].
///
/// ```java
/// WorkerLocal<Connection> database = WorkerLocal.with(() -> connect(url));
/// workers.submit(() -> database.get().query("..."));
/// ```
///
/// A task captures it, or finds it in a static field; it travels as its maker does, and the value
/// never does. In a worker process copies of one are one; a static field gives each process its
/// own. The tasks of a worker run one after the other, so the value needs no lock, and each sees
/// what those before it did with it. It is not for threads that a task starts itself.
///
/// A thread of [Workers#threads(int)] is a worker, as is a process of [Workers#processes(int)]; of
/// [Workers#virtual()] each task has a worker, and so a value, of its own.
///
/// Values are closed by the worker that made them, the youngest first, after the end action of
/// [LocalOptions#withWorkerEnd(Action)]. What one throws is reported, and hurts no other. A process
/// takes the grace period for it at most; one that crashes or is killed closes nothing.
///
/// It is as [ThreadLocal] is, but for the end: a thread local knows none. Immutable.
///
/// @param <T> what the value is
public final class WorkerLocal<T extends @Nullable Object> implements Serializable {
    @Serial private static final long serialVersionUID = 1;

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final transient Key key;
    private final transient Task<? extends T> maker;

    /// What tells one from others, in all processes.
    private record Key(long program, long number) implements Serializable {}

    /// What travels.
    private record Form<T extends @Nullable Object>(Key key, Task<? extends T> maker)
            implements Serializable {
        @Serial
        Object readResolve() {
            return new WorkerLocal<>(key, maker);
        }
    }

    private WorkerLocal(Key key, Task<? extends T> maker) {
        this.key = key;
        this.maker = maker;
    }

    /// A value that each worker makes for itself.
    ///
    /// @param <T> what the value is
    /// @param maker gives the value, in the worker; where it is to travel, it must be able to, as a
    ///   task must
    /// @return it
    public static <T extends @Nullable Object> WorkerLocal<T> with(Task<? extends T> maker) {
        Checks.notNull("maker", maker);
        Key key = new Key(Handle.OWN_PROGRAM, NUMBERS.incrementAndGet());
        return new WorkerLocal<>(key, maker);
    }

    /// The value of the worker whose task calls this, made if it has none yet: blocks as long as
    /// that takes. If the making fails, the next call tries again.
    ///
    /// @return the value, the same for all tasks of a worker
    /// @throws IllegalStateException if the calling thread runs no task, or if the making needs the
    ///   value itself
    /// @throws CompletionException if the making throws a checked exception, which is its cause; an
    ///   unchecked one is thrown as it is
    @SuppressWarnings("NullAway") // null only if the maker gives null
    public T get() {
        WorkerValues values = WorkerValues.current();
        if (values == null) {
            throw new IllegalStateException(
                    "A worker's value is there for the thread that runs its tasks: thread="
                            + Thread.currentThread().getName());
        }
        try {
            @SuppressWarnings("unchecked") // made by a maker of this one, or of a copy
            T value = (T) values.get(key, maker);
            return value;
        } catch (RuntimeException unchecked) {
            throw unchecked;
        } catch (Exception checked) {
            throw new CompletionException(
                    "A worker's value could not be made: thread="
                            + Thread.currentThread().getName(),
                    checked);
        }
    }

    @Serial
    private Object writeReplace() {
        return new Form<>(key, maker);
    }
}
