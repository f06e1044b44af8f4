package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.memory.ChannelMemory;
import io.manyhands.memory.RecordHeader;
import io.manyhands.memory.RingWriter;
import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.Codec;
import io.manyhands.wire.Dictionary;
import io.manyhands.wire.Encoded;
import io.manyhands.wire.FrameDescriptor;
import io.manyhands.wire.FrameWriter;
import io.manyhands.wire.LargeArray;
import io.manyhands.wire.MemoryPipe;
import io.manyhands.wire.Subject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A worker that answers by the ring, and not always in the order in which it was asked.
class AnswerOrderTest {
    private static final int CAPACITY_BYTES = 1 << 14;
    private static final int CALLS = 3;

    @TempDir Path directory;

    private final MemoryPipe fromWorker = new MemoryPipe();
    private final OutputStream worker = fromWorker.output();
    private final TestLine line =
            TestLine.over(new Channel.Pipes(fromWorker.input(), new MemoryPipe().output()));
    private final Codec codec =
            Codec.of(getClass().getClassLoader(), new Dictionary(), new Dictionary());

    /// Filled by the setup.
    private final CompletableFuture<RingWriter> answers = new CompletableFuture<>();

    /// Several calls in one record, as the items of a map are.
    private static final class Chunk extends Call {
        Chunk(long sequence, byte[] payload) {
            super(CallDescriptor.ITEMS, sequence, 1, new Encoded(payload, LargeArray.NONE), CALLS);
        }
    }

    @BeforeEach
    void start() throws Exception {
        line.channel.start();
        worker.write(
                FrameWriter.of(FrameDescriptor.HELLO)
                        .addText(FrameDescriptor.VERSION)
                        .addLong(1)
                        .finished());
        assertThat(line.greeted.get(30, TimeUnit.SECONDS)).isEqualTo(1);
        ChannelMemory memory = line.offer(directory, CAPACITY_BYTES);
        worker.write(FrameWriter.empty(FrameDescriptor.MAPPED));
        assertThat(line.mapped.get(30, TimeUnit.SECONDS)).isEmpty();
        answers.complete(memory.responseWriter());
    }

    @AfterEach
    void end() throws Exception {
        worker.close();
        assertThat(violation()).isNotNull();
        line.channel.drainAfterDeath(Duration.ofSeconds(30));
        line.close();
    }

    @Test
    void answersInTheOrderOfSendingAreTaken() throws Exception {
        TestCall first = line.submit("first");
        TestCall second = line.submit("second");
        answer(first.sequence(), "one");
        answer(second.sequence(), "two");
        assertThat(first.value()).isEqualTo("one");
        assertThat(second.value()).isEqualTo("two");
    }

    @Test
    void answerBeforeThatToAnEarlierCallIsRefused() throws Exception {
        TestCall first = line.submit("first");
        TestCall second = line.submit("second");
        answer(second.sequence(), "two");
        assertThat(violation())
                .isEqualTo(
                        "Calls must be answered in the order of sending: sequence="
                                + second.sequence()
                                + (", expected=" + first.sequence()));
        assertThat(first.isDone()).isFalse();
        assertThat(second.isDone()).isFalse();
    }

    @Test
    void answerBeforeThatToAnEarlierItemIsRefused() throws Exception {
        assertThat(line.channel.send(new Chunk(1, new byte[8]))).isTrue();
        answer(2, "two");
        assertThat(violation())
                .isEqualTo(
                        "Calls must be answered in the order of sending: sequence=2, expected=1");
    }

    private String violation() throws Exception {
        return line.ended.get(30, TimeUnit.SECONDS);
    }

    /// Writes an answer, and tells the program to look.
    private void answer(long sequence, Object value) throws Exception {
        byte[] payload = codec.encode(Subject.RESULT, value);
        RecordHeader header = new RecordHeader().begin(CallDescriptor.VALUE, sequence);
        assertThat(answers.join().write(header, payload, 0, payload.length)).isNotNegative();
        ring();
    }

    private void ring() throws IOException {
        worker.write(FrameWriter.empty(FrameDescriptor.RING));
    }
}
