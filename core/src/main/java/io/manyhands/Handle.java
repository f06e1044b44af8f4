package io.manyhands;

import java.io.InvalidObjectException;
import java.io.Serial;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// How workers travel: by their number, which is looked up where it arrives.
///
/// @param number the workers' number
/// @param settings those of the view that travels, or null for the workers themselves
record Handle(long number, @Nullable Settings settings) implements Serializable {
    private static final AtomicLong NUMBERS = new AtomicLong();
    // Those that are open: a pool is taken out when it has terminated.
    private static final Map<Long, WeakReference<Pool>> OPEN = new ConcurrentHashMap<>();

    static long nextNumber() {
        return NUMBERS.incrementAndGet();
    }

    static void opened(Pool pool) {
        OPEN.put(pool.number(), new WeakReference<>(pool));
    }

    static void closed(Pool pool) {
        OPEN.remove(pool.number());
    }

    @Serial
    private Object readResolve() throws InvalidObjectException {
        WeakReference<Pool> open = OPEN.get(number);
        Pool pool = open == null ? null : open.get();
        if (pool == null) {
            throw new InvalidObjectException(
                    "Workers travel only while they are open: number=" + number);
        }
        return settings == null ? pool : new View(pool, settings);
    }
}
