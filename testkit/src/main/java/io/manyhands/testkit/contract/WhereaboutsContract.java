package io.manyhands.testkit.contract;

import static io.manyhands.testkit.contract.FailuresContract.causeOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.TaskFuture;
import io.manyhands.TaskTimeoutException;
import io.manyhands.Workers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The failure of a task that did not stop, so that its worker had to be killed, says what the
/// worker's threads were at (T7).
public abstract class WhereaboutsContract extends Contract {
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /// For the kinds.
    protected WhereaboutsContract() {}

    @BeforeEach
    final void assumeProcesses() {
        assumeKind(Kind.Trait.SEPARATE);
    }

    @Test
    @Tag("T7")
    void timedOutTaskThatWasKilledSaysWhereItWas() throws Exception {
        Workers workers = openOnClock(1);
        Signal begun = signal();
        TaskFuture<?> deaf = workers.withTimeout(LIMIT).submit(() -> spinForEver(begun));
        begun.await();
        clock.awaitParkedFor(LIMIT);
        clock.advance(LIMIT);
        clock.awaitParkedFor(GRACE);
        clock.advance(GRACE);
        Throwable timeout = causeOf(deaf);
        assertThat(timeout).isInstanceOf(TaskTimeoutException.class);
        Throwable stack = timeout.getSuppressed()[0];
        assertThat(stack)
                .hasMessageContaining("What the task was at when its worker was killed")
                .hasMessageContaining("worker=" + deaf.worker().orElseThrow())
                .hasMessageContaining("state=RUNNABLE");
        assertThat(methodsOf(stack)).contains("spinForEver");
    }

    @Test
    @Tag("T7")
    void otherThreadsAreToldToo() throws Exception {
        Workers workers = openOnClock(1);
        Signal begun = signal();
        TaskFuture<?> deaf =
                workers.withTimeout(LIMIT)
                        .submit(() -> {
                            Thread helper =
                                    Thread.ofPlatform()
                                            .daemon()
                                            .name("helper")
                                            .start(WhereaboutsContract::waitForEver);
                            while (helper.getState() != Thread.State.WAITING) {
                                Thread.onSpinWait();
                            }
                            spinForEver(begun);
                        });
        begun.await();
        clock.awaitParkedFor(LIMIT);
        clock.advance(LIMIT);
        clock.awaitParkedFor(GRACE);
        clock.advance(GRACE);
        Throwable own = causeOf(deaf).getSuppressed()[0];
        assertThat(own.getSuppressed())
                .filteredOn(other -> String.valueOf(other.getMessage()).contains("thread=helper"))
                .singleElement()
                .satisfies(helper -> assertThat(methodsOf(helper)).contains("waitForEver"));
    }

    @Test
    @Tag("T7")
    void cancelledTaskThatWasKilledSaysWhereItWas() throws Exception {
        Workers workers = openOnClock(1);
        Signal begun = signal();
        TaskFuture<?> deaf = workers.submit(() -> spinForEver(begun));
        begun.await();
        assertThat(deaf.cancel(true)).isTrue();
        clock.awaitParkedFor(GRACE);
        clock.advance(GRACE);
        // Behind the worker's death.
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
        assertThat(methodsOf(stackOf(deaf))).contains("spinForEver");
    }

    @Test
    @Tag("T7")
    @Tag("W1")
    void taskThatShutdownNowKilledSaysWhereItWas() throws Exception {
        Workers workers = openOnClock(1);
        Signal begun = signal();
        TaskFuture<?> deaf = workers.submit(() -> spinForEver(begun));
        begun.await();
        assertThat(workers.shutdownNow()).isEmpty();
        clock.awaitParkedFor(GRACE);
        clock.advance(GRACE);
        assertThat(workers.awaitTermination(1, TimeUnit.DAYS)).isTrue();
        assertThat(methodsOf(stackOf(deaf))).contains("spinForEver");
    }

    @Test
    @Tag("T7")
    void workerThatCannotTellIsKilledAllTheSame() throws Exception {
        Workers workers = openOnClock(1);
        Notes pid = new Notes();
        TaskFuture<?> frozen =
                workers.withTimeout(LIMIT)
                        .submit(() -> {
                            pid.add("" + Losses.ownPid());
                            new Signal().await();
                        });
        pid.await(1);
        String stop = "kill -STOP " + pid.lines().getFirst();
        int _ = new ProcessBuilder("/bin/sh", "-c", stop).start().waitFor();
        clock.awaitParkedFor(LIMIT);
        clock.advance(LIMIT);
        clock.awaitParkedFor(GRACE);
        clock.advance(GRACE);
        assertThat(causeOf(frozen).getSuppressed()[0])
                .hasMessageContaining("The worker did not tell in time what it was at")
                .hasNoCause();
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
    }

    @Test
    @Tag("T7")
    void taskThatStopsInTimeSaysNothing() throws Exception {
        Workers workers = openOnClock(1);
        Signal begun = signal();
        TaskFuture<?> polite =
                workers.withTimeout(LIMIT)
                        .submit(() -> {
                            begun.give();
                            new Signal().await();
                        });
        begun.await();
        clock.awaitParkedFor(LIMIT);
        clock.advance(LIMIT);
        assertThat(causeOf(polite).getSuppressed()).isEmpty();
    }

    /// The first of what the cancellation has with it.
    private static Throwable stackOf(TaskFuture<?> cancelled) throws Exception {
        try {
            throw new AssertionError("A cancelled task gave " + cancelled.get());
        } catch (CancellationException cancellation) {
            @Nullable Throwable cause = cancellation.getCause();
            assertThat(cause).isNotNull();
            return cause.getSuppressed()[0];
        }
    }

    private static List<String> methodsOf(Throwable stack) {
        return Arrays.stream(stack.getStackTrace()).map(StackTraceElement::getMethodName).toList();
    }

    private static void spinForEver(Signal begun) {
        begun.give();
        while (true) {
            Thread.onSpinWait();
        }
    }

    private static void waitForEver() {
        while (true) {
            LockSupport.park();
        }
    }
}
