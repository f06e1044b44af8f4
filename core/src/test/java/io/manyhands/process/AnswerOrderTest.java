package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.memory.RecordHeader;
import io.manyhands.memory.RingWriter;
import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.Codec;
import io.manyhands.wire.Dictionary;
import io.manyhands.wire.Encoded;
import io.manyhands.wire.LargeArray;
import io.manyhands.wire.Subject;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A worker that answers by the ring, and not always in the order in which it was asked.
class AnswerOrderTest {
    private static final int CAPACITY_BYTES = 1 << 14;
    private static final int CALLS = 3;

    @TempDir Path directory;

    private final Codec codec =
            Codec.of(getClass().getClassLoader(), new Dictionary(), new Dictionary());

    private PlayedWorker worker;
    private TestLine line;
    private RingWriter answers;

    /// Several calls in one record, as the items of a map are.
    private static final class Chunk extends Call {
        Chunk(long sequence, byte[] payload) {
            super(CallDescriptor.ITEMS, sequence, 1, new Encoded(payload, LargeArray.NONE), CALLS);
        }
    }

    @BeforeEach
    void start() throws Exception {
        worker = PlayedWorker.start(directory, CAPACITY_BYTES);
        line = worker.line;
        answers = worker.memory().responseWriter();
    }

    @AfterEach
    void end() throws Exception {
        worker.end();
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
        assertThat(worker.violation())
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
        assertThat(worker.violation())
                .isEqualTo(
                        "Calls must be answered in the order of sending: sequence=2, expected=1");
    }

    /// Writes an answer, and tells the program to look.
    private void answer(long sequence, Object value) throws Exception {
        byte[] payload = codec.encode(Subject.RESULT, value);
        RecordHeader header = new RecordHeader().begin(CallDescriptor.VALUE, sequence);
        assertThat(answers.write(header, payload, 0, payload.length)).isNotNegative();
        worker.ring();
    }
}
