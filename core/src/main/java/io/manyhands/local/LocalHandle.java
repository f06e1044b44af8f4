package io.manyhands.local;

import java.io.InvalidObjectException;
import java.io.Serial;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// How what tasks share in one JVM travels: by numbers, which mean something there only. Immutable.
///
/// @param program the number of the JVM
/// @param home the number of those who made it
/// @param number its own among theirs
record LocalHandle(long program, long home, long number) implements Serializable {
    /// The number of this JVM, which no other is likely to have.
    private static final long OWN_PROGRAM = new Random().nextLong();

    private static final AtomicLong HOMES = new AtomicLong();
    private static final Map<Long, WeakReference<LocalObjects>> KNOWN = new ConcurrentHashMap<>();

    static LocalHandle of(LocalObjects home, Object traveller) {
        return new LocalHandle(OWN_PROGRAM, home.number(), home.numberOf(traveller));
    }

    /// Makes objects findable whose first one travels.
    ///
    /// @return their number
    static long register(LocalObjects home) {
        KNOWN.values().removeIf(known -> known.get() == null);
        long number = HOMES.incrementAndGet();
        KNOWN.put(number, new WeakReference<>(home));
        return number;
    }

    @Serial
    private Object readResolve() throws InvalidObjectException {
        WeakReference<LocalObjects> known = program == OWN_PROGRAM ? KNOWN.get(home) : null;
        LocalObjects objects = known == null ? null : known.get();
        Object found = objects == null ? null : objects.find(number);
        if (found == null) {
            throw new InvalidObjectException(
                    "What the tasks of threads share stays in their program: number=" + number);
        }
        return found;
    }
}
