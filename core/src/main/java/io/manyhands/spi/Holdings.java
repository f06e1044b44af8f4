package io.manyhands.spi;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the task of the current thread holds: locks and permits, which are taken from it when it
/// ends. Nothing is noted for threads that run no task. Confined to the thread.
/* A lock or share is noted when the task first acquires it, and the note stays until the task ends:
 * so to unlock costs nothing, and to lock again no more than to see that the note is this thread's.
 * Notes of what is not held any more are dropped when there are many. A note is made before something
 * is acquired, so that nothing can fail between the two.
 */
public final class Holdings {
    private static final int FEW = 16;

    private static @Nullable Holdings ofProcess;

    private final List<Note> all = new ArrayList<>();
    private int most = FEW;

    /// How many tasks have ended: written by the thread, read by anyone.
    private volatile long tasks;

    /// Of a worker whose tasks hold nothing yet.
    Holdings() {}

    /// Something that a task can hold.
    public interface Held {
        /// Whether the current thread holds it.
        ///
        /// @return false at the latest when [#abandon()] has taken it away
        boolean isHeldByCurrentThread();

        /// Takes it from the current thread, whose task has ended or does not hold it any more,
        /// however often that has acquired it; marks it as recovered, if it has such a mark. Never
        /// blocks.
        ///
        /// @return what it is, for a message: `lock ledger`; null if the thread does not hold it
        @Nullable String abandon();
    }

    /// Notes that tasks acquire something. Thread-safe.
    public static final class Note {
        private final Held held;

        /// The thread that has noted it last, or that runs no task. Whoever reads it unguarded
        /// finds himself there only if that is so: nobody else writes that, and he writes over it
        /// when it ends.
        private @Nullable Thread by;

        /// Of something that no task has acquired.
        ///
        /// @param held what it is
        public Note(Held held) {
            this.held = held;
        }

        /// The task of the current thread is about to acquire it.
        @SuppressWarnings("ReferenceEquality") // a thread is itself
        public void take() {
            Thread me = Thread.currentThread();
            if (by != me) {
                Holdings own = current();
                if (own != null) {
                    own.add(this);
                }
                by = me;
            }
        }

        @SuppressWarnings("ReferenceEquality") // a thread is itself
        private @Nullable String drop() {
            if (by == Thread.currentThread()) {
                by = null;
            }
            return held.abandon();
        }

        private boolean dropIfIdle() {
            boolean isIdle = !held.isHeldByCurrentThread();
            if (isIdle) {
                String _ = drop();
            }
            return isIdle;
        }
    }

    /// Whether the current thread runs tasks.
    ///
    /// @return the same for as long as it lives
    public static boolean areKept() {
        return LocalWorker.current() != null || Upstream.isTaskThread();
    }

    /// Those of the current thread.
    ///
    /// @return what its task holds; null if it runs no task
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

    @SuppressWarnings("ReferenceEquality") // a note is itself
    private void add(Note note) {
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i) == note) {
                return;
            }
        }
        if (all.size() >= most) {
            all.removeIf(Note::dropIfIdle);
            most = Math.max(FEW, 2 * all.size());
        }
        all.add(note);
    }

    /// What the task holds at this moment. Called by its thread.
    ///
    /// @return a copy, without what is noted and not held
    public List<Held> all() {
        return all.stream().map(note -> note.held).filter(Held::isHeldByCurrentThread).toList();
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
            String what = all.removeLast().drop();
            if (what != null) {
                held.add(what);
            }
        }
        most = FEW;
        return held.isEmpty()
                ? null
                : new IllegalStateException(
                        "A task must give back what it holds before it ends: held=" + held);
    }
}
