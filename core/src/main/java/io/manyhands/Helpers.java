package io.manyhands;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// The virtual threads on which a pool runs users' code that is no task: callbacks, inputs,
/// listeners. Each is named, and the pool waits for them at its end. Thread-safe.
final class Helpers {
    /// What such a thread is for.
    enum Role {
        CALLBACK("-callback-"),
        FEEDER("-feeder-"),
        LISTENER("-listener-"),
        WATCHER("-watcher-");

        private final String infix;

        Role(String infix) {
            this.infix = infix;
        }
    }

    private static final ThreadLocal<Helpers> CURRENT = new ThreadLocal<>();

    private final String poolName;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Thread, Role> threads = new ConcurrentHashMap<>();

    Helpers(String poolName) {
        this.poolName = poolName;
    }

    /// Runs work on a thread of its own.
    Thread start(Role role, Runnable work) {
        Thread thread =
                Thread.ofVirtual()
                        .name(poolName + role.infix + numbers.incrementAndGet())
                        .unstarted(() -> run(work));
        threads.put(thread, role);
        try {
            thread.start();
        } catch (Throwable noThread) {
            threads.remove(thread);
            throw noThread;
        }
        return thread;
    }

    /// Whether the current thread is one of them.
    boolean isCurrent() {
        return CURRENT.get() == this;
    }

    /// Those of a role that are alive, the oldest first.
    List<Thread> threads(Role role) {
        return threads.entrySet().stream()
                .filter(entry -> entry.getValue() == role)
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparingLong(Thread::threadId))
                .toList();
    }

    private void run(Runnable work) {
        CURRENT.set(this);
        try {
            work.run();
        } finally {
            threads.remove(Thread.currentThread());
        }
    }
}
