package io.manyhands.testkit.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.OutputLine;
import io.manyhands.ProcessOptions;
import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.testkit.Await;
import io.manyhands.testkit.NativeCode;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What tasks print reaches the program's log, and never the protocol (W6).
public abstract class OutputContract extends Contract {
    /// Keeps what is logged.
    private static final class Kept extends Handler {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord line) {
            boolean _ = lines.add(new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    // Held, since the log manager holds it weakly.
    private final Logger logger = Logger.getLogger("io.manyhands.output");
    private final Kept kept = new Kept();

    /// For the kinds.
    protected OutputContract() {}

    @BeforeEach
    final void listen() {
        logger.addHandler(kept);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    final void listenNoMore() {
        logger.removeHandler(kept);
        logger.setUseParentHandlers(true);
    }

    @Test
    @Tag("W6")
    void linesAreLoggedWithWorkerAndTask() throws Exception {
        Workers workers = open(2);
        TaskFuture<?> printing =
                workers.named("printing")
                        .submit(() -> {
                            StandardStreams.out().println("to out");
                            StandardStreams.err().println("to err");
                            StandardStreams.out().print("unfinished");
                        });
        assertThat((Object) printing.get()).isNull();
        String worker = printing.worker().orElseThrow();
        for (String text : List.of("to out", "to err", "unfinished")) {
            awaitLine(text, worker, "printing-1");
        }
    }

    @Test
    @Tag("W6")
    void linesOfItemsAreLoggedWithTheirNumbers() throws Exception {
        Workers workers = open(1);
        List<Integer> results =
                workers.named("counting")
                        .map(
                                ResultsContract.numbers(200),
                                item -> {
                                    StandardStreams.out().println("item " + item);
                                    return item;
                                })
                        .toList();
        assertThat(results).hasSize(200);
        for (int item : List.of(0, 57, 199)) {
            awaitLine("item " + item, "", "counting-item-" + item);
        }
    }

    @Test
    @Tag("W6")
    void linesOfNativeCodeAndOfChildrenAreLogged() throws Exception {
        TaskFuture<Integer> child =
                open(1).submit(() ->
                        new ProcessBuilder("/bin/sh", "-c", "echo from fd 1; echo from fd 2 >&2")
                                .inheritIO()
                                .start()
                                .waitFor());
        assertThat(child.get()).isZero();
        String worker = child.worker().orElseThrow();
        awaitLine("from fd 1", worker, "");
        awaitLine("from fd 2", worker, "");
        TaskFuture<?> inside =
                open(1).submit(() -> NativeCode.write(1, "from native code\n".getBytes(US_ASCII)));
        Object _ = inside.get();
        awaitLine("from native code", inside.worker().orElseThrow(), "");
    }

    @Test
    @Tag("W6")
    void lastLinesAreInTheFailure() throws Exception {
        TaskFuture<?> dying =
                open(1).submit(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        StandardStreams.out().println("line " + i);
                    }
                    Death.HALT.die();
                });
        List<String> last = Losses.lastLines(Losses.of(dying));
        assertThat(last).isNotEmpty().hasSizeLessThanOrEqualTo(100);
        assertThat(last.getLast()).contains("line 999");
    }

    @Test
    @Tag("W6")
    void whatIsPrintedNeverReachesTheProtocol() throws Exception {
        Workers workers = open(1);
        long pid = workers.submit(() -> Losses.ownPid()).get();
        TaskFuture<?> noise =
                workers.submit(() -> {
                    byte[] all = new byte[1 << 16];
                    for (int i = 0; i < all.length; i++) {
                        all[i] = (byte) (i * 31);
                    }
                    for (FileDescriptor each : List.of(FileDescriptor.out, FileDescriptor.err)) {
                        new FileOutputStream(each).write(all);
                    }
                    StandardStreams.out().write(all);
                });
        assertThat((Object) noise.get()).isNull();
        assertThat(workers.submit(() -> Losses.ownPid()).get()).isEqualTo(pid);
    }

