package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.Action;
import io.manyhands.Task;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A channel to a real process.
class WorkerProcessTest {
    @TempDir Path directory;

    @Test
    void firstTaskRunsInTheOtherProcess() throws Exception {
        try (TestLine line = TestLine.inProcess()) {
            TestCall call = line.submit((Task<Long>) () -> ProcessHandle.current().pid());
            assertThat(call.value()).isEqualTo(line.process().pid());
            assertThat(line.greeted.get(30, TimeUnit.SECONDS)).isEqualTo(line.process().pid());
        }
    }

    @Test
    void noLambdaIsMadeBeforeTheFirstTask() throws Exception {
        Path loaded = directory.resolve("loaded");
        try (TestLine line = TestLine.inProcess("-Xlog:class+load:file=" + loaded)) {
            assertThat(line.greeted.get(30, TimeUnit.SECONDS)).isPositive();
            assertThat(Files.readString(loaded))
                    .contains("io.manyhands.worker.WorkerLoop ")
                    .doesNotContain("java.lang.invoke.LambdaMetafactory ");
        }
    }

    @Test
    void ringsCarryCallsToTheOtherProcess() throws Exception {
        try (TestLine line = TestLine.inProcess().mapped(directory, 1 << 16)) {
            for (int i = 0; i < 2_000; i++) {
                int number = i;
                assertThat(line.submit((Task<Integer>) () -> -number).value()).isEqualTo(-number);
            }
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void memoryThatIsNotThereIsRefusedWithASentence() throws Exception {
        try (TestLine line = TestLine.inProcess()) {
            var memory = line.offer(directory, 1 << 12);
            assertThat(memory.epoch()).isEqualTo(TestLine.EPOCH);
        }
        try (TestLine line = TestLine.inProcess()) {
            line.channel.offer(directory.resolve("absent"), TestMemory.create(1 << 12));
            assertThat(line.mapped.get(30, TimeUnit.SECONDS))
                    .startsWith("Shared memory must be mapped: path=" + directory)
                    .contains("NoSuchFileException");
            assertThat(line.submit((Task<Integer>) () -> 1).value()).isEqualTo(1);
        }
    }

    @Test
    void printedLinesAreMarkedAndTheProtocolIsUnharmed() throws Exception {
        try (TestLine line = TestLine.inProcess().mapped(directory, 1 << 16)) {
            TestCall call =
                    line.submit(
                            (Action)
                                    () -> {
                                        Prints.out("one\ntwo");
                                        Prints.error("oops\n");
                                        Prints.closeStreams();
                                    });
            assertThat(call.text()).isEqualTo("value null");
            assertThat(line.submit((Task<Integer>) () -> 7).value()).isEqualTo(7);
            line.channel.close(Duration.ofSeconds(10));
            assertThat(line.awaitExit()).isZero();
            assertThat(line.printed())
                    .contains("\u00011o:one\n", "\u00011o:two\n", "\u00011e:oops\n");
        }
    }

    @Test
    void closedDescriptorsOfTheUserDoNotHurtTheProtocol() throws Exception {
        try (TestLine line = TestLine.inProcess().mapped(directory, 1 << 16)) {
            TestCall call = line.submit((Action) Prints::closeDescriptors);
            assertThat(call.text()).isEqualTo("value null");
            for (int i = 0; i < 100; i++) {
                assertThat(line.submit((Task<Integer>) () -> 7).value()).isEqualTo(7);
            }
        }
    }

    @Test
    void exitInATaskEndsWithItsStatus() throws Exception {
        try (TestLine line = TestLine.inProcess()) {
            TestCall call = line.submit((Action) () -> System.exit(3));
            assertThat(line.awaitExit()).isEqualTo(3);
            assertThat(line.channel.drainAfterDeath(Duration.ofSeconds(30))).containsExactly(call);
            assertThat(line.channel.begun(call)).isEqualTo(1);
        }
    }

    @Test
    void endOfTheParentEndsABusyWorker() throws Exception {
        try (TestLine line = TestLine.inProcess()) {
            TestCall call =
                    line.submit(
                            (Action)
                                    () -> {
                                        while (!Thread.currentThread().isInterrupted()) {
                                            Thread.onSpinWait();
                                        }
                                    });
            assertThat(line.greeted.get(30, TimeUnit.SECONDS)).isPositive();
            line.process().getOutputStream().close();
            assertThat(line.awaitExit()).isEqualTo(90);
            assertThat(call.isDone()).isFalse();
            assertThat(line.printed()).contains("A worker must have a parent");
        }
    }

    @Test
    void garbageEndsTheWorkerWithASentence() throws Exception {
        try (TestLine line = TestLine.inProcess()) {
            assertThat(line.greeted.get(30, TimeUnit.SECONDS)).isPositive();
            line.process()
                    .getOutputStream()
                    .write("GET / HTTP/1.1".getBytes(StandardCharsets.UTF_8));
            line.process().getOutputStream().flush();
            assertThat(line.awaitExit()).isEqualTo(91);
            assertThat(line.printed()).contains("A frame must have a type that goes this way");
        }
    }

    @Test
    void slowShutdownHooksAreCutShort() throws Exception {
        try (TestLine line = TestLine.inProcess()) {
            TestCall call = line.submit((Action) Prints::hookForEver);
            assertThat(call.text()).isEqualTo("value null");
            line.channel.close(Duration.ofMillis(100));
            assertThat(line.awaitExit()).isZero();
        }
    }

    @Test
    void everyThrowableIsAnAnswer() throws Exception {
        try (TestLine line = TestLine.inProcess("-Xmx32m").mapped(directory, 1 << 16)) {
            assertThat(line.submit((Action) Prints::overflow).text())
                    .startsWith("failure java.lang.StackOverflowError");
            assertThat(line.submit((Action) Prints::exhaust).text())
                    .startsWith("failure java.lang.OutOfMemoryError");
            assertThat(line.submit((Task<Object>) () -> "x".repeat(20_000_000)).text())
                    .startsWith("failure java.lang.OutOfMemoryError");
            assertThat(line.submit((Task<byte[]>) () -> new byte[20_000_000]).value())
                    .isEqualTo(new byte[20_000_000]);
            assertThat(line.submit((Task<Object>) Object::new).text())
                    .startsWith("refused result: A result ");
            assertThat(line.submit((Task<Integer>) () -> 7).value()).isEqualTo(7);
        }
    }
}
