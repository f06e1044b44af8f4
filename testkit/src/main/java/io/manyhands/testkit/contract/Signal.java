package io.manyhands.testkit.contract;

import io.manyhands.testkit.Await;
import java.io.File;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Something that happens once, for which test and tasks wait. Travels; thread-safe.
record Signal(Place place) implements Serializable {
    private static final long SHORTEST_NANOS = 20_000;
    private static final long LONGEST_NANOS = Duration.ofMillis(2).toNanos();

    Signal() {
        this(Place.of(() -> new CountDownLatch(1)));
    }

    void give() {
        if (place.isFile()) {
            new Rows(place.file()).write(new byte[0]);
        } else {
            latch().countDown();
        }
    }

    boolean isGiven() {
        return place.isFile() ? isFileGiven(place.file()) : latch().getCount() == 0;
    }

    /// Waits for it; after the end of the test, not at all.
    void await() throws InterruptedException {
        Duration patience = Await.patience();
        boolean given =
                place.isFile()
                        ? awaitFile(place.file(), patience)
                        : latch().await(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (!given) {
            throw new AssertionError("A signal is given in time: signal=" + place);
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
        place.end();
    }

    private CountDownLatch latch() {
        return place.object(CountDownLatch.class, () -> new CountDownLatch(0));
    }

    private boolean isFileGiven(File file) {
        return file.exists() || !file.getParentFile().exists();
    }

    /// Looks again and again: nothing wakes a thread of another process.
    private boolean awaitFile(File file, Duration patience) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        long pauseNanos = SHORTEST_NANOS;
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (isFileGiven(file)) {
                return true;
            }
            if (System.nanoTime() - deadlineNanos >= 0) {
                return false;
            }
            LockSupport.parkNanos(this, pauseNanos);
            pauseNanos = Math.min(2 * pauseNanos, LONGEST_NANOS);
        }
    }
}