    @Test
    @Tag("W6")
    void receiverOfTheUsersGetsEveryLineInPlaceOfTheLog() throws Exception {
        Queue<OutputLine> received = new ConcurrentLinkedQueue<>();
        Workers workers =
                closing(
                        Workers.processes(
                                ProcessOptions.defaults()
                                        .withCount(1)
                                        .withOutput(line -> {
                                            received.add(line);
                                            throw new IllegalStateException("after each");
                                        })));
        TaskFuture<?> printing =
                workers.named("printing")
                        .submit(() -> {
                            StandardStreams.out().println("to out");
                            StandardStreams.err().println("to err");
                            new ProcessBuilder("echo", "from a child")
                                    .inheritIO()
                                    .start()
                                    .waitFor();
                        });
        assertThat((Object) printing.get()).isNull();
        String worker = printing.worker().orElseThrow();
        Await.until("three lines come", () -> received.size() == 3);
        assertThat(received)
                .containsExactlyInAnyOrder(
                        new OutputLine(worker, "printing-1", false, "to out"),
                        new OutputLine(worker, "printing-1", true, "to err"),
                        new OutputLine(worker, null, false, "from a child"));
        assertThat(kept.lines).filteredOn(line -> line.contains(worker)).isEmpty();
    }

    @Test
    @Tag("W6")
    void slowReceiverHoldsUpNoTaskAndIsToldWhatItMissed() throws Exception {
        Queue<String> received = new ConcurrentLinkedQueue<>();
        Semaphore permits = new Semaphore(0);
        int printed = 20_000;
        Workers workers =
                closing(
                        Workers.processes(
                                ProcessOptions.defaults()
                                        .withCount(1)
                                        .withOutput(line -> {
                                            permits.acquireUninterruptibly();
                                            received.add(line.text());
                                        })));
        workers.submit(
                        () -> {
                            for (int i = 0; i < printed; i++) {
                                StandardStreams.out().println("line " + i);
                            }
                        })
                .get();
        assertThat(workers.submit(() -> 7).get()).isEqualTo(7);
        permits.release(printed);
        Await.until("the last line comes", () -> received.contains("line " + (printed - 1)));
        assertThat(received).hasSizeLessThan(printed);
        long told =
                received.stream()
                        .filter(line -> line.startsWith("[lines dropped: count="))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .sum();
        long came = received.stream().filter(line -> line.startsWith("line ")).count();
        assertThat(came + told).isEqualTo(printed);
    }

    @Test
    @Tag("W6")
    void lineWithoutEndHoldsUpNoTask() throws Exception {
        Workers workers = open(1);
        TaskFuture<Integer> long1 =
                workers.submit(() -> {
                    char[] line = new char[4 << 20];
                    Arrays.fill(line, 'x');
                    StandardStreams.out().print(line);
                    return line.length;
                });
        assertThat(long1.get()).isEqualTo(4 << 20);
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
    }

    @Test
    @Tag("T4")
    @Tag("W6")
    void taskMayCloseTheStandardStreams() throws Exception {
        Workers workers = open(1);
        long pid = workers.submit(() -> Losses.ownPid()).get();
        TaskFuture<?> closing =
                workers.submit(() -> {
                    System.in.close();
                    StandardStreams.out().close();
                    StandardStreams.err().close();
                    new FileInputStream(FileDescriptor.in).close();
                    new FileOutputStream(FileDescriptor.out).close();
                    new FileOutputStream(FileDescriptor.err).close();
                });
        assertThat((Object) closing.get()).isNull();
        TaskFuture<Long> next =
                workers.submit(() -> {
                    StandardStreams.out().println("into nothing");
                    return Losses.ownPid();
                });
        assertThat(next.get()).isEqualTo(pid);
    }

    @Test
    @Tag("W6")
    void standardInputIsAtItsEnd() throws Exception {
        assertThat(open(1).submit(() -> System.in.read()).get()).isEqualTo(-1);
    }

    @Test
    @Tag("T6")
    void slowLogHoldsUpNoTask() throws Exception {
        Signal release = signal();
        Handler slow =
                new Handler() {
                    @Override
                    public void publish(LogRecord line) {
                        release.awaitDeafly();
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        logger.addHandler(slow);
        try {
            TaskFuture<Integer> printing =
                    open(1).submit(() -> {
                        for (int i = 0; i < 100_000; i++) {
                            StandardStreams.out()
                                    .println("a line that is long enough to fill pipes " + i);
                        }
                        return 1;
                    });
            assertThat(printing.get()).isEqualTo(1);
        } finally {
            release.give();
            logger.removeHandler(slow);
        }
    }

    private void awaitLine(String text, String worker, String task) {
        Await.until(
                "a line is logged: text=" + text,
                () ->
                        kept.lines.stream()
                                .anyMatch(line ->
                                        line.contains(text)
                                                && line.contains(worker)
                                                && line.contains(task)));
    }
}
