package io.manyhands.process;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The class loaders of this JVM that workers know by number: 0 is the system's and those above it,
/// whose classes they have themselves. Thread-safe.
///
/// A loader of snippets gets a new number when jshell has redefined a class that a worker has: so
/// workers make a new loader, and the class anew.
final class Loaders {
    /// What stands for the system's class loader.
    static final int SYSTEM = 0;

    private static final @Nullable ClassLoader OWN = ClassLoader.getSystemClassLoader();

    private final ReentrantLock lock = new ReentrantLock();
    // These three are guarded by the lock.
    private final IdentityHashMap<ClassLoader, Integer> numbers = new IdentityHashMap<>();
    private final List<ClassLoader> others = new ArrayList<>();
    private final IdentityHashMap<ClassLoader, ServedSnippets> snippets = new IdentityHashMap<>();
    // Written under the lock.
    private volatile boolean servesSnippets;

    /// The number of a loader; null is the one of the platform's core.
    int idOf(@Nullable ClassLoader loader) {
        if (loader == null || isOwn(loader)) {
            return SYSTEM;
        }
        lock.lock();
        try {
            Integer known = numbers.get(loader);
            return known == null ? add(loader) : known;
        } finally {
            lock.unlock();
        }
    }

    /// The loader of a number, if it was given.
    @Nullable ClassLoader of(int id) {
        lock.lock();
        try {
            return id < 1 || id > others.size() ? null : others.get(id - 1);
        } finally {
            lock.unlock();
        }
    }

    /// A class of a snippet goes to a worker.
    void servesSnippet(ClassLoader loader, String className, byte[] file) {
        lock.lock();
        try {
            ServedSnippets served = snippets.get(loader);
            if (served == null) {
                served = new ServedSnippets();
                snippets.put(loader, served);
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
            if (snippets.remove(loader, served)) {
                int _ = add(loader);
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable ServedSnippets snippetsOf(ClassLoader loader) {
        lock.lock();
        try {
            return snippets.get(loader);
        } finally {
            lock.unlock();
        }
    }

    /// Under the lock.
    private int add(ClassLoader loader) {
        others.add(loader);
        numbers.put(loader, others.size());
        return others.size();
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
