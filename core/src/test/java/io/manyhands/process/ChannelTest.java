package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.Action;
import io.manyhands.Fn;
import io.manyhands.Task;
import io.manyhands.memory.Words;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A channel and a worker's loop, in one JVM.
class ChannelTest {
    private static final long REQUEST_TAIL_AT = 128;
    private static final long REQUEST_HEAD_AT = 256;
    private static final long RESPONSE_TAIL_AT = 384;

    /// The memory of the line under test, for tasks to look into.
    private static final AtomicReference<Words> MEMORY = new AtomicReference<>();

    private record Pair(int number, String text) implements Serializable {}

    private record Single(Pair only) implements Serializable {}

    @TempDir Path directory;

    @Test
    void firstTaskGoesByPipe() throws Exception {
        try (TestLine line = TestLine.inThread()) {
            assertThat(line.submit((Task<Integer>) () -> 42).value()).isEqualTo(42);
            assertThat(line.greeted.get(30, TimeUnit.SECONDS)).isEqualTo(7);
        }
    }

    @Test
    void tasksGoByRingOnceItIsMapped() throws Exception {
        try (TestLine line = TestLine.inThread()) {
            TestCall first = line.submit((Task<Integer>) () -> 1);
            line.mapped(directory, 1 << 16);
            int two = 2;
            TestCall second = line.submit((Task<Integer>) () -> two);
            assertThat(first.value()).isEqualTo(1);
            assertThat(second.value()).isEqualTo(2);
            assertThat(second.way).isEqualTo(Call.Way.RING);
        }
    }

