package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.wire.OutputMarker;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class WorkerOutputTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    @Test
    void linesAreHandedOnWithTheirTask() {
        print("native\n");
        mark(7, false);
        print("out é\n");
        mark(-1, true);
        print("err\r\n");
        mark(Long.MAX_VALUE, false);
        print("\n\nlast");

        assertThat(read())
                .containsExactly(
                        "w null false native",
                        "w task 7 false out é",
                        "w null true err",
                        "w task 9223372036854775807 false ",
                        "w null false ",
                        "w null false last");
    }

    @Test
    void aMarkedLineMayFollowOneWithoutAnEnd() {
        print("no end");
        mark(7, true);
        print("marked\n");
        print("a \1 b \0017x: c\n");

        assertThat(read())
                .containsExactly(
                        "w null false no end",
                        "w task 7 true marked",
                        "w null false a \1 b \0017x: c");
    }

    @Test
    void bytesThatAreNotUtf8AreOfTheNativeEncoding() {
        printed.writeBytes("gr\u00fc\n".getBytes(StandardCharsets.ISO_8859_1));
        print("grü\n");

        assertThat(read()).containsExactly("w null false grü", "w null false grü");
    }

    @Test
    void longLinesAreCut() {
        print("x".repeat(LineSplitter.LONGEST_BYTES) + "\n");
        print("x".repeat(LineSplitter.LONGEST_BYTES) + "yyy\nnext\n");

        assertThat(read())
                .containsExactly(
                        "w null false " + "x".repeat(LineSplitter.LONGEST_BYTES),
                        "w null false " + "x".repeat(LineSplitter.LONGEST_BYTES) + "[cut: bytes=3]",
                        "w null false next");
    }

    @Test
    void theLastLinesAreKept() {
        StringBuilder text = new StringBuilder();
        List<String> last = new ArrayList<>();
        for (int line = 0; line < 50; line++) {
            text.append(line).append('\n');
            if (line >= 50 - WorkerOutput.LAST_LINES) {
                last.add(Integer.toString(line));
            }
        }
        print(text.toString());
        try (OutputDelivery delivery = new OutputDelivery((_, _, _, _) -> {})) {
            WorkerOutput output = start(delivery);
            assertThat(output.awaitEnd(Trial.LONG_NANOS)).isTrue();

            assertThat(output.lastLines()).isEqualTo(last);
        }
    }

    @Test
    void whatAJvmSaysAboutItsVariablesIsNotRepeated() {
        print("Picked up JAVA_TOOL_OPTIONS: -Da=b\nhello\nPicked up JAVA_TOOL_OPTIONS: x\n");

        assertThat(read())
                .containsExactly(
                        "w null false hello", "w null false Picked up JAVA_TOOL_OPTIONS: x");
    }

    @Test
    void whatAFailedStartCanTellIsNotDelivered() {
        print("one\n".repeat(WorkerOutput.LAST_LINES));
        try (OutputDelivery delivery = delivery()) {
            WorkerOutput output = startWithheld(delivery);
            assertThat(output.awaitEnd(Trial.LONG_NANOS)).isTrue();

            assertThat(output.lastLines()).hasSize(WorkerOutput.LAST_LINES);
        }
        assertThat(lines).isEmpty();
    }

    @Test
    void whatIsWithheldComesFirstWhenItIsLetOut() {
        print("one\ntwo\n");
        try (OutputDelivery delivery = delivery()) {
            WorkerOutput output = startWithheld(delivery);
            assertThat(output.awaitEnd(Trial.LONG_NANOS)).isTrue();
            output.letOut();
            output.letOut();
        }
        assertThat(lines).containsExactly("w null false one", "w null false two");
    }

    @Test
    void moreThanAFailedStartCanTellIsDeliveredAtOnce() {
        print("one\n".repeat(WorkerOutput.LAST_LINES + 2));
        try (OutputDelivery delivery = delivery()) {
            assertThat(startWithheld(delivery).awaitEnd(Trial.LONG_NANOS)).isTrue();
        }
        assertThat(lines).hasSize(WorkerOutput.LAST_LINES + 2);
    }

    @Test
    void aSlowSinkHoldsNobodyUpAndIsToldWhatItMissed() throws Exception {
        CountDownLatch taking = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        OutputSink slow =
                (worker, task, isError, text) -> {
                    taking.countDown();
                    awaitQuietly(goOn);
                    lines.add(text);
                };
        try (OutputDelivery delivery = new OutputDelivery(slow)) {
            delivery.deliver("w", null, false, "first");
            assertThat(taking.await(30, TimeUnit.SECONDS)).isTrue();
            for (int line = 0; line < OutputDelivery.CAPACITY_LINES + 3; line++) {
                delivery.deliver("w", null, false, Integer.toString(line));
            }
            goOn.countDown();
        }

        assertThat(lines)
                .hasSize(OutputDelivery.CAPACITY_LINES + 2)
                .startsWith("first", "[lines dropped: count=3]", "3");
    }

    @Test
    void aSinkThatThrowsGetsTheNextLineToo() {
        OutputSink throwing =
                (_, _, _, text) -> {
                    lines.add(text);
                    throw new IllegalStateException("planned");
                };
        try (OutputDelivery delivery = new OutputDelivery(throwing)) {
            delivery.deliver("w", null, false, "1");
            delivery.deliver("w", null, false, "2");
        }
        assertThat(lines).containsExactly("1", "2");
    }

    @Test
    void lineWithoutAThreadIsDeliveredWithTheNext() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        CountDownLatch delivered = new CountDownLatch(2);
        try (OutputDelivery delivery =
                new OutputDelivery(
                        (_, _, _, text) -> {
                            lines.add(text);
                            delivered.countDown();
                        },
                        work -> {
                            if (attempts.incrementAndGet() == 1) {
                                throw new OutOfMemoryError("for the test");
                            }
                            return new Thread(work);
                        })) {
            print("one\n");
            print("two\n");
            assertThat(start(delivery).awaitEnd(Trial.LONG_NANOS)).isTrue();
            assertThat(delivered.await(Trial.LONG_NANOS, TimeUnit.NANOSECONDS)).isTrue();
            assertThat(lines).containsExactly("one", "two");
        }
    }

    @Test
    void nothingIsDeliveredAfterTheEnd() {
        OutputDelivery delivery =
                new OutputDelivery((worker, task, isError, text) -> lines.add(text));
        delivery.close();
        delivery.deliver("w", null, false, "late");

        assertThat(lines).isEmpty();
    }

    private List<String> read() {
        try (OutputDelivery delivery = delivery()) {
            assertThat(start(delivery).awaitEnd(Trial.LONG_NANOS)).isTrue();
        }
        return List.copyOf(lines);
    }

    private OutputDelivery delivery() {
        return new OutputDelivery((worker, task, isError, text) ->
                lines.add(worker + " " + task + " " + isError + " " + text));
    }

    private WorkerOutput start(OutputDelivery delivery) {
        WorkerOutput output = startWithheld(delivery);
        output.letOut();
        return output;
    }

    private WorkerOutput startWithheld(OutputDelivery delivery) {
        return WorkerOutput.start(
                "w",
                new ByteArrayInputStream(printed.toByteArray()),
                StandardCharsets.ISO_8859_1,
                delivery);
    }

    private void print(String text) {
        printed.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private void mark(long task, boolean isError) {
        printed.writeBytes(OutputMarker.encode(task, isError));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
