package io.manyhands.process;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// The groups that a warden's shell was told to kill of late: if the shell dies, it may not have
/// read that. Confined: guarded by the warden's lock.
final class UnreadKills {
    // More than a shell that lives takes to read; too short for a number to become another's.
    private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Map<String, Long> toldNanos = new LinkedHashMap<>();

    /// The shell was told now.
    void told(String group) {
        long now = System.nanoTime();
        toldNanos.values().removeIf(at -> now - at > LATE_NANOS);
        toldNanos.put(group, now);
    }

    /// The shell is gone: what it may not have read.
    Set<String> take() {
        long now = System.nanoTime();
        toldNanos.values().removeIf(at -> now - at > LATE_NANOS);
        Set<String> unread = Set.copyOf(toldNanos.keySet());
        toldNanos.clear();
        return unread;
    }
}