    @Test
    void itemsAreAppliedToTheirFunction() throws Exception {
        try (TestLine line = TestLine.inThread()) {
            line.function(3, (Fn<Integer, Integer>) item -> item * 10);
            TestCall early = line.submit(line.item(3, 5));
            line.mapped(directory, 1 << 16);
            List<TestCall> calls = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                calls.add(line.submit(line.item(3, i)));
            }
            assertThat(early.value()).isEqualTo(50);
            for (int i = 0; i < calls.size(); i++) {
                assertThat(calls.get(i).value()).isEqualTo(i * 10);
            }
        }
    }

    @Test
    void longPayloadsGoInPieces() throws Exception {
        try (TestLine line = TestLine.inThread().mapped(directory, 1 << 12)) {
            byte[] big = new byte[1 << 20];
            big[big.length - 1] = 7;
            TestCall call =
                    line.submit(
                            (Task<byte[]>)
                                    () -> {
                                        byte[] copy = big.clone();
                                        copy[0] = 9;
                                        return copy;
                                    });
            TestCall next = line.submit((Task<String>) () -> "next");
            byte[] back = (byte[]) call.value();
            assertThat(back).hasSize(big.length);
            assertThat(back[0]).isEqualTo((byte) 9);
            assertThat(back[big.length - 1]).isEqualTo((byte) 7);
            assertThat(next.value()).isEqualTo("next");
        }
    }

    @Test
    void longAnswerOfTheFirstCallGoesByPipe() throws Exception {
        try (TestLine line = TestLine.inThread()) {
            TestCall call = line.submit((Task<byte[]>) () -> new byte[1_000_000]);
            assertThat((byte[]) call.value()).hasSize(1_000_000);
        }
    }

    @Test
    void pollingCallerTakesTheAnswers() throws Exception {
        try (TestLine line = TestLine.inThread().mapped(directory, 1 << 16)) {
            for (int i = 0; i < 1_000; i++) {
                int number = i;
                TestCall call = line.submit((Task<Integer>) () -> number);
                boolean done = line.channel.pollUntil(call::isDone, 5_000_000);
                assertThat(call.value()).as("done=%s", done).isEqualTo(number);
            }
        }
    }

    @Test
    void interruptReachesTheRunningCallAlone() throws Exception {
        try (TestLine line = TestLine.inThread().mapped(directory, 1 << 16)) {
            TestCall waiting = line.submit((Action) () -> new CountDownLatch(1).await());
            TestCall next =
                    line.submit((Task<Boolean>) () -> Thread.currentThread().isInterrupted());
            while (line.channel.begun(waiting) == 0) {
                Thread.onSpinWait();
            }
            line.channel.interrupt(waiting.sequence());
            line.channel.interrupt(waiting.sequence());
            assertThat(waiting.text()).startsWith("failure java.lang.InterruptedException");
            assertThat(next.value()).isEqualTo(false);
        }
    }

    @Test
    void revokedCallsNeverRun() throws Exception {
        try (TestLine line = TestLine.inThread().mapped(directory, 1 << 16)) {
            TestCall first = line.submit((Action) () -> new CountDownLatch(1).await());
            TestCall second = line.submit((Task<String>) () -> "second");
            TestCall third = line.submit((Task<String>) () -> "third");
            while (line.channel.begun(first) == 0) {
                Thread.onSpinWait();
            }
            assertThat(line.revoke(first)).isFalse();
            assertThat(line.revoke(second)).isTrue();
            line.channel.interrupt(first.sequence());
            assertThat(third.value()).isEqualTo("third");
            assertThat(second.isDone()).isFalse();
        }
    }

    @Test
    void callIsRevokedWhileItsPiecesAreOnTheWay() throws Exception {
        try (TestLine line = TestLine.inThread().mapped(directory, 1 << 12)) {
            TestCall first = line.submit((Action) () -> new CountDownLatch(1).await());
            byte[] big = new byte[1 << 16];
            TestCall second = line.submit((Task<Integer>) () -> big.length);
            TestCall third = line.submit((Task<String>) () -> "third");
            while (line.channel.begun(first) == 0) {
                Thread.onSpinWait();
            }
            assertThat(second.way).isEqualTo(Call.Way.PIECES);
            assertThat(line.revoke(second)).isTrue();
            line.channel.interrupt(first.sequence());
            assertThat(third.value()).isEqualTo("third");
            assertThat(second.isDone()).isFalse();
        }
    }

    @Test
    void damagedAnswersEndTheLineWithASentence() throws Exception {
        try (TestLine line = TestLine.inThread().mapped(directory, 1 << 12)) {
            line.words().storeLongVolatile(RESPONSE_TAIL_AT, 1 << 30);
            assertThat(line.channel.poll()).isFalse();
            assertThat(line.ended.get(30, TimeUnit.SECONDS))
                    .startsWith("The writer must publish no more than the ring holds");
            assertThat(line.channel.send(line.task("late"))).isFalse();
        }
    }

    @Test
    void damagedRequestsEndTheWorkerWithASentence() throws Exception {
        try (TestLine line = TestLine.inThread()) {
            line.offer(directory, 1 << 12).permitSpin(Integer.MAX_VALUE);
            assertThat(line.mapped.get(30, TimeUnit.SECONDS)).isEmpty();
            line.words().storeLongVolatile(REQUEST_TAIL_AT, 1 << 30);
            assertThat(line.worker().awaitEnd())
                    .startsWith("halt 91: The writer must publish no more than the ring holds");
        }
    }

    @Test
    void definitionsComeBeforeWhatNeedsThem() throws Exception {
        try (TestLine line = TestLine.inThread().mapped(directory, 1 << 16)) {
            Pair pair = new Pair(1, "one");
            assertThat(line.submit((Task<Pair>) () -> new Pair(1, "one")).value()).isEqualTo(pair);
            assertThat(line.submit((Task<Single>) () -> new Single(pair)).value())
                    .isEqualTo(new Single(pair));
        }
    }

    @Test
    void requestIsReleasedAfterItsAnswer() throws Exception {
        try (TestLine line = TestLine.inThread().mapped(directory, 1 << 16)) {
            MEMORY.set(line.words());
            TestCall call = line.submit((Task<Boolean>) ChannelTest::isReleased);
            assertThat(call.value()).isEqualTo(false);
        }
    }

    /// Whether the worker has released all requests, also that of the task which asks.
    private static boolean isReleased() {
        Words words = MEMORY.get();
        return words.loadLongVolatile(REQUEST_HEAD_AT) == words.loadLongVolatile(REQUEST_TAIL_AT);
    }

    @Test
    void answeredCallIsNotKept() throws Exception {
        InFlight inFlight = new InFlight();
        Call first = new Call((byte) 1, 1, 0, new byte[0]);
        Call second = new Call((byte) 1, 2, 0, new byte[0]);
        inFlight.add(first);
        inFlight.add(second);
        assertThat(inFlight.find(2)).isSameAs(second);
        assertThat(inFlight.find(3)).isNull();
        inFlight.removeFirst();
        assertThat(inFlight.first()).isSameAs(second);
        assertThat(inFlight.rest()).containsExactly(second);
        inFlight.removeFirst();
        inFlight.removeFirst();
        assertThat(inFlight.first()).isNull();
    }

    @Test
    void closingEndsTheWorkerAfterItsCall() throws Exception {
        try (TestLine line = TestLine.inThread()) {
            TestCall call = line.submit((Task<Integer>) () -> 1);
            assertThat(call.value()).isEqualTo(1);
            line.channel.close(java.time.Duration.ofMillis(1234));
            assertThat(line.worker().awaitEnd()).isEqualTo("exit after at most 1234");
        }
    }

    @Test
    void classesAreServed(@TempDir Path folder) throws Exception {
        try (TestLine line = TestLine.inThread().mapped(directory, 1 << 16)) {
            OneClass only = OneClass.compile(folder);
            line.serve("Only.class", only.bytes());
            TestCall call = line.submit(line.task(1, only.instance()));
            TestCall unserved = line.submit(line.task(2, only.instance()));
            assertThat(call.value()).isEqualTo("only");
            assertThat(unserved.value()).isEqualTo("only");
        }
    }

    @Test
    void missingClassIsTheFailureOfItsCall(@TempDir Path folder) throws Exception {
        try (TestLine line = TestLine.inThread()) {
            OneClass only = OneClass.compile(folder);
            TestCall call = line.submit(line.task(1, only.instance()));
            assertThat(call.text()).startsWith("refused task: ").contains("Only");
            assertThat(line.submit((Task<Integer>) () -> 7).value()).isEqualTo(7);
        }
    }
}
