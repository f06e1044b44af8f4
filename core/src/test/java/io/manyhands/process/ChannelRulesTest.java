package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.memory.RingWriter;
import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.Codec;
import io.manyhands.wire.Dictionary;
import io.manyhands.wire.FrameDescriptor;
import io.manyhands.wire.FrameDescriptor.Direction;
import io.manyhands.wire.FrameReader;
import io.manyhands.wire.FrameWriter;
import io.manyhands.wire.MemoryPipe;
import io.manyhands.wire.Subject;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A channel to something that does not behave as a worker does.
class ChannelRulesTest {
    private final MemoryPipe toWorker = new MemoryPipe();
    private final MemoryPipe fromWorker = new MemoryPipe();
    private final OutputStream worker = fromWorker.output();
    private final FrameReader received = new FrameReader(toWorker.input(), Direction.TO_WORKER);
    private final TestLine line =
            TestLine.over(new Channel.Pipes(fromWorker.input(), toWorker.output()));

    @BeforeEach
    void start() throws IOException {
        line.channel.start();
        assertThat(received.next()).isTrue();
        assertThat(received.type()).isEqualTo(FrameDescriptor.CONFIG);
        assertThat(received.takeText()).isEqualTo(FrameDescriptor.VERSION);
        assertThat(received.takeText()).isEqualTo("worker-1");
        assertThat(received.takeInt()).isEqualTo(TestLine.EPOCH);
    }

    @AfterEach
    void end() throws Exception {
        worker.close();
        assertThat(line.ended.get(30, TimeUnit.SECONDS)).isNotNull();
        line.channel.drainAfterDeath(Duration.ofSeconds(30));
        line.channel.release();
    }

    @Test
    void otherVersionIsRefused() throws Exception {
        send(FrameWriter.of(FrameDescriptor.HELLO).addText("manyhands 0.0.1").addLong(1));
        assertThat(violation())
                .isEqualTo(
                        "A worker must be of the same version: worker=manyhands 0.0.1, program="
                                + FrameDescriptor.VERSION);
        assertThat(line.greeted).isNotDone();
    }

    @Test
    void otherFirstFrameIsRefused() throws Exception {
        worker.write(FrameWriter.empty(FrameDescriptor.RING));
        assertThat(violation()).startsWith("A worker must say HELLO before anything else: type=38");
    }

    @Test
    void secondHelloIsRefused() throws Exception {
        greet();
        greet();
        assertThat(violation()).startsWith("A worker says HELLO once only: type=33");
    }

    @Test
    void garbageIsRefused() throws Exception {
        greet();
        worker.write(new byte[] {'h', 'e', 'l', 'l', 'o'});
        assertThat(violation()).startsWith("A frame must have a type that goes this way");
    }

    @Test
    void halfFrameIsTheEnd() throws Exception {
        greet();
        worker.write(new byte[] {0, 0, 0, 30, FrameDescriptor.ANSWER, 1, 2});
        worker.close();
        assertThat(violation()).isEqualTo("null");
    }

    @Test
    void memoryThatWasNotOfferedIsRefused() throws Exception {
        greet();
        worker.write(FrameWriter.empty(FrameDescriptor.MAPPED));
        assertThat(violation()).startsWith("Memory must be offered to be mapped");
    }

    @Test
    void recordOfTheOtherDirectionIsRefused() throws Exception {
        greet();
        answer(CallDescriptor.TASK, 1, TestLine.EPOCH, 7);
        assertThat(violation())
                .isEqualTo("A record must have a type that comes from a worker: type=1");
    }

    @Test
    void callsWaitForTheGreeting() throws Exception {
        TestCall call = line.submit("task");
        assertThat(call.way).isEqualTo(Call.Way.NONE);
        greet();
        assertThat(received.next()).isTrue();
        assertThat(received.type()).isEqualTo(FrameDescriptor.CALL);
        assertThat(call.way).isEqualTo(Call.Way.PIPE);
    }

    @Test
    void strayAnswersAreDropped() throws Exception {
        TestCall call = line.submit("task");
        greet();
        answer(CallDescriptor.VALUE, 99, TestLine.EPOCH, "stray");
        answer(CallDescriptor.VALUE, call.sequence(), TestLine.EPOCH - 1, "late");
        answer(CallDescriptor.VALUE, call.sequence(), TestLine.EPOCH, "mine");
        assertThat(call.value()).isEqualTo("mine");
        answer(CallDescriptor.VALUE, call.sequence(), TestLine.EPOCH, "again");
        worker.close();
        assertThat(violation()).isEqualTo("null");
        line.channel.drainAfterDeath(Duration.ofSeconds(30));
        assertThat(call.value()).isEqualTo("mine");
    }

    @Test
    void callByPipeHasBegunOnceTheWorkerSaysSo() throws Exception {
        TestCall call = line.submit("task");
        greet();
        assertThat(received.next()).isTrue();
        assertThat(line.channel.revoke(call)).isEqualTo(RingWriter.NOTHING_LEFT);
        worker.close();
        assertThat(line.channel.drainAfterDeath(Duration.ofSeconds(30))).containsExactly(call);
        assertThat(line.channel.begun(call)).isZero();
    }

    @Test
    void begunCallByPipeIsKnownAfterTheEnd() throws Exception {
        TestCall call = line.submit("task");
        greet();
        send(FrameWriter.of(FrameDescriptor.BEGUN).addLong(call.sequence()));
        worker.close();
        assertThat(line.channel.drainAfterDeath(Duration.ofSeconds(30))).containsExactly(call);
        assertThat(line.channel.begun(call)).isEqualTo(1);
    }

    @Test
    void onlyOneSmallCallGoesByPipe() throws Exception {
        greet();
        assertThat(line.greeted.get(30, TimeUnit.SECONDS)).isEqualTo(1);
        TestCall large = line.task(new byte[100_000]);
        assertThat(line.channel.send(large)).isFalse();
        TestCall first = line.submit("first");
        TestCall second = line.submit("second");
        assertThat(first.way).isEqualTo(Call.Way.PIPE);
        assertThat(second.way).isEqualTo(Call.Way.NONE);
        answer(CallDescriptor.VALUE, first.sequence(), TestLine.EPOCH, "one");
        answer(CallDescriptor.VALUE, second.sequence(), TestLine.EPOCH, "two");
        assertThat(second.value()).isEqualTo("two");
    }

    @Test
    void callIsSentOnceOnly() throws Exception {
        greet();
        assertThat(line.greeted.get(30, TimeUnit.SECONDS)).isEqualTo(1);
        TestCall call = line.submit("task");
        assertThatThrownBy(() -> line.channel.send(call))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("A call must be sent once only");
    }

    private String violation() throws Exception {
        return line.ended.get(30, TimeUnit.SECONDS);
    }

    private void greet() throws IOException {
        send(FrameWriter.of(FrameDescriptor.HELLO).addText(FrameDescriptor.VERSION).addLong(1));
    }

    private void answer(byte type, long sequence, int epoch, Object value) throws Exception {
        Codec codec = Codec.of(getClass().getClassLoader(), new Dictionary(), new Dictionary());
        byte[] payload = codec.encode(Subject.RESULT, value);
        send(
                FrameWriter.of(FrameDescriptor.ANSWER)
                        .addByte(type)
                        .addByte((byte) 0)
                        .addLong(sequence)
                        .addInt(epoch)
                        .addInt(0)
                        .addInt(0)
                        .addBytes(payload, 0, payload.length));
    }

    private void send(FrameWriter frame) throws IOException {
        worker.write(frame.finished());
    }
}
