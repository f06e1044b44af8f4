package io.manyhands.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.FrameDescriptor;
import io.manyhands.wire.FrameDescriptor.Direction;
import io.manyhands.wire.FrameReader;
import io.manyhands.wire.FrameWriter;
import io.manyhands.wire.MemoryPipe;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A worker's loop, and something that does not behave as a program does.
class WorkerRulesTest {
    private static final int EPOCH = 3;
    private static final int SEED = 99;

    private final MemoryPipe toWorker = new MemoryPipe();
    private final MemoryPipe fromWorker = new MemoryPipe();
    private final OutputStream parent = toWorker.output();
    private final FrameReader received = new FrameReader(fromWorker.input(), Direction.FROM_WORKER);
    private final WorkerThread worker = new WorkerThread(toWorker.input(), fromWorker.output());

    @Test
    void greetsAtOnce() throws Exception {
        assertThat(received.next()).isTrue();
        assertThat(received.type()).isEqualTo(FrameDescriptor.HELLO);
        assertThat(received.takeText()).isEqualTo(FrameDescriptor.VERSION);
        assertThat(received.takeLong()).isEqualTo(7);
        parent.close();
        assertThat(worker.awaitEnd())
                .isEqualTo("halt 90: A worker must have a parent: its pipe has ended");
    }

    @Test
    void silenceOfTheProgramIsItsEnd() throws Exception {
        MemoryPipe silence = new MemoryPipe();
        MemoryPipe answers = new MemoryPipe();
        WorkerThread waiting = new WorkerThread(silence.input(), answers.output(), 1_000_000);
        assertThat(waiting.awaitEnd()).isEqualTo("halt 90: A worker must be told who it is");
        silence.output().close();
        parent.close();
    }

    @Test
    void otherVersionIsRefused() throws Exception {
        send(FrameWriter.of(FrameDescriptor.CONFIG).addText("9").addText("w").addInt(1));
        assertThat(worker.awaitEnd())
                .isEqualTo(
                        "halt 91: A program must be of the same version: program=9, worker="
                                + FrameDescriptor.VERSION);
    }

    @Test
    void otherFirstFrameIsRefused() throws Exception {
        parent.write(FrameWriter.empty(FrameDescriptor.BELL));
        assertThat(worker.awaitEnd())
                .isEqualTo("halt 91: A program must say CONFIG before anything else: type=4");
    }

    @Test
    void secondConfigIsRefused() throws Exception {
        identify();
        identify();
        assertThat(worker.awaitEnd()).isEqualTo("halt 91: A program says CONFIG once only: type=1");
    }

    @Test
    void impossibleLengthIsRefused() throws Exception {
        identify();
        parent.write(ByteBuffer.allocate(5).putInt(0x7FFF_FFF0).put((byte) 2).array());
        assertThat(worker.awaitEnd())
                .startsWith("halt 91: A frame must keep within its limit: type=2");
    }

    @Test
    void halfFrameIsTheEndOfTheParent() throws Exception {
        identify();
        parent.write(new byte[] {0, 0});
        parent.close();
        assertThat(worker.awaitEnd()).startsWith("halt 90");
    }

    @Test
    void recordOfAnotherLifeIsDropped() throws Exception {
        identify();
        record(CallDescriptor.TASK, EPOCH - 1, 0);
        send(FrameWriter.of(FrameDescriptor.CLOSE).addLong(5));
        assertThat(worker.awaitEnd()).isEqualTo("exit after at most 5");
        assertThat(received.next()).isTrue();
        assertThat(received.type()).isEqualTo(FrameDescriptor.HELLO);
        assertThat(received.next()).isFalse();
    }

    @Test
    void recordOfTheOtherDirectionIsRefused() throws Exception {
        identify();
        record(CallDescriptor.VALUE, EPOCH, 0);
        assertThat(worker.awaitEnd())
                .startsWith("halt 91: A record must be one that goes to a worker");
    }

    @Test
    void pieceByPipeIsRefused() throws Exception {
        identify();
        record(CallDescriptor.PART, EPOCH, 100);
        assertThat(worker.awaitEnd())
                .isEqualTo(
                        "halt 91: A record for a worker must go by pipe whole: type=6, total=100");
    }

    @Test
    void definitionOutOfOrderIsRefused() throws Exception {
        identify();
        send(
                FrameWriter.of(FrameDescriptor.CALL)
                        .addByte(CallDescriptor.DEFINE)
                        .addByte((byte) 0)
                        .addLong(0)
                        .addInt(EPOCH)
                        .addInt(17)
                        .addInt(0)
                        .addInt(1));
        assertThat(worker.awaitEnd())
                .startsWith("halt 91: Entries of a dictionary must come in order: entry=17");
    }

    @Test
    void answersNobodyWaitsForAreIgnored() throws Exception {
        identify();
        send(FrameWriter.of(FrameDescriptor.CLASS_MISSING).addInt(9));
        send(FrameWriter.of(FrameDescriptor.INTERRUPT).addLong(9));
        parent.write(FrameWriter.empty(FrameDescriptor.BELL));
        send(FrameWriter.of(FrameDescriptor.CLOSE).addLong(5));
        assertThat(worker.awaitEnd()).isEqualTo("exit after at most 5");
    }

    @Test
    void garbagePayloadIsTheAnswerOfThatCallAlone() throws Exception {
        identify();
        Random random = new Random(SEED);
        byte[] garbage = new byte[100];
        for (int i = 1; i <= 200; i++) {
            random.nextBytes(garbage);
            send(
                    FrameWriter.of(FrameDescriptor.CALL)
                            .addByte(CallDescriptor.TASK)
                            .addByte((byte) 0)
                            .addLong(i)
                            .addInt(EPOCH)
                            .addInt(0)
                            .addInt(0)
                            .addBytes(garbage, 0, garbage.length));
            awaitAnswer(i);
        }
        parent.close();
        assertThat(worker.awaitEnd()).startsWith("halt 90");
    }

    private void awaitAnswer(long sequence) throws IOException {
        while (received.next()) {
            if (received.type() == FrameDescriptor.ANSWER
                    && received.takeByte() != CallDescriptor.PART) {
                assertThat(received.takeByte()).isZero();
                assertThat(received.takeLong()).isEqualTo(sequence);
                return;
            }
        }
    }

    private void identify() throws IOException {
        send(
                FrameWriter.of(FrameDescriptor.CONFIG)
                        .addText(FrameDescriptor.VERSION)
                        .addText("manyhands-test-worker")
                        .addInt(EPOCH)
                        .addInt(0));
    }

    private void record(byte type, int epoch, int total) throws IOException {
        send(
                FrameWriter.of(FrameDescriptor.CALL)
                        .addByte(type)
                        .addByte((byte) 0)
                        .addLong(1)
                        .addInt(epoch)
                        .addInt(0)
                        .addInt(total));
    }

    private void send(FrameWriter frame) throws IOException {
        parent.write(frame.finished());
    }
}
