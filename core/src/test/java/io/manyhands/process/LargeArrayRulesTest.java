package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.Task;
import io.manyhands.memory.RecordHeader;
import io.manyhands.memory.RingReader;
import io.manyhands.memory.RingWriter;
import io.manyhands.wire.CallDescriptor;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Large arrays on their way to a worker that lies or dies in between, and back.
class LargeArrayRulesTest {
    private static final int CAPACITY = 1 << 16;
    private static final int ELEMENTS = 300_001;
    private static final int BYTES_TAG = 26;
    private static final int MOST_COLLECTIONS = 100;

    private final RecordHeader header = new RecordHeader();
    private PlayedWorker worker;
    private TestLine line;
    private RingReader requests;
    private RingWriter responses;

    @TempDir Path directory;

    @BeforeEach
    void start() throws Exception {
        worker = PlayedWorker.start(directory, CAPACITY);
        line = worker.line;
        requests = worker.memory().requestReader();
        responses = worker.memory().responseWriter();
    }

    @AfterEach
    void end() throws Exception {
        worker.end();
    }

    /// Or its snapshot would serve another task while this one is still sent.
    @Test
    void answerToACallThatIsSentInPartIsRefused() throws Exception {
        TestCall call = large();
        assertThat(line.channel.send(call)).isTrue();
        assertThat(call.way).isEqualTo(Call.Way.PIECES);
        answer(call);
        assertThat(worker.violation())
                .isEqualTo("Calls must have been sent whole to be answered: sequence=1");
        assertThat(call.isDone()).isFalse();
        assertThat(worker.die()).containsExactly(call);
        assertThat(line.channel.begun(call)).isZero();
    }

    @Test
    void callThatIsSentInPartHasNotBegunWhenTheWorkerDies() throws Exception {
        TestCall call = large();
        assertThat(line.channel.send(call)).isTrue();
        for (int piece = 0; piece < 3; piece++) {
            assertThat(requests.next()).isTrue();
            requests.release();
        }
        assertThat(worker.die()).containsExactly(call);
        assertThat(line.channel.begun(call)).isZero();
    }

    @Test
    void callIsNotAnsweredByHalfAnArray() throws Exception {
        TestCall call = line.task("small");
        assertThat(line.channel.send(call)).isTrue();
        arrayPiece(call, 100, 60);
        answer(call);
        assertThat(worker.violation())
                .isEqualTo("An array must have arrived whole: total=100, arrived=60");
        assertThat(call.isDone()).isFalse();
    }

    @Test
    void callHasBegunWhoseWorkerDiesWhileItsResultComes() throws Exception {
        TestCall call = line.task("small");
        assertThat(line.channel.send(call)).isTrue();
        assertThat(requests.next()).isTrue();
        assertThat(requests.claim(0)).isTrue();
        arrayPiece(call, 100, 60);
        assertThat(worker.die()).containsExactly(call);
        assertThat(line.channel.begun(call)).isEqualTo(1);
    }

    @Test
    void arraysLongerThanAllThatMayComeAreRefused() throws Exception {
        TestCall call = line.task("small");
        assertThat(line.channel.send(call)).isTrue();
        arrayPiece(call, Integer.MAX_VALUE, 60);
        worker.ring();
        assertThat(worker.violation())
                .startsWith("The arrays of a value must stay within its limits");
    }

    /// Futures of tasks know their worker, and it knows its channel.
    @Test
    void channelKeepsNoCallAfterTheEnd() throws Exception {
        WeakReference<TestCall> call = sent();
        assertThat(worker.die()).hasSize(1);
        line.channel.release();
        for (int i = 0; i < MOST_COLLECTIONS && call.get() != null; i++) {
            System.gc();
        }
        assertThat(call.get()).isNull();
    }

    private WeakReference<TestCall> sent() throws Exception {
        TestCall call = large();
        assertThat(line.channel.send(call)).isTrue();
        return new WeakReference<>(call);
    }

    private TestCall large() throws Exception {
        int[] array = new int[ELEMENTS];
        return line.apart((Task<Integer>) () -> array.length);
    }

    private void arrayPiece(TestCall call, int total, int length) {
        header.begin(CallDescriptor.ARRAY, call.sequence()).argument(BYTES_TAG).total(total);
        assertThat(responses.write(header, new byte[length], 0, length)).isNotNegative();
    }

    private void answer(TestCall call) throws IOException {
        header.begin(CallDescriptor.VALUE, call.sequence()).argument(0).total(0);
        assertThat(responses.write(header, new byte[] {0}, 0, 1)).isNotNegative();
        worker.ring();
    }
}
