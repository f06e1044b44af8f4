package io.manyhands.testkit.contract;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// What test and tasks share in one JVM: found by number, so that its handle can be copied. Tests
/// use it through a [Place]. Thread-safe.
final class Shared {
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final Map<Long, Object> ALL = new ConcurrentHashMap<>();

    private Shared() {}

    static long nextNumber() {
        return NUMBERS.incrementAndGet();
    }

    static long put(Object shared) {
        long number = nextNumber();
        ALL.put(number, shared);
        return number;
    }

    /// What has the number; after the end of the test, one that nobody else has.
    static <T> T get(long number, Class<T> type, Supplier<T> gone) {
        Object shared = ALL.get(number);
        return shared == null ? gone.get() : type.cast(shared);
    }

    static void remove(long number) {
        ALL.remove(number);
    }
}
