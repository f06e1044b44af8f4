package io.manyhands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WindowRoomTest {
    private static final int MOST = 1024;
    private static final int WORKERS = 2;

    /// The three parts that have to do with each other, and nobody who runs items.
    private static final class Parts {
        private final WindowItems items;
        private final WindowResults results;
        private final WindowRoom room;

        Parts(boolean ordered, int most) {
            this(WindowLimit.of(new WindowShape(ordered, most, 0), false), ordered);
        }

        Parts(WindowLimit limit, boolean ordered) {
            items = new WindowItems(limit.most());
            results = new WindowResults(ordered, limit.most());
            room = new WindowRoom(limit, items, results, WORKERS);
        }

        void feed(int count) {
            for (int i = 0; i < count; i++) {
                items.add((int) items.next());
            }
        }

        /// Runs the next item, whose result is itself.
        ///
        /// @return whether there was one
        boolean runNext() {
            long number = items.firstUnclaimed();
            if (number >= items.fed()) {
                return false;
            }
            Object item = items.at(number);
            if (items.claim(number, number + 1)) {
                results.publish(number, item == null ? "no item" : item);
            }
            return true;
        }

        void run(int count) {
            for (int i = 0; i < count; i++) {
                assertThat(runNext()).isTrue();
            }
        }

        /// Takes results that are there.
        void take(int count) {
            for (int i = 0; i < count; i++) {
                assertThat(results.poll()).isNotNull();
                room.grown(results.ownTaken());
            }
        }

        /// Takes the next result, as one who waits.
        Object takeNext() {
            Object result = results.poll();
            if (result == null) {
                results.beginWait();
                result = results.poll();
                while (result == null) {
                    room.wake();
                    LockSupport.park(results);
                    result = results.poll();
                }
                results.endWait();
            }
            room.grown(results.ownTaken());
            return result;
        }
    }

    // Not virtual: workers that only yield would leave the feeder no processor.
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void thereIsRoomUpToTheLimit() {
        Parts parts = new Parts(true, 3);
        assertThat(parts.room.isThere()).isTrue();
        parts.feed(3);
        assertThat(parts.room.isThere()).isFalse();
        assertThat(parts.room.isThereToFeed()).isFalse();
        parts.run(3);
        assertThat(parts.room.isThere()).isFalse();
        assertThat(parts.room.isThereToFeed()).isFalse();
        parts.take(1);
        assertThat(parts.room.isThere()).isTrue();
        assertThat(parts.room.isThereToFeed()).isTrue();
        parts.feed(1);
        assertThat(parts.room.isThereToFeed()).isFalse();
    }

    @Test
    void limitThatHasRisenIsRoom() {
        WindowLimit limit = WindowLimit.of(WindowShape.DEFAULT, true);
        Parts parts = new Parts(limit, true);
        parts.feed(limit.now());
        limit.full(limit.now(), 0);
        assertThat(parts.room.isThereToFeed()).isFalse();
        limit.full(2L * limit.now(), 1);
        assertThat(parts.room.isThereToFeed()).isTrue();
        assertThat(parts.room.isThere()).isTrue();
    }

    @Test
    void feederIsWokenForHalfOfTheWindow() throws Exception {
        Parts parts = new Parts(true, MOST);
        parts.feed(MOST);
        Future<Boolean> feeder = awaitRoom(parts, new AtomicBoolean(true));
        parts.run(MOST / 2);
        parts.take(MOST / 2);
        assertThat(feeder.get()).isTrue();
    }

    @Test
    void feederIsWokenWhenWorkersMayBeWithoutAnItem() throws Exception {
        Parts parts = new Parts(true, MOST);
        parts.feed(MOST);
        Future<Boolean> feeder = awaitRoom(parts, new AtomicBoolean(true));
        parts.run(MOST - WORKERS + 1);
        parts.take(MOST / 16);
        assertThat(feeder.get()).isTrue();
    }

    @Test
    void feederThatIsNotWantedWaitsNoLonger() throws Exception {
        Parts parts = new Parts(true, 1);
        parts.feed(1);
        AtomicBoolean isWanted = new AtomicBoolean(true);
        Future<Boolean> feeder = awaitRoom(parts, isWanted);
        isWanted.set(false);
        parts.room.wake();
        assertThat(feeder.get()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1, true", "2, true", "3, true", "64, true", "1, false", "2, false", "64, false"})
    void itemsPassWindowsOfAnySize(int most, boolean ordered) throws Exception {
        int count = most == 1 ? 5_000 : 50_000;
        Parts parts = new Parts(ordered, most);
        AtomicBoolean isOver = new AtomicBoolean();
        Callable<Integer> worker = () -> runUntil(parts, isOver);
        for (int i = 0; i < WORKERS; i++) {
            Future<Integer> _ = threads.submit(worker);
        }
        Callable<Integer> feeding = () -> feedAll(parts, count);
        Future<Integer> feeder = threads.submit(feeding);
        BitSet seen = new BitSet();
        for (int i = 0; i < count; i++) {
            int result = (int) parts.takeNext();
            assertThat(ordered ? result == i : !seen.get(result)).isTrue();
            seen.set(result);
        }
        isOver.set(true);
        assertThat(seen.cardinality()).isEqualTo(count);
        assertThat(feeder.get()).isLessThanOrEqualTo(most);
    }

    /// Begins to wait for room in a thread of its own.
    ///
    /// @return what says at last whether there is some
    private Future<Boolean> awaitRoom(Parts parts, AtomicBoolean isWanted) {
        AtomicReference<@Nullable Thread> waiting = new AtomicReference<>();
        Callable<Boolean> feeder =
                () -> {
                    waiting.set(Thread.currentThread());
                    parts.room.await(isWanted::get);
                    return parts.room.isThereToFeed();
                };
        Future<Boolean> isThere = threads.submit(feeder);
        while (!isParked(waiting.get())) {
            Thread.onSpinWait();
        }
        return isThere;
    }

    private static boolean isParked(@Nullable Thread thread) {
        return thread != null && thread.getState() == Thread.State.WAITING;
    }

    @SuppressWarnings("ThreadPriorityCheck") // the others may need this very core
    private static int runUntil(Parts parts, AtomicBoolean isOver) {
        int runs = 0;
        while (!isOver.get()) {
            if (parts.runNext()) {
                runs++;
            } else {
                Thread.yield();
            }
        }
        return runs;
    }

    /// Feeds numbers.
    ///
    /// @return how many were held at most
    private static int feedAll(Parts parts, int count) {
        long held = 0;
        for (int i = 0; i < count; i++) {
            parts.room.await(() -> true);
            parts.feed(1);
            held = Math.max(held, parts.items.fed() - parts.results.taken());
        }
        return (int) held;
    }
}
