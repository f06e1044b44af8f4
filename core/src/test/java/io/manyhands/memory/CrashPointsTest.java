package io.manyhands.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.Serial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// A side dies at its k-th access to the memory, for every k; then the other side looks.
final class CrashPointsTest {
    private static final int CHUNK_CALLS = 3;

    /// The call that is taken back before the worker looks.
    private static final int REVOKED = 1;

    /// Records before the padding, so that what follows has to go around it.
    private static final int BEFORE = 7;

    private static final int LONGEST = 96;

    /// The number of a record of several answers.
    private static final int APPENDED = 1000;

    @Test
    void recordsOfAWriterThatDiedAreSeenWholeOrNotAtAll() {
        assertThat(enumerateWriter(UnaryOperator.identity())).isGreaterThan(20);
    }

    @Test
    void writerThatPublishesBeforeItWritesIsCaught() {
        assertThatThrownBy(() -> enumerateWriter(PublishFirst::new)).isInstanceOf(Throwable.class);
    }

    @Test
    void writerWhosePayloadIsDroppedIsCaught() {
        assertThatThrownBy(() -> enumerateWriter(NoPayload::new))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void everyCallOfAWorkerThatDiedIsAnsweredClaimedOrTakenBack() {
        assertThat(enumerateWorker(CrashPointsTest::workInOrder)).isGreaterThan(30);
    }

    @Test
    void workerThatReleasesBeforeItAnswersIsCaught() {
        assertThatThrownBy(() -> enumerateWorker(CrashPointsTest::workReleasingFirst))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("neither");
    }

    @Test
    void workerThatAnswersWithoutAClaimIsCaught() {
        assertThatThrownBy(() -> enumerateWorker(CrashPointsTest::workWithoutClaim))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("both");
    }

    @Test
    void everyCallOfAChunkIsAnsweredBegunOrTakenBack() {
        assertThat(enumerateChunk(CrashPointsTest::workChunkInOrder)).isGreaterThan(15);
    }

    @Test
    void everyCallOfAChunkWithAnswersInOneRecordIsAnsweredBegunOrTakenBack() {
        assertThat(enumerateChunk(CrashPointsTest::workChunkAppending)).isGreaterThan(15);
    }

    @Test
    void workerThatShowsMoreThanItWroteIsCaught() {
        assertThatThrownBy(() -> enumerateChunk(CrashPointsTest::workChunkShowingFirst))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void workerThatClaimsAheadOfItsAnswersIsCaught() {
        assertThatThrownBy(() -> enumerateChunk(CrashPointsTest::workChunkClaimingAhead))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("begun and not answered");
    }

    /// Returns how many crash points there were.
    private static int enumerateWriter(UnaryOperator<Words> fault) {
        for (int crashAt = 0; ; crashAt++) {
            Words words = Samples.channelWords();
            RingReader reader = ChannelMemory.open(words).responseReader();
            wrapAround(words, reader);
            CrashingWords crashing = new CrashingWords(words);
            RingWriter writer = ChannelMemory.open(fault.apply(crashing)).responseWriter();
            crashing.crashAfter(crashAt);
            boolean died = dies(() -> writeThree(writer));
            ensureWholeOrNone(reader, died);
            if (!died) {
                return crashAt;
            }
        }
    }

    private static void wrapAround(Words words, RingReader reader) {
        RingWriter writer = ChannelMemory.open(words).responseWriter();
        for (int i = 0; i < BEFORE; i++) {
            Samples.write(writer, -i, LONGEST - 8);
            assertThat(reader.next()).isTrue();
        }
        reader.release();
    }

    private static void writeThree(RingWriter writer) {
        Samples.write(writer, 0, 40);
        Samples.writeUnpublished(writer, 1, LONGEST);
        Samples.writeUnpublished(writer, 2, 0);
        writer.publish();
    }

    private static void ensureWholeOrNone(RingReader reader, boolean died) {
        int[] lengths = {40, LONGEST, 0};
        int seen = 0;
        while (reader.next()) {
            Samples.ensureWhole(reader, seen, lengths[seen]);
            seen++;
        }
        assertThat(seen).isIn(0, 1, 3);
        assertThat(died || seen == 3).isTrue();
        assertThat(reader.isEmpty()).isTrue();
    }

    /// Returns how many crash points there were.
    private static int enumerateWorker(WorkerLoop loop) {
        for (int crashAt = 0; ; crashAt++) {
            Words words = Samples.channelWords();
            ChannelMemory memory = ChannelMemory.open(words);
            RingWriter requests = memory.requestWriter();
            List<Long> positions = new ArrayList<>();
            for (int call = 0; call < 4; call++) {
                positions.add(Samples.write(requests, call, 20 * call));
            }
            assertThat(requests.revoke(positions.get(REVOKED), 0, 1)).isZero();
            CrashingWords crashing = new CrashingWords(words);
            ChannelMemory workers = ChannelMemory.open(crashing);
            RingReader reader = workers.requestReader();
            RingWriter responses = workers.responseWriter();
            crashing.crashAfter(crashAt);
            boolean died = dies(() -> loop.run(reader, responses, workers.parentBell()));
            ensureEveryCallEnds(memory, requests, positions);
            if (!died) {
                return crashAt;
            }
        }
    }

    /// Returns how many crash points there were.
    private static int enumerateChunk(WorkerLoop loop) {
        for (int crashAt = 0; ; crashAt++) {
            Words words = Samples.channelWords();
            ChannelMemory memory = ChannelMemory.open(words);
            RingWriter requests = memory.requestWriter();
            long position = Samples.write(requests, 0, 20);
            CrashingWords crashing = new CrashingWords(words);
            ChannelMemory workers = ChannelMemory.open(crashing);
            RingReader reader = workers.requestReader();
            RingWriter responses = workers.responseWriter();
            crashing.crashAfter(crashAt);
            boolean died = dies(() -> loop.run(reader, responses, workers.parentBell()));
            RingReader read = memory.responseReader();
            int answered = 0;
            while (!read.isOpen() && read.next()) {
                answered += ensureAnswers(read, answered);
            }
            Samples.fill(requests, 0);
            boolean isReleased = requests.isReleased(position);
            int begun = isReleased ? CHUNK_CALLS : requests.begun(position, answered, CHUNK_CALLS);
            assertThat(begun - answered).as("begun and not answered").isBetween(0, 1);
            int kept = requests.revoke(position, answered, CHUNK_CALLS);
            assertThat(kept).isEqualTo(begun < CHUNK_CALLS ? begun : RingWriter.NOTHING_LEFT);
            if (!died) {
                assertThat(answered).isEqualTo(CHUNK_CALLS);
                return crashAt;
            }
        }
    }

    /// Returns how many answers are in a record.
    private static int ensureAnswers(RingReader read, int answered) {
        if (read.sequence() != APPENDED) {
            Samples.ensureWhole(read, answered, 24);
            return 1;
        }
        int grown = read.grown();
        byte[] all = new byte[grown];
        read.copyPart(0, all, grown);
        for (int at = 0; at < grown; at += 8) {
            assertThat(Arrays.copyOfRange(all, at, at + 8))
                    .isEqualTo(Samples.payload(answered + at / 8, 8));
        }
        return grown / 8;
    }

    private static void ensureEveryCallEnds(
            ChannelMemory memory, RingWriter requests, List<Long> positions) {
        List<Long> answered = new ArrayList<>();
        RingReader responses = memory.responseReader();
        while (responses.next()) {
            Samples.ensureWhole(responses, responses.sequence(), 24);
            answered.add(responses.sequence());
        }
        assertThat(answered).doesNotHaveDuplicates().doesNotContain((long) REVOKED).isSorted();
        Samples.fill(requests, 0);
        int claimedOnly = 0;
        for (int call = 0; call < positions.size(); call++) {
            long position = positions.get(call);
            boolean claimed = requests.begun(position, 0, 1) > 0;
            boolean revoked = call == REVOKED || requests.revoke(position, 0, 1) == 0;
            boolean done = answered.contains((long) call);
            if (!done && !claimed && !revoked) {
                fail("Call %s is neither answered, nor claimed, nor taken back", call);
            }
            if (revoked && (done || claimed)) {
                fail("Call %s is both taken back and begun", call);
            }
            claimedOnly += claimed && !done ? 1 : 0;
        }
        assertThat(claimedOnly).isLessThanOrEqualTo(1);
    }

    private static void workInOrder(RingReader requests, RingWriter responses, Bell bell) {
        while (requests.next()) {
            if (requests.claim(0)) {
                Samples.ensureWhole(requests, requests.sequence(), 20 * (int) requests.sequence());
                Samples.write(responses, requests.sequence(), 24);
                bell.ring(Bell.DATA);
            }
            requests.release();
            bell.ring(Bell.SPACE);
        }
    }

    private static void workChunkInOrder(RingReader requests, RingWriter responses, Bell bell) {
        while (requests.next()) {
            for (int call = 0; call < CHUNK_CALLS && requests.claim(call); call++) {
                Samples.write(responses, call, 24);
            }
            requests.release();
            bell.ring(Bell.DATA);
        }
    }

    private static void workChunkAppending(RingReader requests, RingWriter responses, Bell bell) {
        while (requests.next()) {
            for (int call = 0; call < CHUNK_CALLS && requests.claim(call); call++) {
                boolean isNext = responses.append(Samples.payload(call, 8), 8);
                if (!isNext) {
                    responses.open(Samples.header(APPENDED), 16);
                    responses.append(Samples.payload(call, 8), 8);
                }
            }
            requests.release();
            responses.publishAgain();
            bell.ring(Bell.DATA);
        }
    }

    private static void workChunkShowingFirst(
            RingReader requests, RingWriter responses, Bell bell) {
        byte[] nothing = new byte[8];
        while (requests.next()) {
            responses.open(Samples.header(APPENDED), 8 * CHUNK_CALLS);
            for (int call = 0; call < CHUNK_CALLS && requests.claim(call); call++) {
                responses.append(nothing, 8);
            }
            requests.release();
        }
    }

    private static void workChunkClaimingAhead(
            RingReader requests, RingWriter responses, Bell bell) {
        while (requests.next()) {
            for (int call = 0; call < CHUNK_CALLS; call++) {
                boolean _ = requests.claim(call);
            }
            for (int call = 0; call < CHUNK_CALLS; call++) {
                Samples.write(responses, call, 24);
            }
            requests.release();
            bell.ring(Bell.DATA);
        }
    }

    private static void workReleasingFirst(RingReader requests, RingWriter responses, Bell bell) {
        while (requests.next()) {
            boolean claimed = requests.claim(0);
            requests.release();
            if (claimed) {
                Samples.write(responses, requests.sequence(), 24);
            }
        }
    }

    private static void workWithoutClaim(RingReader requests, RingWriter responses, Bell bell) {
        while (requests.next()) {
            if (requests.sequence() != REVOKED) {
                Samples.write(responses, requests.sequence(), 24);
            }
            requests.release();
        }
    }

    private static boolean dies(Runnable action) {
        try {
            action.run();
            return false;
        } catch (Crash crash) {
            return true;
        }
    }

    private interface WorkerLoop {
        void run(RingReader requests, RingWriter responses, Bell bell);
    }

    private static final class Crash extends RuntimeException {
        @Serial private static final long serialVersionUID = 1L;
    }

    /// Words whose user dies at an access; of an array that was being copied, half is there.
    private static final class CrashingWords extends ForwardingWords {
        private int left = Integer.MAX_VALUE;

        CrashingWords(Words words) {
            super(words);
        }

        void crashAfter(int accesses) {
            left = accesses;
        }

        @Override
        void touch(long at, long bytes) {
            if (left == 0) {
                throw new Crash();
            }
            left--;
        }

        @Override
        public void copyIn(long at, byte[] source, int offset, int length) {
            if (left == 0) {
                words.copyIn(at, source, offset, length / 2);
            }
            super.copyIn(at, source, offset, length);
        }
    }

    /// Words that hold plain writes back until a counter was stored.
    private static final class PublishFirst extends ForwardingWords {
        private final List<Runnable> held = new ArrayList<>();

        PublishFirst(Words words) {
            super(words);
        }

        @Override
        public void storeInt(long at, int value) {
            held.add(() -> super.storeInt(at, value));
        }

        @Override
        public void storeLong(long at, long value) {
            held.add(() -> super.storeLong(at, value));
        }

        @Override
        public void copyIn(long at, byte[] source, int offset, int length) {
            held.add(() -> super.copyIn(at, source, offset, length));
        }

        @Override
        public void storeLongVolatile(long at, long value) {
            super.storeLongVolatile(at, value);
            held.forEach(Runnable::run);
            held.clear();
        }
    }

    private static final class NoPayload extends ForwardingWords {
        NoPayload(Words words) {
            super(words);
        }

        @Override
        public void copyIn(long at, byte[] source, int offset, int length) {
            touch(at, length);
        }
    }
}
