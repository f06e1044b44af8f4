package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.memory.RingWriter;
import io.manyhands.spi.Parcel;
import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.Codec;
import io.manyhands.wire.Dictionary;
import io.manyhands.wire.Encoded;
import io.manyhands.wire.FrameDescriptor;
import io.manyhands.wire.FrameReader;
import io.manyhands.wire.FrameWriter;
import io.manyhands.wire.LargeArray;
import io.manyhands.wire.Subject;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A channel to something that does not behave as a worker does.
class ChannelRulesTest {
    private final PlayedWorker worker = PlayedWorker.start();
    private final TestLine line = worker.line;
    private final FrameReader received = worker.received;

    @BeforeEach
    void start() throws IOException {
        assertThat(received.next()).isTrue();
        assertThat(received.type()).isEqualTo(FrameDescriptor.CONFIG);
        assertThat(received.takeText()).isEqualTo(FrameDescriptor.VERSION);
        assertThat(received.takeText()).isEqualTo("worker-1");
        assertThat(received.takeInt()).isEqualTo(TestLine.EPOCH);
    }

    @AfterEach
    void end() throws Exception {
        worker.end();
    }

    @Test
    void otherVersionIsRefused() throws Exception {
        worker.say(FrameWriter.of(FrameDescriptor.HELLO).addText("manyhands 0.0.1").addLong(1));
        assertThat(worker.violation())
                .isEqualTo(
                        "A worker must be of the same version: worker=manyhands 0.0.1, program="
                                + FrameDescriptor.VERSION);
        assertThat(line.greeted).isNotDone();
    }

    @Test
    void otherFirstFrameIsRefused() throws Exception {
        worker.ring();
        assertThat(worker.violation())
                .startsWith("A worker must say HELLO before anything else: type=38");
    }

    @Test
    void secondHelloIsRefused() throws Exception {
        worker.greet();
        worker.greet();
        assertThat(worker.violation()).startsWith("A worker says HELLO once only: type=33");
    }

    @Test
    void actionOfAWorkerIsNotTakenBackForOthers() {
        Flights flights = new Flights(new Tenure(Terms.of(1), 0));
        Encoded nothing = new Encoded(new byte[1], LargeArray.NONE);
        Parcel parcel = new Parcel(ChannelRulesTest.class.getClassLoader(), null, nothing);
        flights.lock();
        try {
            flights.add(new Flight(CallDescriptor.TASK, 1, 0, new Errand(parcel), parcel));
        } finally {
            flights.unlock();
        }
        assertThat(flights.takeBack(line.channel, Integer.MAX_VALUE)).isEmpty();
        assertThat(flights.isEmpty()).isFalse();
    }

    @Test
    void garbageIsRefused() throws Exception {
        worker.greet();
        worker.write(new byte[] {'h', 'e', 'l', 'l', 'o'});
        assertThat(worker.violation()).startsWith("A frame must have a type that goes this way");
    }

    @Test
    void lengthThatIsTooLargeIsRefused() throws Exception {
        worker.greet();
        worker.write(new byte[] {0x7f, -1, -1, -1, FrameDescriptor.ANSWER, 1, 2});
        assertThat(worker.violation()).startsWith("A frame must keep within its limit");
    }

    @Test
    void halfFrameIsTheEnd() throws Exception {
        worker.greet();
        worker.write(new byte[] {0, 0, 0, 30, FrameDescriptor.ANSWER, 1, 2});
        List<Call> _ = worker.die();
        assertThat(worker.violation()).isEqualTo("null");
    }

    @Test
    void memoryThatWasNotOfferedIsRefused() throws Exception {
        worker.greet();
        worker.say(FrameDescriptor.MAPPED);
        assertThat(worker.violation()).startsWith("Memory must be offered to be mapped");
    }

    @Test
    void recordOfTheOtherDirectionIsRefused() throws Exception {
        worker.greet();
        answer(CallDescriptor.TASK, 1, TestLine.EPOCH, 7);
        assertThat(worker.violation())
                .isEqualTo("A record must have a type that comes from a worker: type=1");
    }

    @Test
    void callsWaitForTheGreeting() throws Exception {
        TestCall call = line.submit("task");
        assertThat(call.way).isEqualTo(Call.Way.NONE);
        worker.greet();
        assertThat(received.next()).isTrue();
        assertThat(received.type()).isEqualTo(FrameDescriptor.CALL);
        assertThat(call.way).isEqualTo(Call.Way.PIPE);
    }

    @Test
    void strayAnswersAreDropped() throws Exception {
        TestCall call = line.submit("task");
        worker.greet();
        answer(CallDescriptor.VALUE, 99, TestLine.EPOCH, "stray");
        answer(CallDescriptor.VALUE, call.sequence(), TestLine.EPOCH - 1, "late");
        answer(CallDescriptor.VALUE, call.sequence(), TestLine.EPOCH, "mine");
        assertThat(call.value()).isEqualTo("mine");
        answer(CallDescriptor.VALUE, call.sequence(), TestLine.EPOCH, "again");
        List<Call> _ = worker.die();
        assertThat(worker.violation()).isEqualTo("null");
        assertThat(call.value()).isEqualTo("mine");
    }

    @Test
    void callByPipeHasBegunOnceTheWorkerSaysSo() throws Exception {
        TestCall call = line.submit("task");
        worker.greet();
        assertThat(received.next()).isTrue();
        assertThat(line.channel.revoke(call)).isEqualTo(RingWriter.NOTHING_LEFT);
        assertThat(worker.die()).containsExactly(call);
        assertThat(line.channel.begun(call)).isZero();
    }

    @Test
    void begunCallByPipeIsKnownAfterTheEnd() throws Exception {
        TestCall call = line.submit("task");
        worker.greet();
        worker.say(FrameWriter.of(FrameDescriptor.BEGUN).addLong(call.sequence()));
        assertThat(worker.die()).containsExactly(call);
        assertThat(line.channel.begun(call)).isEqualTo(1);
    }

    @Test
    void onlyOneSmallCallGoesByPipe() throws Exception {
        worker.greet();
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
        worker.greet();
        assertThat(line.greeted.get(30, TimeUnit.SECONDS)).isEqualTo(1);
        TestCall call = line.submit("task");
        assertThatThrownBy(() -> line.channel.send(call))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("A call must be sent once only");
    }

    @Test
    void answerThatCouldNotBePassedOnIsSoWhenTheWorkerIsDead() throws Exception {
        AtomicInteger settled = new AtomicInteger();
        worker.greet();
        line.greeted.get(30, TimeUnit.SECONDS);
        TestCall call = line.submit("task");
        line.whenSettling =
                () -> {
                    if (settled.getAndIncrement() == 0) {
                        throw new OutOfMemoryError("for the test");
                    }
                };
        answer(CallDescriptor.VALUE, call.sequence(), TestLine.EPOCH, "answer");
        assertThat(worker.violation()).contains("for the test");
        assertThat(worker.die()).isEmpty();
        assertThat(settled).hasValue(2);
    }

    private void answer(byte type, long sequence, int epoch, Object value) throws Exception {
        Codec codec = Codec.of(getClass().getClassLoader(), new Dictionary(), new Dictionary());
        byte[] payload = codec.encode(Subject.RESULT, value);
        worker.say(
                FrameWriter.of(FrameDescriptor.ANSWER)
                        .addByte(type)
                        .addByte((byte) 0)
                        .addLong(sequence)
                        .addInt(epoch)
                        .addInt(0)
                        .addInt(0)
                        .addBytes(payload, 0, payload.length));
    }
}
