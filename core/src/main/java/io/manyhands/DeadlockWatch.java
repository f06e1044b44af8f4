package io.manyhands;

import io.manyhands.shared.Deadlock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Looks for deadlocks now and then, while some workers are open. Thread-safe.
final class DeadlockWatch {
    private final Pool pool;
    private final Helpers helpers;
    private final long nanos;
    private final AtomicBoolean hasBegun = new AtomicBoolean();

    /// Those that were told, by what they are made of. Of one look at a time.
    private final Set<Set<Wait>> told = new HashSet<>();

    private record Wait(long pid, String thread, long number, String waitsFor) {}

    /// @param check how long from one look to the next; null for none at all
    DeadlockWatch(Pool pool, Helpers helpers, @Nullable Duration check) {
        this.pool = pool;
        this.helpers = helpers;
        this.nanos = check == null ? 0 : Durations.nanos(check);
    }

    /// Begins with the first task.
    void begin() {
        if (nanos > 0 && !hasBegun.get() && hasBegun.compareAndSet(false, true)) {
            arm();
        }
    }

    private void arm() {
        if (!pool.isOver()) {
            Timer.Alarm _ = pool.timer().in(nanos, this::startLook);
        }
    }

    private void startLook() {
        Thread _ = helpers.start(Helpers.Role.WATCHER, this::look);
    }

    private void look() {
        try {
            List<Deadlock> found = Deadlocks.find();
            told.retainAll(found.stream().map(DeadlockWatch::waits).toList());
            for (Deadlock deadlock : found) {
                if (told.add(waits(deadlock))) {
                    pool.journal().found(deadlock);
                }
            }
        } finally {
            arm();
        }
    }

    private static Set<Wait> waits(Deadlock deadlock) {
        return deadlock.waiters().stream()
                .map(each -> new Wait(each.pid(), each.thread(), each.number(), each.waitsFor()))
                .collect(Collectors.toSet());
    }
}
