package io.manyhands.testkit.contract;

import io.manyhands.testkit.Await;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicInteger;

/// A count that test and tasks share. Travels; thread-safe.
record Tally(long number) implements Serializable {
    Tally() {
        this(Shared.put(new AtomicInteger()));
    }

    int increment() {
        return counter().incrementAndGet();
    }

    int decrement() {
        return counter().decrementAndGet();
    }

    int count() {
        return counter().get();
    }

    void await(int atLeast) {
        Await.until("a tally reaches a number: atLeast=" + atLeast, () -> count() >= atLeast);
    }

    private AtomicInteger counter() {
        return Shared.get(number, AtomicInteger.class, AtomicInteger::new);
    }
}
