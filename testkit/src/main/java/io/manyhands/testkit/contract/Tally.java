package io.manyhands.testkit.contract;

import io.manyhands.testkit.Await;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicInteger;

/// A count that test and tasks share. Travels; thread-safe.
record Tally(Place place) implements Serializable {
    Tally() {
        this(Place.of(AtomicInteger::new));
    }

    /// Waits, for nothing, until the thread is interrupted, and counts that.
    void countInterrupt() {
        try {
            new Signal().await();
        } catch (InterruptedException stop) {
            increment();
        }
    }

    int increment() {
        return add(1);
    }

    int decrement() {
        return add(-1);
    }

    int count() {
        return place.isFile() ? new Rows(place.file()).sum() : counter().get();
    }

    void await(int atLeast) {
        Await.until("a tally reaches a number: atLeast=" + atLeast, () -> count() >= atLeast);
    }

    private int add(int change) {
        return place.isFile()
                ? new Rows(place.file()).addAndSum(change)
                : counter().addAndGet(change);
    }

    private AtomicInteger counter() {
        return place.object(AtomicInteger.class, AtomicInteger::new);
    }
}
