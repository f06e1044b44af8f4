package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.spi.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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
            job.failingNames.set(1);
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
    void jobThatIsBeingSentIsGivenBackWithTheOthers() throws Exception {
        Processes processes = open(1);
        try {
            TestJob job = new TestJob(processes, () -> 1);
            CountDownLatch asked = new CountDownLatch(1);
            CountDownLatch drained = new CountDownLatch(1);
            job.whenAsked =
                    () -> {
                        asked.countDown();
                        awaitQuietly(drained);
                    };
            Thread sender = Thread.startVirtualThread(() -> processes.execute(job));
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
            List<Job> back = processes.drain();
            job.withdraw();
            drained.countDown();
            sender.join();
            assertThat(back).containsExactly(job);
            assertThat(job.claims()).isZero();
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

    @Test
    void workerIsReplacedWhenItCanBeWhileAnotherIsAtWork(@TempDir Path place) throws Exception {
        Processes processes = open(2);
        try {
            obstructLaunches(3, 4, 5);
            String flag = place.resolve("flag").toString();
            TestJob enduring = new TestJob(processes, () -> awaitFile(flag));
            processes.execute(enduring);
            TestJob dying = new TestJob(processes, MishapsTest::halt);
            processes.execute(dying);
            assertThat(dying.end()).isEqualTo("lost");
            TestJob next = new TestJob(processes, () -> 1);
            processes.execute(next);
            assertThat(next.end()).isEqualTo("value");
            assertThat(enduring.isEnded()).isFalse();
            assertThat(host.broken).isNull();
            Files.createFile(Path.of(flag));
            assertThat(enduring.end()).isEqualTo("value");
        } finally {
            close(processes);
        }
    }

    /// Once two are launched, lets some of the next fail.
    private static void obstructLaunches(int... numbers) throws IOException {
        Trial.await("two processes", Trial.LONG_NANOS, () -> argumentFiles().size() == 2);
        for (int number : numbers) {
            Path file = argumentFiles().iterator().next();
            Files.createFile(file.resolveSibling("arguments-" + number));
        }
    }

    private static Set<Path> argumentFiles() {
        return ProcessHandle.current()
                .descendants()
                .flatMap(each -> Stream.of(each.info().arguments().orElse(new String[0])))
                .filter(each -> each.startsWith("@") && each.contains("/arguments-"))
                .map(each -> Path.of(each.substring(1)))
                .collect(Collectors.toSet());
    }

    private static int awaitFile(String name) {
        while (!Files.exists(Path.of(name))) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return 1;
    }

    private static Object halt() {
        Runtime.getRuntime().halt(3);
        throw new AssertionError();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException told) {
            throw new IllegalStateException(told);
        }
    }

    private Processes open(int count) {
        Processes processes = new Processes(host, count, SHAPE, Launching.begin(SHAPE));
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
