package io.manyhands.spi;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the task of the current thread holds: locks and permits, which are taken from it when it
/// ends. Nothing is noted for threads that run no task. Confined to the thread.
/* A list that is seldom longer than two: to look through it is faster than a map. It grows before
 * something is acquired, so that nothing can fail between that and the note of it.
 */
public final class Holdings {
    private static @Nullable Holdings ofProcess;

    private final List<Held> all = new ArrayList<>();

    /// How many tasks have ended: written by the thread, read by anyone.
    private volatile long tasks;

    /// Of a worker whose tasks hold nothing yet.
    Holdings() {}

    /// Something that a task can hold.
    public interface Held {
        /// Takes it from the current thread, whose task has ended, however often that has acquired
        /// it; marks it as recovered, if it has such a mark. Never blocks.
        ///
        /// @return what it is, for a message: `lock ledger`; null if the thread does not hold it
        @Nullable String abandon();
    }

    /// Those of the current thread.
    ///
    /// @return where to note what it acquires; null if it runs no task
    public static @Nullable Holdings current() {
        LocalWorker local = LocalWorker.current();
        if (local != null) {
            return local.holdings();
        }
        if (!Upstream.isTaskThread()) {
            return null;
        }
        if (ofProcess == null) {
            ofProcess = new Holdings();
        }
        return ofProcess;
    }

    /// Notes that the task holds something, or is about to acquire it; to be called before it is
    /// acquired, as it may fail for want of memory. Does nothing the second time.
    ///
    /// @param held what is acquired
    @SuppressWarnings("ReferenceEquality") // what is held is itself
    public void note(Held held) {
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i) == held) {
                return;
            }
        }
        all.add(held);
    }

    /// Forgets something that the task holds no longer, or has not acquired.
    ///
    /// @param held what was noted
    @SuppressWarnings("ReferenceEquality") // what is held is itself
    public void forget(Held held) {
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i) == held) {
                all.remove(i);
                return;
            }
        }
    }

    /// What is noted at this moment: the task has it, or is about to acquire it.
    ///
    /// @return a copy
    public List<Held> all() {
        return List.copyOf(all);
    }

    /// How many tasks of the thread have ended that had something to note. Thread-safe.
    ///
    /// @return a number that is another when another task has come
    public long tasks() {
        return tasks;
    }

    /// The task of this process's thread for tasks has ended: takes from it what it holds.
    ///
    /// @return how the task fails for it; null if it held nothing
    public static @Nullable IllegalStateException endTaskOfProcess() {
        Holdings own = ofProcess;
        return own == null ? null : own.endTask();
    }

    /// The task has ended: takes from it what it holds.
    ///
    /// @return how the task fails for it; null if it held nothing
    @SuppressWarnings("NonAtomicVolatileUpdate") // written by one thread
    @Nullable IllegalStateException endTask() {
        tasks++;
        if (all.isEmpty()) {
            return null;
        }
        List<String> held = new ArrayList<>();
        while (!all.isEmpty()) {
            String what = all.removeLast().abandon();
            if (what != null) {
                held.add(what);
            }
        }
        return held.isEmpty()
                ? null
                : new IllegalStateException(
                        "A task must give back what it holds before it ends: held=" + held);
    }
}
