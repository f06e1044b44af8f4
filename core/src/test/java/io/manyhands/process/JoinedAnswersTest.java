package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.memory.RecordHeader;
import io.manyhands.memory.RingWriter;
import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.Chunk;
import io.manyhands.wire.Codec;
import io.manyhands.wire.Dictionary;
import io.manyhands.wire.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Answers that come in one record, from a worker that is played here.
class JoinedAnswersTest {
    private static final int CAPACITY = 1 << 14;

    @TempDir Path directory;
    private final Codec codec =
            Codec.of(getClass().getClassLoader(), new Dictionary(), new Dictionary());
    private PlayedWorker worker;
    private TestLine line;
    private RingWriter responses;

    @BeforeEach
    void start() throws Exception {
        worker = PlayedWorker.start(directory, CAPACITY);
        line = worker.line;
        responses = worker.memory().responseWriter();
    }

    @AfterEach
    void end() throws Exception {
        worker.end();
    }

    @Test
    void eachIsTakenAsItComes() throws Exception {
        TestCall first = line.submit(line.item(1, "a"));
        TestCall second = line.submit(line.item(1, "b"));
        open(first);
        append(CallDescriptor.VALUE, codec.encode(Subject.RESULT, "one"));
        ring();
        assertThat(first.value()).isEqualTo("one");
        assertThat(second.isDone()).isFalse();
        append(CallDescriptor.VALUE, codec.encode(Subject.RESULT, "two"));
        ring();
        assertThat(second.value()).isEqualTo("two");
    }

    @Test
    void failureComesAmongValues() throws Exception {
        TestCall first = line.submit(line.item(1, "a"));
        TestCall second = line.submit(line.item(1, "b"));
        open(first);
        append(CallDescriptor.VALUE, codec.encode(Subject.RESULT, 5));
        append(
                CallDescriptor.BARE_FAILURE,
                "a.Failure\nno memory".getBytes(StandardCharsets.UTF_8));
        ring();
        assertThat(first.text()).isEqualTo("value 5");
        assertThat(second.text()).isEqualTo("bare a.Failure\nno memory");
    }

    @Test
    void whatADeadWorkerAddedIsTaken() throws Exception {
        TestCall first = line.submit(line.item(1, "a"));
        TestCall second = line.submit(line.item(1, "b"));
        open(first);
        append(CallDescriptor.VALUE, codec.encode(Subject.RESULT, "one"));
        assertThat(worker.die()).containsExactly(second);
        assertThat(first.value()).isEqualTo("one");
    }

    @Test
    void recordsThatFollowAreTakenAfterIt() throws Exception {
        TestCall first = line.submit(line.item(1, "a"));
        TestCall second = line.submit(line.item(1, "b"));
        open(first);
        append(CallDescriptor.VALUE, codec.encode(Subject.RESULT, "one"));
        byte[] two = codec.encode(Subject.RESULT, "two");
        responses.write(
                new RecordHeader().begin(CallDescriptor.VALUE, second.sequence()),
                two,
                0,
                two.length);
        ring();
        assertThat(first.value()).isEqualTo("one");
        assertThat(second.value()).isEqualTo("two");
    }

    @Test
    void answerOfNoKindIsRefused() throws Exception {
        TestCall first = line.submit(line.item(1, "a"));
        open(first);
        append(CallDescriptor.CUT_SHORT, new byte[1]);
        ring();
        assertThat(worker.violation())
                .isEqualTo("A record must have a type that comes from a worker: type=37");
        assertThat(first.isDone()).isFalse();
    }

    @Test
    void answerThatIsCutIsRefused() throws Exception {
        TestCall first = line.submit(line.item(1, "a"));
        open(first);
        byte[] entry = new byte[Chunk.KIND_AND_LENGTH_BYTES];
        assertThat(Chunk.putAnswer(entry, 0, CallDescriptor.VALUE, new byte[0], 0))
                .isEqualTo(entry.length);
        entry[1] = 1;
        responses.append(entry, entry.length);
        ring();
        assertThat(worker.violation()).startsWith("The arguments of a payload must add up to it");
        assertThat(first.isDone()).isFalse();
    }

    private void open(TestCall first) {
        RecordHeader header = new RecordHeader().begin(CallDescriptor.ANSWERS, first.sequence());
        assertThat(responses.open(header, responses.maxPayloadBytes())).isTrue();
    }

    private void append(byte kind, byte[] answer) {
        byte[] entry = new byte[Chunk.KIND_AND_LENGTH_BYTES + answer.length];
        int length = Chunk.putAnswer(entry, 0, kind, answer, answer.length);
        assertThat(responses.append(entry, length)).isTrue();
    }

    private void ring() throws IOException {
        responses.publishAgain();
        worker.ring();
    }
}
