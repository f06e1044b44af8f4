package io.manyhands;

import java.util.concurrent.atomic.AtomicLongArray;

/// A number that is written often, by one thread or by many, far enough from all else in memory
/// that nobody who reads or writes there has to wait for it.
/* Processors hand memory to each other by lines of 64 bytes, some by two of these. An array is the
 * one thing that is laid out as it is written.
 */
final class LoneLong {
    private static final int PLACES = 32;
    private static final int PLACE = PLACES / 2;

    private final AtomicLongArray places = new AtomicLongArray(PLACES);

    /// What all know.
    long get() {
        return places.get(PLACE);
    }

    /// As [#get()], for the one who writes it.
    long getOwn() {
        return places.getPlain(PLACE);
    }

    /// Writes it, for the one who looks at something else next.
    void set(long value) {
        places.set(PLACE, value);
    }

    /// Writes it if it is as expected.
    boolean compareAndSet(long expected, long value) {
        return places.compareAndSet(PLACE, expected, value);
    }

    /// Writes it after all that was written before.
    void setRelease(long value) {
        places.setRelease(PLACE, value);
    }
}
