package io.manyhands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.manyhands.spi.RemoteWorker;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// There is no memory at the worst moment: tasks end all the same.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ShortagesTest {
    private static final long PATIENCE_SECONDS = 20;

    /// A clock of which one reading fails, or does something else.
    private static final class FailingTime implements TimeSource {
        private final AtomicReference<Predicate<StackWalker.StackFrame>> failing =
                new AtomicReference<>(_ -> false);
        private volatile Runnable action = FailingTime::fail;

        /// Lets the next reading fail that is made on the way through a method.
        void failIn(Class<?> type, String method) {
            failing.set(frame ->
                    frame.getClassName().equals(type.getName())
                            && frame.getMethodName().equals(method));
        }

        /// Lets something happen at that reading instead.
        void actIn(Class<?> type, String method, Runnable instead) {
            action = instead;
            failIn(type, method);
        }

        private static void fail() {
            throw new OutOfMemoryError("for the test");
        }

        @Override
        public long nanos() {
            Predicate<StackWalker.StackFrame> wanted = failing.get();
            if (StackWalker.getInstance().walk(frames -> frames.anyMatch(wanted))
                    && failing.compareAndSet(wanted, _ -> false)) {
                action.run();
            }
            return System.nanoTime();
        }

        @Override
        public Instant now() {
            return TimeSource.system().now();
        }

        @Override
        public void park(Object blocker, long nanos) {
            TimeSource.system().park(blocker, nanos);
        }
    }

    private final FailingTime time = new FailingTime();

    @Test
    void taskThatCouldNotBeClaimedForAProcessIsClaimedAgain() throws Exception {
        ProcessOptions options = ProcessOptions.defaults().withCount(1).withTimeSource(time);
        try (Workers workers = Workers.processes(options)) {
            assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
            time.failIn(TaskRun.class, "claim");
            TaskFuture<Integer> task = limited(workers).submit(() -> 2);
            assertThat(task.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(2);
            assertThat(task.attempts()).isEqualTo(1);
        }
    }

    @Test
    void deadlineThatPassesWhileATaskCouldNotBeClaimedIsNotForgotten() {
        LocalOptions options = LocalOptions.defaults().withTimeSource(time);
        try (Pool pool = new Pool(options, false, _ -> new Nobody())) {
            Settings settings = pool.settings().withDeadline(Duration.ofMillis(10), time);
            Task<Integer> body = () -> 1;
            TaskRun<Integer> task = new TaskRun<>(pool, settings, body);
            time.actIn(
                    TaskRun.class,
                    "claim",
                    () -> {
                        while (task.stop == null) {
                            Thread.onSpinWait();
                        }
                        FailingTime.fail();
                    });
            pool.enqueue(task);
            RemoteWorker worker = new IdleWorker(pool);
            assertThat(catchThrowable(() -> task.next(worker, 1)))
                    .isInstanceOf(OutOfMemoryError.class);
            assertThat(task.status()).isEqualTo(TaskStatus.TIMED_OUT);
        }
    }

    @Test
    void taskThatEndsWithItsWorkersWhileItIsSubmittedWasAccepted() {
        LocalOptions options = LocalOptions.defaults().withListener(_ -> {}).withTimeSource(time);
        try (Workers workers = Workers.virtual(options)) {
            Pool pool = (Pool) workers;
            Callable<Integer> body = () -> 1;
            TaskRun<Integer> task = new TaskRun<>(pool, pool.settings(), body);
            time.actIn(
                    Journal.class,
                    "queued",
                    () -> {
                        assertThat(task.cancel(false)).isTrue();
                        workers.shutdown();
                    });
            pool.enqueue(task);
            assertThat(task.status()).isEqualTo(TaskStatus.CANCELLED);
            assertThat(workers.statistics().submitted()).isEqualTo(1);
            assertThat(workers.statistics().cancelled()).isEqualTo(1);
        }
    }

    @Test
    void taskThatCouldNotBeClaimedByAThreadFails() throws Exception {
        LocalOptions options = LocalOptions.defaults().withCount(1).withTimeSource(time);
        try (Workers workers = Workers.threads(options)) {
            time.failIn(TaskRun.class, "claim");
            TaskFuture<Integer> task = limited(workers).submit(() -> 2);
            assertThat(catchThrowable(() -> task.get(PATIENCE_SECONDS, TimeUnit.SECONDS)))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(OutOfMemoryError.class);
            assertThat(workers.submit(() -> 3).get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isEqualTo(3);
        }
    }

    @Test
    void taskThatCouldNotBeTriedAgainEndsAsItDid() {
        LocalOptions options = LocalOptions.defaults().withCount(1).withTimeSource(time);
        try (Workers workers = Workers.threads(options)) {
            time.failIn(TaskRun.class, "finish");
            TaskFuture<?> task =
                    limited(workers)
                            .withRetries(RetryPolicy.times(1))
                            .submit(() -> {
                                throw new IllegalStateException("its own");
                            });
            assertThat(catchThrowable(() -> task.get(PATIENCE_SECONDS, TimeUnit.SECONDS)))
                    .hasRootCauseMessage("its own");
            assertThat(task.attempts()).isEqualTo(1);
        }
    }

    @Test
    void whoWaitsIsToldThoughAnotherCouldNotBe() {
        try (Pool pool = new Pool(LocalOptions.defaults(), false, _ -> new Nobody())) {
            Task<Integer> body = () -> 1;
            TaskRun<Integer> task = new TaskRun<>(pool, pool.settings(), body);
            AtomicBoolean isTold = new AtomicBoolean();
            task.onEnd(hook(() -> isTold.set(true)));
            // Told first.
            task.onEnd(hook(FailingTime::fail));
            pool.enqueue(task);
            assertThat(catchThrowable(() -> task.cancel(false))).isNull();
            assertThat(isTold).isTrue();
        }
    }

    private static Completion.Hook hook(Runnable told) {
        return new Completion.Hook() {
            @Override
            void ended(Completion completion) {
                told.run();
            }
        };
    }

    @Test
    void timeoutsComeAfterAFailureOfTheTimer() {
        LocalOptions options = LocalOptions.defaults().withCount(1).withTimeSource(time);
        try (Workers workers = Workers.threads(options)) {
            time.failIn(Timer.class, "ring");
            TaskFuture<?> task =
                    workers.withTimeout(Duration.ofMillis(10))
                            .submit(() -> new CountDownLatch(1).await());
            assertThat(catchThrowable(() -> task.get(PATIENCE_SECONDS, TimeUnit.SECONDS)))
                    .hasCauseInstanceOf(TaskTimeoutException.class);
        }
    }

    private static Submitter limited(Workers workers) {
        return workers.withDeadline(Duration.ofMinutes(1));
    }
}
