package io.manyhands.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.FrameDescriptor;
import io.manyhands.wire.FrameReader;
import io.manyhands.wire.FrameWriter;
import io.manyhands.wire.MemoryPipe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A worker's loop, and something that does not behave as a program does.
class WorkerRulesTest {
    private static final int SEED = 99;

    private final PlayedProgram program = new PlayedProgram();
    private final FrameReader received = program.received;

    @Test
    void greetsAtOnce() throws Exception {
        assertThat(received.next()).isTrue();
        assertThat(received.type()).isEqualTo(FrameDescriptor.HELLO);
        assertThat(received.takeText()).isEqualTo(FrameDescriptor.VERSION);
        assertThat(received.takeLong()).isEqualTo(7);
        program.die();
        assertThat(program.awaitEnd())
                .isEqualTo("halt 90: A worker must have a parent: its pipe has ended");
    }

    @Test
    void silenceOfTheProgramIsItsEnd() throws Exception {
        MemoryPipe silence = new MemoryPipe();
        MemoryPipe answers = new MemoryPipe();
        WorkerThread waiting = new WorkerThread(silence.input(), answers.output(), 1_000_000);
        assertThat(waiting.awaitEnd()).isEqualTo("halt 90: A worker must be told who it is");
        silence.output().close();
        program.die();
    }

    @Test
    void otherVersionIsRefused() throws Exception {
        program.say(FrameWriter.of(FrameDescriptor.CONFIG).addText("9").addText("w").addInt(1));
        assertThat(program.awaitEnd())
                .isEqualTo(
                        "halt 91: A program must be of the same version: program=9, worker="
                                + FrameDescriptor.VERSION);
    }

    @Test
    void otherFirstFrameIsRefused() throws Exception {
        program.write(FrameWriter.empty(FrameDescriptor.BELL));
        assertThat(program.awaitEnd())
                .isEqualTo("halt 91: A program must say CONFIG before anything else: type=4");
    }

    @Test
    void secondConfigIsRefused() throws Exception {
        program.identify();
        program.identify();
        assertThat(program.awaitEnd())
                .isEqualTo("halt 91: A program says CONFIG once only: type=1");
    }

    @Test
    void impossibleLengthIsRefused() throws Exception {
        program.identify();
        program.write(ByteBuffer.allocate(5).putInt(0x7FFF_FFF0).put((byte) 2).array());
        assertThat(program.awaitEnd())
                .startsWith("halt 91: A frame must keep within its limit: type=2");
    }

    @Test
    void halfFrameIsTheEndOfTheParent() throws Exception {
        program.identify();
        program.write(new byte[] {0, 0});
        program.die();
        assertThat(program.awaitEnd()).startsWith("halt 90");
    }

    @Test
    void recordOfAnotherLifeIsDropped() throws Exception {
        program.identify();
        program.call(CallDescriptor.TASK, 1, PlayedProgram.EPOCH - 1, 0);
        program.orderClose(5);
        assertThat(program.awaitEnd()).isEqualTo("exit after at most 5");
        assertThat(received.next()).isTrue();
        assertThat(received.type()).isEqualTo(FrameDescriptor.HELLO);
        assertThat(received.next()).isFalse();
    }

    @Test
    void recordOfTheOtherDirectionIsRefused() throws Exception {
        program.identify();
        program.call(CallDescriptor.VALUE, 1, PlayedProgram.EPOCH, 0);
        assertThat(program.awaitEnd())
                .startsWith("halt 91: A record must be one that goes to a worker");
    }

    @Test
    void pieceByPipeIsRefused() throws Exception {
        program.identify();
        program.call(CallDescriptor.PART, 1, PlayedProgram.EPOCH, 100);
        assertThat(program.awaitEnd())
                .isEqualTo(
                        "halt 91: A record for a worker must go by pipe whole: type=6, total=100");
    }

    @Test
    void definitionOutOfOrderIsRefused() throws Exception {
        program.identify();
        program.say(
                FrameWriter.of(FrameDescriptor.CALL)
                        .addByte(CallDescriptor.DEFINE)
                        .addByte((byte) 0)
                        .addLong(0)
                        .addInt(PlayedProgram.EPOCH)
                        .addInt(17)
                        .addInt(0)
                        .addInt(1));
        assertThat(program.awaitEnd())
                .startsWith("halt 91: Entries of a dictionary must come in order: entry=17");
    }

    @Test
    void answersNobodyWaitsForAreIgnored() throws Exception {
        program.identify();
        program.say(FrameWriter.of(FrameDescriptor.CLASS_MISSING).addInt(9));
        program.say(FrameWriter.of(FrameDescriptor.INTERRUPT).addLong(9));
        program.write(FrameWriter.empty(FrameDescriptor.BELL));
        program.orderClose(5);
        assertThat(program.awaitEnd()).isEqualTo("exit after at most 5");
    }

    @Test
    void garbagePayloadIsTheAnswerOfThatCallAlone() throws Exception {
        program.identify();
        Random random = new Random(SEED);
        byte[] garbage = new byte[100];
        for (int i = 1; i <= 200; i++) {
            random.nextBytes(garbage);
            program.call(CallDescriptor.TASK, i, garbage);
            awaitAnswer(i);
        }
        program.die();
        assertThat(program.awaitEnd()).startsWith("halt 90");
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
}
