package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.Select;
import io.manyhands.Workers;
import io.manyhands.shared.SharedEvent;
import io.manyhands.shared.SharedLock;
import io.manyhands.shared.SharedPipe;
import io.manyhands.shared.SharedQueue;
import io.manyhands.shared.SharedReadWriteLock;
import io.manyhands.shared.SharedSemaphore;
import io.manyhands.shared.SharedTopic;
import io.manyhands.shared.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Waits for what tasks share end by the clock of the workers that have made it; between processes
/// by the machine's (T13).
@SuppressWarnings("WaitNotInLoop") // waits end as is to be shown
public abstract class SharedClockContract extends Contract {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MOMENT = Duration.ofMillis(2);

    /// For the kinds.
    protected SharedClockContract() {}

    /// A wait for something that does not come.
    private interface Waiting {
        /// Returns whether the wait has ended, and said that time was over.
        boolean isTimedOut(Duration timeout) throws Exception;
    }

    private record Named(String name, Waiting waiting) {}

    private Instant now() {
        return kind().is(Kind.Trait.SEPARATE) ? Instant.now() : clock.now();
    }

    private List<Named> waits(Workers workers) throws InterruptedException {
        List<Named> all = new ArrayList<>();
        SharedLock lock = workers.lock("lock");
        lock.lock();
        SharedReadWriteLock both = workers.readWriteLock("both");
        both.writeLock().lock();
        all.add(new Named("lock", timeout -> !tryLock(lock, timeout)));
        all.add(new Named("read lock", timeout -> !tryLock(both.readLock(), timeout)));
        all.add(new Named("write lock", timeout -> !tryLock(both.writeLock(), timeout)));
        all.addAll(conditions(workers.lock("another")));
        SharedSemaphore semaphore = workers.semaphore("semaphore", 1);
        semaphore.acquire();
        all.add(new Named("semaphore", timeout -> !semaphore.tryAcquire(1, timeout)));
        all.add(new Named("event", timeout -> !workers.event("event").await(timeout)));
        all.add(new Named("latch", timeout -> !workers.latch("latch", 1).await(timeout)));
        all.add(new Named("barrier", timeout -> isTooLate(workers, timeout)));
        all.addAll(queues(workers));
        return all;
    }

    private static boolean tryLock(Lock lock, Duration timeout) throws InterruptedException {
        return lock.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    private List<Named> conditions(SharedLock lock) {
        Condition condition = lock.condition("never");
        return List.of(
                new Named(
                        "condition",
                        held(
                                lock,
                                timeout ->
                                        !condition.await(timeout.toNanos(), TimeUnit.NANOSECONDS))),
                new Named(
                        "condition, nanos",
                        held(lock, timeout -> condition.awaitNanos(timeout.toNanos()) <= 0)),
                new Named(
                        "condition, until",
                        held(
                                lock,
                                timeout -> !condition.awaitUntil(Date.from(now().plus(timeout))))));
    }

    private static Waiting held(SharedLock lock, Waiting waiting) {
        return timeout -> {
            lock.lock();
            try {
                return waiting.isTimedOut(timeout);
            } finally {
                lock.unlock();
            }
        };
    }

    private static boolean isTooLate(Workers workers, Duration timeout) throws Exception {
        try {
            workers.barrier("barrier", 2).await(timeout);
            return false;
        } catch (TimeoutException late) {
            return workers.barrier("barrier", 2).isBroken();
        }
    }

    private static List<Named> queues(Workers workers) throws InterruptedException {
        SharedQueue<Integer> empty = workers.queue("empty", 1);
        SharedQueue<Integer> full = workers.queue("full", 1);
        full.put(1);
        SharedPipe<Integer> pipe = workers.pipe("pipe", 1);
        SharedTopic<Integer> topic = workers.topic("topic", 1);
        Subscription<Integer> subscription = topic.subscribe();
        return List.of(
                new Named(
                        "poll",
                        timeout -> empty.poll(timeout.toNanos(), TimeUnit.NANOSECONDS) == null),
                new Named("lease", timeout -> empty.lease(timeout) == null),
                new Named(
                        "offer",
                        timeout -> !full.offer(2, timeout.toNanos(), TimeUnit.NANOSECONDS)),
                new Named("join", timeout -> !full.join(timeout)),
                new Named("pipe", timeout -> pipe.left().receive(timeout) == null),
                new Named("topic", timeout -> subscription.receive(timeout) == null),
                new Named(
                        "select",
                        timeout ->
                                new Select<Boolean>()
                                        .take(empty, _ -> false)
                                        .receive(subscription, _ -> false)
                                        .after(timeout, () -> true)
                                        .await()));
    }

    @Test
    @Tag("T13")
    void waitEndsWithTheTimeOfTheWorkers() throws Exception {
        for (Named each : waits(openOnClock(1))) {
            if (kind().is(Kind.Trait.SEPARATE)) {
                Actor<Boolean> waiting = Actor.start(() -> each.waiting.isTimedOut(MOMENT));
                assertThat(waiting.result()).as(each.name).isTrue();
            } else {
                endsWithTheClock(each);
            }
        }
    }

    private void endsWithTheClock(Named each) throws Exception {
        Actor<Boolean> waiting =
                Actor.start(() -> each.waiting.isTimedOut(HOUR) && !Thread.interrupted());
        clock.awaitParkedFor(HOUR);
        clock.advance(HOUR.minusNanos(1));
        clock.awaitParkedFor(Duration.ofNanos(1));
        clock.advance(Duration.ofNanos(1));
        assertThat(waiting.result()).as(each.name).isTrue();
    }

    @Test
    @Tag("T13")
    void whatComesInTimeIsTaken() throws Exception {
        Workers workers = openOnClock(1);
        SharedQueue<Integer> queue = workers.queue(1);
        SharedEvent event = workers.event();
        Actor<Boolean> waiting =
                Actor.start(() -> {
                    Integer item = queue.poll(1, TimeUnit.HOURS);
                    boolean isSet = event.await(HOUR);
                    return item != null && isSet && !Thread.interrupted();
                });
        waiting.awaitWaiting();
        queue.put(7);
        event.set();
        assertThat(waiting.result()).isTrue();
    }

    @Test
    @Tag("T13")
    void interruptEndsAWaitThatIsLimited() throws Exception {
        Workers workers = openOnClock(1);
        SharedEvent event = workers.event();
        Actor<Boolean> waiting = Actor.start(() -> event.await(HOUR)).awaitWaiting().interrupt();
        assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
        SharedSemaphore semaphore = workers.semaphore(1);
        assertThat(semaphore.tryAcquire(1, HOUR)).isTrue();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> semaphore.tryAcquire(1, HOUR))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }
}
