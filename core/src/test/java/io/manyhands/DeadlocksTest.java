package io.manyhands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.shared.Deadlock;
import io.manyhands.shared.DeadlockException;
import io.manyhands.shared.Hold;
import io.manyhands.shared.SharedLock;
import io.manyhands.shared.SharedQueue;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/// Deadlocks in one program: what threads have beside what they share.
@SuppressWarnings("LockNotBeforeTry") // nobody gets these locks
class DeadlocksTest {
    private static final long PAUSE_NANOS = 1_000_000;

    private static Deadlock found() {
        List<Deadlock> found = Deadlocks.find();
        while (found.isEmpty()) {
            LockSupport.parkNanos(PAUSE_NANOS);
            found = Deadlocks.find();
        }
        return found.getFirst();
    }

    private static String failureOf(TaskFuture<?> task) throws InterruptedException {
        try {
            Object _ = task.get();
            return "none";
        } catch (ExecutionException failure) {
            return Objects.requireNonNull(failure.getCause()).getClass().getSimpleName();
        }
    }

    @Test
    void sharedLockAndOneOfTheJdk() throws Exception {
        ReentrantLock plain = new ReentrantLock();
        CountDownLatch both = new CountDownLatch(2);
        try (Workers workers = Workers.threads(2)) {
            SharedLock ledger = workers.lock("ledger");
            TaskFuture<?> one =
                    workers.submit(() -> {
                        try (Hold _ = ledger.hold()) {
                            both.countDown();
                            both.await();
                            plain.lock();
                            plain.unlock();
                        }
                    });
            TaskFuture<?> other =
                    workers.submit(() -> {
                        plain.lock();
                        try {
                            both.countDown();
                            both.await();
                            ledger.lock();
                            ledger.unlock();
                        } finally {
                            plain.unlock();
                        }
                    });
            Deadlock found = found();
            assertThat(found.waiters()).hasSize(2);
            assertThat(found.toString()).contains("lock ledger", "ReentrantLock$NonfairSync@");
            assertThat(Deadlocks.breakUp(found)).isTrue();
            assertThat(failureOf(other)).isEqualTo("DeadlockException");
            assertThat(failureOf(one)).isEqualTo("none");
        }
    }

    @Test
    void taskThatCannotBeginSinceAllWorkersWaitForWhoWaitsForIt() throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();
        try (Workers workers = Workers.threads(1)) {
            SharedLock ledger = workers.lock("ledger");
            CountDownLatch begun = new CountDownLatch(1);
            Thread _ =
                    Thread.ofVirtual()
                            .start(() -> {
                                try (Hold _ = ledger.hold()) {
                                    TaskFuture<?> first =
                                            workers.submit(() -> {
                                                begun.countDown();
                                                ledger.lock();
                                                ledger.unlock();
                                            });
                                    begun.await();
                                    TaskFuture<Integer> queued = workers.submit(() -> 1);
                                    end.complete(String.valueOf(queued.get()));
                                    Object _ = first.get();
                                } catch (Exception failure) {
                                    end.complete(failure.getClass().getSimpleName());
                                }
                            });
            Deadlock found = found();
            assertThat(found.toString()).contains("the end of task task-2", "lock ledger");
            assertThat(Deadlocks.breakUp(found)).isTrue();
            assertThat(end.join()).isIn("1", "DeadlockException");
        }
    }

    @Test
    void oneWhoWaitsForItself() throws Exception {
        try (Workers workers = Workers.threads(1)) {
            SharedQueue<Integer> queue = workers.queue("own", 1);
            TaskFuture<?> task =
                    workers.submit(() -> {
                        queue.put(1);
                        int _ = queue.take();
                        queue.put(2);
                        queue.put(3);
                    });
            Deadlock found = found();
            assertThat(found.waiters()).hasSize(1);
            assertThat(Deadlocks.breakUp(found)).isTrue();
            assertThat(failureOf(task)).isEqualTo("DeadlockException");
            // It has been taken from by a task that has ended: another may come.
            TaskFuture<?> next =
                    workers.submit(() -> {
                        queue.put(4);
                    });
            assertThat(Deadlocks.find()).isEmpty();
            queue.clear();
            queue.clear();
            assertThat(next.get()).isNull();
        }
    }

    @Test
    void interruptOfAUserEndsAWaitAsAnInterrupt() throws Exception {
        try (Workers workers = Workers.threads(1)) {
            SharedLock ledger = workers.lock("ledger");
            CompletableFuture<String> end = new CompletableFuture<>();
            CompletableFuture<Boolean> isKept = new CompletableFuture<>();
            ledger.lock();
            Thread.ofPlatform().start(() -> lockInterruptibly(ledger, end)).interrupt();
            assertThat(end.join()).isEqualTo("InterruptedException");
            Thread.ofPlatform().start(() -> lockAndLook(ledger, isKept)).interrupt();
            ledger.unlock();
            assertThat(isKept.join()).isTrue();
        }
    }

    private static void lockInterruptibly(SharedLock lock, CompletableFuture<String> end) {
        try {
            lock.lockInterruptibly();
            end.complete("locked");
        } catch (InterruptedException | DeadlockException failure) {
            end.complete(failure.getClass().getSimpleName());
        }
    }

    private static void lockAndLook(SharedLock lock, CompletableFuture<Boolean> isInterrupted) {
        try (Hold _ = lock.hold()) {
            while (!Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            isInterrupted.complete(true);
        }
    }

    @Test
    void watchTellsTheListenerOnce() throws Exception {
        LinkedBlockingQueue<Deadlock> told = new LinkedBlockingQueue<>();
        LocalOptions options =
                LocalOptions.defaults()
                        .withCount(1)
                        .withDeadlockCheck(Duration.ofMillis(2))
                        .withListener(event -> {
                            if (event instanceof WorkersEvent.DeadlockFound found) {
                                told.add(found.deadlock());
                            }
                        });
        try (Workers workers = Workers.threads(options)) {
            SharedQueue<Integer> queue = workers.queue("own", 1);
            TaskFuture<?> task =
                    workers.submit(() -> {
                        queue.put(1);
                        int _ = queue.take();
                        int _ = queue.take();
                    });
            Deadlock found = told.take();
            for (int i = 0; i < 10; i++) {
                assertThat(Deadlocks.find()).hasSize(1);
            }
            assertThat(Deadlocks.breakUp(found)).isTrue();
            assertThat(failureOf(task)).isEqualTo("DeadlockException");
            assertThat(told).isEmpty();
        }
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> options.withDeadlockCheck(Duration.ZERO));
    }
}
