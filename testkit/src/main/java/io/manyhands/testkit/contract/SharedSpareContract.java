package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.Action;
import io.manyhands.Select;
import io.manyhands.Task;
import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.shared.SharedBarrier;
import io.manyhands.shared.SharedCounter;
import io.manyhands.shared.SharedEvent;
import io.manyhands.shared.SharedLatch;
import io.manyhands.shared.SharedLock;
import io.manyhands.shared.SharedQueue;
import io.manyhands.shared.SharedTopic;
import io.manyhands.shared.Subscription;
import io.manyhands.testkit.Await;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Workers that all wait for what a task would do that waits for a worker: on threads and virtual
/// threads a spare one comes (T10).
@SuppressWarnings("WaitNotInLoop") // nobody wakes without a reason here
public abstract class SharedSpareContract extends Contract {
    /// For the kinds.
    protected SharedSpareContract() {}

    /// The task that waits comes first, and has the only worker.
    private void goesOn(Workers workers, Task<Boolean> waiting, Action other) throws Exception {
        TaskFuture<Boolean> first = workers.submit(waiting);
        TaskFuture<?> second = workers.submit(other);
        assertThat(first.get(1, TimeUnit.MINUTES)).isTrue();
        second.get(1, TimeUnit.MINUTES);
        Await.until("spares go", () -> workers.statistics().spares() == 0);
    }

    private Workers one() {
        assumeNot(Kind.Trait.SEPARATE, "a spare would be a process");
        return open(1);
    }

    @Test
    @Tag("T10")
    void taskThatWaitsForItemsOrRoomStarvesNobody() throws Exception {
        Workers workers = one();
        SharedQueue<Integer> queue = workers.queue(1);
        goesOn(workers, () -> queue.take() == 1, () -> queue.put(1));
        queue.put(2);
        goesOn(workers, () -> queue.offer(3, 1, TimeUnit.HOURS), queue::take);
        goesOn(
                workers,
                () -> {
                    queue.join();
                    return queue.isEmpty();
                },
                () -> {
                    queue.clear();
                    queue.done();
                    queue.done();
                });
        SharedTopic<Integer> topic = workers.topic(1);
        SharedLatch subscribed = workers.latch(1);
        goesOn(
                workers,
                () -> {
                    try (Subscription<Integer> subscription = topic.subscribe()) {
                        subscribed.countDown();
                        return subscription.receive() == 4;
                    }
                },
                () -> {
                    subscribed.await();
                    topic.publish(4);
                });
        goesOn(
                workers,
                () -> new Select<Boolean>().take(queue, item -> item == 5).await(),
                () -> queue.put(5));
    }

    @Test
    @Tag("T10")
    void taskThatMeetsAnotherStarvesNobody() throws Exception {
        Workers workers = one();
        SharedEvent event = workers.event();
        goesOn(
                workers,
                () -> {
                    event.await();
                    return event.isSet();
                },
                event::set);
        SharedLatch latch = workers.latch(1);
        goesOn(
                workers,
                () -> {
                    latch.await();
                    return latch.count() == 0;
                },
                latch::countDown);
        SharedBarrier barrier = workers.barrier(2);
        goesOn(workers, () -> barrier.await() >= 0, barrier::await);
        goesOn(workers, () -> barrier.await(Duration.ofHours(1)) >= 0, barrier::await);
        SharedEvent other = workers.event();
        goesOn(workers, () -> other.await(Duration.ofHours(1)), other::set);
    }

    /// How one waits for a condition.
    private interface Wait extends Serializable {
        boolean forIt(Condition condition) throws InterruptedException;
    }

    @Test
    @Tag("T10")
    void taskThatWaitsForASignalStarvesNobody() throws Exception {
        Workers workers = one();
        List<Wait> ways =
                List.of(
                        condition -> condition.await(1, TimeUnit.HOURS),
                        condition -> {
                            condition.await();
                            return true;
                        },
                        condition -> {
                            condition.awaitUninterruptibly();
                            return true;
                        });
        for (Wait wait : ways) {
            SharedLock lock = workers.lock();
            Condition condition = lock.newCondition();
            SharedLatch begun = workers.latch(1);
            goesOn(
                    workers,
                    () -> {
                        try (var _ = lock.hold()) {
                            begun.countDown();
                            return wait.forIt(condition);
                        }
                    },
                    () -> {
                        begun.await();
                        try (var _ = lock.hold()) {
                            condition.signal();
                        }
                    });
        }
    }

