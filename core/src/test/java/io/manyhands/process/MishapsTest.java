package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What goes wrong in the parent itself: workers stay usable, and every job hears of its end.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class MishapsTest {
    private static final ProcessShape SHAPE =
            new ProcessShape(null, List.of(), TimeUnit.SECONDS.toNanos(5));

    private final TestHost host = new TestHost();

    @Test
    void jobWhoseSendingFailedIsSentAgain() throws Exception {
        Processes processes = open(1);
        try {
            TestJob job = new TestJob(processes, () -> 1);
            job.failingNames = 1;
            processes.execute(job);
            assertThat(job.end()).isEqualTo("value");
            assertThat(job.claims()).isEqualTo(2);
            TestJob next = new TestJob(processes, () -> 1);
            processes.execute(next);
            assertThat(next.end()).isEqualTo("value");
        } finally {
            close(processes);
        }
    }

    @Test
    void jobOfADeadWorkerHearsOfItWhateverElseFails() throws Exception {
        AtomicBoolean isFailing = new AtomicBoolean(true);
        host.whenEnding =
                _ -> {
                    if (isFailing.getAndSet(false)) {
                        throw new OutOfMemoryError("for the test");
                    }
                };
        Processes processes = open(1);
        try {
            TestJob job = new TestJob(processes, MishapsTest::halt);
            processes.execute(job);
            assertThat(job.end()).isEqualTo("lost");
            TestJob next = new TestJob(processes, () -> 1);
            processes.execute(next);
            assertThat(next.end()).isEqualTo("value");
        } finally {
            close(processes);
        }
    }

    @Test
    void workerThatCannotBeLookedAfterIsReplaced() throws Exception {
        AtomicBoolean isFailing = new AtomicBoolean(true);
        host.whenStarted =
                _ -> {
                    if (isFailing.getAndSet(false)) {
                        throw new OutOfMemoryError("for the test");
                    }
                };
        Processes processes = open(1);
        try {
            TestJob job = new TestJob(processes, () -> 1);
            processes.execute(job);
            assertThat(job.end()).isEqualTo("value");
        } finally {
            close(processes);
        }
    }

    private static Object halt() {
        Runtime.getRuntime().halt(3);
        throw new AssertionError();
    }

    private Processes open(int count) {
        Processes processes = new Processes(host, count, SHAPE);
        processes.open();
        return processes;
    }

    private static void close(Processes processes) {
        processes.shutdown();
        while (!processes.workers().isEmpty()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }
}
