package io.manyhands.process;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The class loaders of this JVM that workers know by number: 0 is the system's and those above it,
/// whose classes they have themselves. Thread-safe.
///
/// It keeps no loader: the numbers of those that are gone are to be asked for by [#nextGone()], and
/// never come again.
///
/// A loader of snippets gets a new number when jshell has redefined a class that a worker has: so
/// workers make a new loader, and the class anew.
final class Loaders {
    /// What stands for the system's class loader.
    static final int SYSTEM = 0;

    private static final @Nullable ClassLoader OWN = ClassLoader.getSystemClassLoader();

    private final ReentrantLock lock = new ReentrantLock();
    private final ReferenceQueue<ClassLoader> gone = new ReferenceQueue<>();
    // These three are guarded by the lock.
    private final Map<Known, Known> current = new HashMap<>();
    private final Map<Integer, Known> byNumber = new HashMap<>();
    private int last = SYSTEM;
    // Both written under the lock.
    private volatile @Nullable Known latest;
    private volatile boolean servesSnippets;

    /// A loader under one of its numbers, or one that is looked for. Equal if it is the same
    /// loader, as long as that is there.
    private static final class Known extends WeakReference<ClassLoader> {
        final int number;
        private final int hash;
        // Guarded by the lock.
        @Nullable ServedSnippets snippets;

        Known(ClassLoader loader, int number, @Nullable ReferenceQueue<ClassLoader> gone) {
            super(loader, gone);
            this.number = number;
            this.hash = System.identityHashCode(loader);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (this == other) {
                return true;
            }
            ClassLoader loader = get();
            return loader != null && other instanceof Known known && known.refersTo(loader);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /// The number of a loader; null is the one of the platform's core.
    int idOf(@Nullable ClassLoader loader) {
        if (loader == null || isOwn(loader)) {
            return SYSTEM;
        }
        Known recent = latest;
        if (recent != null && recent.refersTo(loader)) {
            return recent.number;
        }
        lock.lock();
        try {
            Known known = find(loader);
            if (known == null) {
                known = add(loader);
            }
            latest = known;
            return known.number;
        } finally {
            lock.unlock();
        }
    }

    /// The loader of a number, if it was given and the loader is there still.
    @Nullable ClassLoader of(int id) {
        lock.lock();
        try {
            Known known = byNumber.get(id);
            return known == null ? null : known.get();
        } finally {
            lock.unlock();
        }
    }

    /// The number of a loader that is gone, once for each.
    ///
    /// @return [#SYSTEM] if there is none just now
    int nextGone() {
        Reference<? extends ClassLoader> first = gone.poll();
        if (!(first instanceof Known known)) {
            return SYSTEM;
        }
        lock.lock();
        try {
            current.remove(known);
            byNumber.remove(known.number);
        } finally {
            lock.unlock();
        }
        return known.number;
    }

    /// A class of a snippet goes to a worker.
    void servesSnippet(ClassLoader loader, String className, byte[] file) {
        lock.lock();
        try {
            Known known = find(loader);
            if (known == null) {
                known = add(loader);
            }
            ServedSnippets served = known.snippets;
            if (served == null) {
                served = new ServedSnippets();
                known.snippets = served;
                servesSnippets = true;
            }
            served.add(className, file);
        } finally {
            lock.unlock();
        }
    }

    /// Looks whether classes have changed that workers have; to be called for each task before it
    /// is sent. Costs nothing but for snippets, whose loader it asks.
    void refresh(ClassLoader loader) {
        ServedSnippets served = servesSnippets ? snippetsOf(loader) : null;
        if (served == null || !served.haveChanged(loader)) {
            return;
        }
        lock.lock();
        try {
            Known known = find(loader);
            if (known != null && known.snippets == served) {
                // Its number stays good for tasks that are on their way.
                current.remove(known);
                latest = add(loader);
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable ServedSnippets snippetsOf(ClassLoader loader) {
        lock.lock();
        try {
            Known known = find(loader);
            return known == null ? null : known.snippets;
        } finally {
            lock.unlock();
        }
    }

    /// Under the lock.
    private @Nullable Known find(ClassLoader loader) {
        return current.get(new Known(loader, SYSTEM, null));
    }

    /// Under the lock.
    private Known add(ClassLoader loader) {
        last++;
        Known known = new Known(loader, last, gone);
        current.put(known, known);
        byNumber.put(last, known);
        return known;
    }

    /// Whether it is the system's or one above it.
    @SuppressWarnings("ReferenceEquality") // another loader is another, whatever it says
    private static boolean isOwn(ClassLoader loader) {
        ClassLoader each = OWN;
        while (each != null && each != loader) {
            each = each.getParent();
        }
        return each != null;
    }
}
