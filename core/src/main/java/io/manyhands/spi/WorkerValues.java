package io.manyhands.spi;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The values that one worker's tasks have made for themselves: each made once, and closed with the
/// worker. Confined to the thread that runs the worker's tasks.
public final class WorkerValues {
    private static @Nullable WorkerValues ofProcess;

    /// In the place of a value that is being made.
    private static final Object IN_THE_MAKING = new Object();

    private final Map<Object, @Nullable Object> values = new HashMap<>();

    /// Those that are to be closed, the youngest first.
    private final Deque<AutoCloseable> closeables = new ArrayDeque<>();

    /// Of a worker that has none yet.
    WorkerValues() {}

    /// Those of the worker whose task the current thread runs.
    ///
    /// @return the values, or null if it runs none
    public static @Nullable WorkerValues current() {
        LocalWorker local = LocalWorker.current();
        if (local != null) {
            return local.values();
        }
        if (!Upstream.isTaskThread()) {
            return null;
        }
        if (ofProcess == null) {
            ofProcess = new WorkerValues();
        }
        return ofProcess;
    }

    /// Closes those of this process, at its end; for the thread that ran its tasks.
    ///
    /// @param failed gets what a value throws
    public static void closeAllOfProcess(Consumer<Throwable> failed) {
        WorkerValues own = ofProcess;
        if (own != null) {
            own.close(failed);
        }
    }

    /// The value, made if the worker has none.
    ///
    /// @param key what tells it from others
    /// @param maker gives the value; may be null
    /// @return the value
    /// @throws IllegalStateException if its making needs the value itself
    /// @throws Exception what the maker throws; the next call has it try again
    @SuppressWarnings("ReferenceEquality") // what stands for no value is itself
    public @Nullable Object get(Object key, Callable<? extends @Nullable Object> maker)
            throws Exception {
        Object known = values.get(key);
        if (known == IN_THE_MAKING) {
            throw new IllegalStateException("The making of a worker's value must not need it");
        }
        return known != null || values.containsKey(key) ? known : make(key, maker);
    }

    private @Nullable Object make(Object key, Callable<? extends @Nullable Object> maker)
            throws Exception {
        values.put(key, IN_THE_MAKING);
        boolean isMade = false;
        try {
            Object made = maker.call();
            if (made instanceof AutoCloseable closeable) {
                closeables.push(closeable);
            }
            values.put(key, made);
            isMade = true;
            return made;
        } finally {
            if (!isMade) {
                values.remove(key);
            }
        }
    }

    /// Closes all that can be closed, and keeps none.
    ///
    /// @param failed gets what a value throws
    public void close(Consumer<Throwable> failed) {
        values.clear();
        AutoCloseable next = closeables.poll();
        while (next != null) {
            // What was meant for a task, or for another value.
            boolean _ = Thread.interrupted();
            try {
                next.close();
            } catch (Throwable thrown) {
                failed.accept(thrown);
            }
            next = closeables.poll();
        }
    }
}
