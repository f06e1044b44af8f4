package io.manyhands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// There is no memory at the worst moment: tasks end all the same.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ShortagesTest {
    private static final long PATIENCE_SECONDS = 20;

    /// A clock of which one reading fails.
    private static final class FailingTime implements TimeSource {
        private final AtomicReference<Predicate<StackWalker.StackFrame>> failing =
                new AtomicReference<>(_ -> false);

        /// Lets the next reading fail that is made on the way through a method.
        void failIn(Class<?> type, String method) {
            failing.set(frame ->
                    frame.getClassName().equals(type.getName())
                            && frame.getMethodName().equals(method));
        }

        @Override
        public long nanos() {
            Predicate<StackWalker.StackFrame> wanted = failing.get();
            if (StackWalker.getInstance().walk(frames -> frames.anyMatch(wanted))
                    && failing.compareAndSet(wanted, _ -> false)) {
                throw new OutOfMemoryError("for the test");
            }
            return System.nanoTime();
        }

        @Override
        public Instant now() {
            return Instant.now();
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
