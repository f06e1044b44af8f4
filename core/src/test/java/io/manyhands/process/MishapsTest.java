package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.Task;
import io.manyhands.spi.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What goes wrong in the parent itself: workers stay usable, and every job hears of its end.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class MishapsTest {
    private static final ProcessShape SHAPE = TestShape.of(TimeUnit.SECONDS.toNanos(5));

    private final TestHost host = new TestHost();
    private final List<Processes> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(Processes::shutdown);
        while (!opened.stream().allMatch(each -> each.workers().isEmpty())) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    @Test
    void jobWhoseSendingFailedIsSentAgain() throws Exception {
        Processes processes = open(1);
        TestJob job = new TestJob(processes, () -> 1);
        job.failingNames.set(1);
        processes.execute(job);
        assertThat(job.end()).isEqualTo("value");
        assertThat(job.claims()).isEqualTo(2);
        assertThat(execute(processes, () -> 1).end()).isEqualTo("value");
    }

    @Test
    void jobThatIsBeingSentIsGivenBackWithTheOthers() throws Exception {
        Processes processes = open(1);
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
        TestJob job = execute(processes, MishapsTest::halt);
        assertThat(job.end()).isEqualTo("lost");
        assertThat(execute(processes, () -> 1).end()).isEqualTo("value");
    }

    @Test
    void jobOfADeadWorkerHearsOfItOnceThereIsMemoryForIt() throws Exception {
        Processes processes = open(1);
        TestJob job = new TestJob(processes, MishapsTest::halt);
        job.failingEnds.set(2);
        processes.execute(job);
        assertThat(job.end()).isEqualTo("lost");
        assertThat(job.failingEnds).hasNegativeValue();
    }

    @Test
    void jobBehindADeadOneIsQueuedAgainOnceThereIsMemoryForIt(@TempDir Path place)
            throws Exception {
        Processes processes = open(1);
        awaitRings(processes);
        String flag = place.resolve("flag").toString();
        TestJob enduring = execute(processes, () -> awaitFile(flag));
        TestJob behind = new TestJob(processes, () -> 1);
        behind.failingEnds.set(2);
        processes.execute(behind);
        ProcessWorker worker = (ProcessWorker) processes.workers().iterator().next();
        Trial.await(
                "both at the worker",
                Trial.LONG_NANOS,
                () -> worker.hasBegun(enduring) && worker.load() == 2);
        CompletableFuture<Void> _ = CompletableFuture.runAsync(() -> worker.kill(enduring, 0));
        assertThat(enduring.end()).isEqualTo("lost");
        assertThat(behind.end()).isEqualTo("value");
        assertThat(behind.failingEnds).hasNegativeValue();
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
        TestJob job = execute(processes, () -> 1);
        assertThat(job.end()).isEqualTo("value");
    }

    @Test
    void workerIsReplacedWhenItCanBeWhileAnotherIsAtWork(@TempDir Path place) throws Exception {
        Processes processes = open(2);
        obstructLaunches(processes, 3, 4, 5);
        String flag = place.resolve("flag").toString();
        TestJob enduring = execute(processes, () -> awaitFile(flag));
        TestJob dying = execute(processes, MishapsTest::halt);
        assertThat(dying.end()).isEqualTo("lost");
        assertThat(execute(processes, () -> 1).end()).isEqualTo("value");
        assertThat(enduring.isEnded()).isFalse();
        assertThat(host.broken).isNull();
        Files.createFile(Path.of(flag));
        assertThat(enduring.end()).isEqualTo("value");
    }

    @Test
    void workersThatCannotHaveTheirMemoryAreGivenUp() throws Exception {
        Launching launching = Launching.begin(SHAPE);
        obstructMemory(1, 2, 3);
        Processes _ = open(1, launching);
        Trial.await("last attempt", Trial.LONG_NANOS, () -> host.broken != null);
        assertThat(host.broken)
                .contains("A worker process needs shared memory: worker=manyhands-test-worker-3")
                .doesNotContain("\n");
    }

    /// Before any are launched, lets some have no memory.
    private static void obstructMemory(int... numbers) throws Exception {
        Trial.await("directory", Trial.LONG_NANOS, () -> !LaunchingTest.directories().isEmpty());
        for (Path directory : LaunchingTest.directories()) {
            for (int number : numbers) {
                Files.createFile(directory.resolve("rings-" + number));
            }
        }
    }

    @Test
    void onlyOneThatRestsIsWarmedUp() throws Exception {
        Processes processes =
                open(new Terms(1, 1, 1, Long.MAX_VALUE, 0, 0, 0), Launching.begin(SHAPE));
        Trial.await("a warm one", Trial.LONG_NANOS, () -> !host.warmed.isEmpty());
        assertThat(execute(processes, () -> 1).end()).isEqualTo("value");
        assertThat(host.warmed).containsExactly("manyhands-test-worker-2");
    }

    @Test
    void workersThatHaveWorkedAreTriedForLonger() throws Exception {
        Processes processes = open(1);
        awaitRings(processes);
        obstructLaunches(processes, 2, 3, 4);
        TestJob dying = execute(processes, MishapsTest::halt);
        TestJob waiting = execute(processes, () -> 1);
        assertThat(dying.end()).isEqualTo("lost");
        assertThat(waiting.end()).isEqualTo("value");
        assertThat(host.broken).isNull();
    }

    /// Until the first worker has its memory, one call at a time goes to it.
    private static void awaitRings(Processes processes) throws Exception {
        assertThat(execute(processes, () -> 1).end()).isEqualTo("value");
        Path file = argumentFiles().iterator().next();
        Path rings = file.resolveSibling("rings-1");
        Trial.await("the rings", Trial.LONG_NANOS, () -> !Files.exists(rings));
    }

    /// Once all are launched, lets some of the next fail.
    private static void obstructLaunches(Processes processes, int... numbers) throws IOException {
        int count = processes.parallelism();
        Trial.await("processes", Trial.LONG_NANOS, () -> argumentFiles().size() == count);
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
        return open(count, Launching.begin(SHAPE));
    }

    private Processes open(int count, Launching launching) {
        return open(Terms.of(count), launching);
    }

    private Processes open(Terms terms, Launching launching) {
        Processes processes = new Processes(host, terms, SHAPE, launching);
        opened.add(processes);
        processes.open();
        return processes;
    }

    private static TestJob execute(Processes processes, Task<?> task) throws Exception {
        TestJob job = new TestJob(processes, task);
        processes.execute(job);
        return job;
    }
}