    @Test
    @Tag("T10")
    void spareThatWaitsTooHasASpareUpToTheLimit() throws Exception {
        assumeNot(Kind.Trait.SEPARATE, "a spare would be a process");
        Workers workers = open(2, options -> options.withMaxSpares(3));
        assumeKind(Kind.Trait.LIMITED);
        SharedLatch all = workers.latch(5);
        SharedEvent go = workers.event();
        for (int i = 0; i < 10; i++) {
            workers.execute(() -> {
                all.countDown();
                go.await();
            });
        }
        all.await();
        assertThat(workers.statistics().spares()).isEqualTo(3);
        assertThat(workers.statistics().running()).isEqualTo(5);
        go.set();
        Await.until("spares go", () -> workers.statistics().spares() == 0);
    }

    @Test
    @Tag("T10")
    void noSpareComesAsLongAsOneWorks() throws Exception {
        assumeNot(Kind.Trait.SEPARATE, "a spare would be a process");
        Workers workers = open(2);
        SharedLatch waiting = workers.latch(1);
        SharedEvent go = workers.event();
        TaskFuture<?> first =
                workers.submit(() -> {
                    waiting.countDown();
                    go.await();
                });
        waiting.await();
        assertThat(workers.submit(() -> workers.statistics().spares()).get()).isZero();
        go.set();
        first.get();
    }

    /// Forks run apart, so what stands in for one of them stands in for no task.
    @Test
    @Tag("T10")
    void forksThatWaitAreCountedApart() throws Exception {
        assumeNot(Kind.Trait.SEPARATE, "a spare would be a process");
        Workers workers = open(2);
        for (int round = 0; round < 20; round++) {
            SharedLatch waiting = workers.latch(2);
            SharedEvent first = workers.event();
            SharedEvent second = workers.event();
            TaskFuture<?> task =
                    workers.submit(() -> {
                        waiting.countDown();
                        first.await();
                    });
            TaskFuture<?> scope = workers.submit(() -> waitInAFork(workers, waiting, second));
            waiting.await();
            first.set();
            task.get();
            second.set();
            scope.get();
        }
        SharedCounter met = workers.counter();
        Action meeting =
                () -> {
                    met.addAndGet(1);
                    while (met.get() < 2) {
                        Thread.onSpinWait();
                    }
                };
        TaskFuture<?> one = workers.submit(meeting);
        workers.submit(meeting).get();
        one.get();
        Await.until("spares go", () -> workers.statistics().spares() == 0);
    }

    /// What stands in for forks and what stands in for tasks has one limit.
    @Test
    @Tag("T10")
    void forksThatWaitCountForTheLimitOfTasks() throws Exception {
        assumeKind(Kind.Trait.LIMITED);
        assumeNot(Kind.Trait.SEPARATE, "a spare would be a process");
        Workers workers = open(1, options -> options.withMaxSpares(1));
        SharedLatch waiting = workers.latch(2);
        SharedEvent go = workers.event();
        workers.scope(scope -> {
            scope.fork(() -> {
                waiting.countDown();
                go.await();
            });
            workers.execute(() -> {
                waiting.countDown();
                go.await();
            });
            waiting.await();
            // Either says first that it waits: a spare for the task runs what is behind it.
            Await.until("a spare comes", () -> workers.statistics().spares() == 1);
            TaskFuture<Integer> behind = workers.submit(() -> workers.statistics().spares());
            try {
                assertThat(behind.get(100, TimeUnit.MILLISECONDS)).isEqualTo(1);
            } catch (TimeoutException none) {
                assertThat(behind).isNotDone();
            }
            assertThat(workers.statistics().spares()).isEqualTo(1);
            go.set();
            assertThat(behind.get()).isLessThanOrEqualTo(1);
            return scope.join();
        });
        Await.until("spares go", () -> workers.statistics().spares() == 0);
    }

    private static void waitInAFork(Workers workers, SharedLatch waiting, SharedEvent event)
            throws Exception {
        workers.scope(scope -> {
            SharedLatch begun = workers.latch(1);
            scope.fork(() -> {
                begun.countDown();
                waiting.countDown();
                event.await();
            });
            begun.await();
            scope.join();
            return null;
        });
    }
}
