package io.manyhands.testkit.contract;

import io.manyhands.testkit.Await;
import java.io.Serializable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Something that happens once, for which test and tasks wait. Travels; thread-safe.
record Signal(long number) implements Serializable {
    Signal() {
        this(Shared.put(new CountDownLatch(1)));
    }

    void give() {
        latch().countDown();
    }

    boolean isGiven() {
        return latch().getCount() == 0;
    }

    /// Waits for it; after the end of the test, not at all.
    void await() throws InterruptedException {
        boolean given = latch().await(Await.patience().toMillis(), TimeUnit.MILLISECONDS);
        if (!given) {
            throw new AssertionError("A signal is given in time: signal=" + number);
        }
    }

    /// Waits for it, whatever the thread is told.
    void awaitDeafly() {
        while (true) {
            try {
                await();
                return;
            } catch (InterruptedException ignored) {
                // This is what being deaf means.
            }
        }
    }

    /// Ends it with the test.
    void end() {
        give();
        Shared.remove(number);
    }

    private CountDownLatch latch() {
        return Shared.get(number, CountDownLatch.class, () -> new CountDownLatch(0));
    }
}
