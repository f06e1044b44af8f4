package io.manyhands.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class InterleavingsTest {
    private static final int CHUNK_CALLS = 3;

    private static final int LOOKS = 30;
    private static final UnaryOperator<Words> SOUND = UnaryOperator.identity();

    @Test
    void publishedRecordWakesTheReaderWhoLookedAgain() {
        assertThat(Interleavings.exhaust(() -> dataBell(SOUND, SOUND, true))).isGreaterThan(5);
    }

    @Test
    void publicationWithoutVolatileIsCaught() {
        ensureCaught(() -> dataBell(ReleasedCounters::new, SOUND, true), "sleeps");
    }

    @Test
    void armingWithoutVolatileIsCaught() {
        ensureCaught(() -> dataBell(SOUND, ReleasedArming::new, true), "sleeps");
    }

    @Test
    void lookingBeforeArmingIsCaught() {
        ensureCaught(() -> dataBell(SOUND, SOUND, false), "sleeps");
    }

    @Test
    void releaseWakesTheWriterWhoTriedAgain() {
        assertThat(Interleavings.exhaust(() -> spaceBell(SOUND))).isGreaterThan(5);
    }

    @Test
    void releaseWithoutVolatileIsCaught() {
        ensureCaught(() -> spaceBell(ReleasedCounters::new), "sleeps");
    }

    @Test
    void recordIsEitherClaimedOrRevoked() {
        assertThat(Interleavings.exhaust(() -> claimOrRevoke(SOUND))).isGreaterThan(5);
    }

    @Test
    void stateChangedInTwoStepsIsCaught() {
        ensureCaught(() -> claimOrRevoke(TwoStepCas::new), "one of the two");
    }

    @Test
    void eachCallOfAChunkIsEitherClaimedOrTakenBack() {
        assertThat(Interleavings.exhaust(() -> chunkClaimedOrRevoked(SOUND))).isGreaterThan(20);
    }

    @Test
    void chunkWhoseStateChangesInTwoStepsIsCaught() {
        ensureCaught(() -> chunkClaimedOrRevoked(TwoStepCas::new), "each call once");
    }

    @Test
    void oneOfTwoRingersWakesTheSleeper() {
        assertThat(Interleavings.exhaust(() -> twoRingers(SOUND))).isPositive();
    }

    @Test
    void bellChangedInTwoStepsIsCaught() {
        ensureCaught(() -> twoRingers(TwoStepCas::new), "one of the two");
    }

    @Test
    void recordIsSeenWholeOrNotAtAll() {
        Interleavings.sample(() -> writeAndRead(SOUND), 3_000);
    }

    @Test
    void publicationInReleaseModeWouldStillShowWholeRecords() {
        Interleavings.sample(() -> writeAndRead(ReleasedCounters::new), 3_000);
    }

    @Test
    void plainPublicationIsCaught() {
        assertThatThrownBy(
                        () -> Interleavings.sample(() -> writeAndRead(PlainCounters::new), 3_000))
                .isInstanceOf(Throwable.class);
    }

    @Test
    void payloadIsReadBeforeItIsWrittenOver() {
        Interleavings.sample(() -> readAndWriteOver(true), 3_000);
    }

    @Test
    void readingAfterTheReleaseIsCaught() {
        assertThatThrownBy(() -> Interleavings.sample(() -> readAndWriteOver(false), 3_000))
                .isInstanceOf(AssertionError.class);
    }

    private static void ensureCaught(Supplier<Interleavings.Scenario> scenarios, String message) {
        assertThatThrownBy(() -> Interleavings.exhaust(scenarios))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(message);
    }

    /// Of the record, the publication alone is raced.
    private static Interleavings.Scenario dataBell(
            UnaryOperator<Words> parent, UnaryOperator<Words> worker, boolean armsFirst) {
        Words memory = Samples.channelWords();
        Samples.writeUnpublished(ChannelMemory.open(memory).requestWriter(), 1, 8);
        Words before = copy(memory);
        Interleavings.Side publisher =
                words -> {
                    SwitchedWords own = new SwitchedWords(before);
                    RingWriter writer = new RingWriter(requests(own));
                    Samples.writeUnpublished(writer, 1, 8);
                    own.switchTo(parent.apply(words));
                    writer.publish();
                    return bell(own).ring(Bell.DATA);
                };
        Interleavings.Side sleeper =
                words -> {
                    SwitchedWords own = new SwitchedWords(before);
                    RingReader reader = new RingReader(requests(own));
                    own.switchTo(worker.apply(words));
                    if (armsFirst) {
                        bell(own).arm(Bell.DATA);
                        return reader.isEmpty();
                    }
                    boolean empty = reader.isEmpty();
                    bell(own).arm(Bell.DATA);
                    return empty;
                };
        return new Interleavings.Scenario(
                memory, List.of(publisher, sleeper), InterleavingsTest::ensureWoken);
    }

    /// The ring is full; of the reader, the release alone is raced.
    private static Interleavings.Scenario spaceBell(UnaryOperator<Words> worker) {
        Words memory = fullRing();
        Words before = copy(memory);
        Interleavings.Side releaser =
                words -> {
                    SwitchedWords own = new SwitchedWords(before);
                    RingReader reader = new RingReader(requests(own));
                    reader.next();
                    own.switchTo(worker.apply(words));
                    reader.release();
                    return bell(own).ring(Bell.SPACE);
                };
        Interleavings.Side sleeper =
                words -> {
                    SwitchedWords own = new SwitchedWords(before);
                    RingWriter writer = new RingWriter(requests(own));
                    own.switchTo(new NoPlainStores(words));
                    bell(own).arm(Bell.SPACE);
                    return Samples.write(writer, 8, 0) == RingWriter.NO_ROOM;
                };
        return new Interleavings.Scenario(
                memory, List.of(releaser, sleeper), InterleavingsTest::ensureWoken);
    }

    static void ensureWoken(List<Object> results) {
        boolean rang = (boolean) results.get(0);
        boolean sawNothing = (boolean) results.get(1);
        assertThat(sawNothing && !rang).as("sleeps, and nobody rings").isFalse();
    }

    private static Interleavings.Scenario claimOrRevoke(UnaryOperator<Words> fault) {
        Words memory = Samples.channelWords();
        long position = Samples.write(ChannelMemory.open(memory).requestWriter(), 1, 8);
        Interleavings.Side parent =
                words -> new RingWriter(requests(fault.apply(words))).revoke(position, 0, 1) == 0;
        Interleavings.Side worker =
                words -> {
                    RingReader reader = new RingReader(requests(fault.apply(words)));
                    return reader.next() && reader.claim(0);
                };
        return new Interleavings.Scenario(
                memory, List.of(parent, worker), InterleavingsTest::ensureExactlyOne);
    }

    private static Interleavings.Scenario chunkClaimedOrRevoked(UnaryOperator<Words> fault) {
        Words memory = Samples.channelWords();
        long position = Samples.write(ChannelMemory.open(memory).requestWriter(), 1, 8);
        Interleavings.Side parent =
                words -> {
                    int begun =
                            new RingWriter(requests(fault.apply(words)))
                                    .revoke(position, 0, CHUNK_CALLS);
                    return begun == RingWriter.NOTHING_LEFT ? CHUNK_CALLS : begun;
                };
        Interleavings.Side worker =
                words -> {
                    RingReader reader = new RingReader(requests(fault.apply(words)));
                    boolean goesOn = reader.next();
                    int claimed = 0;
                    while (goesOn && claimed < CHUNK_CALLS) {
                        goesOn = reader.claim(claimed);
                        claimed += goesOn ? 1 : 0;
                    }
                    return claimed;
                };
        return new Interleavings.Scenario(
                memory,
                List.of(parent, worker),
                results ->
                        assertThat(results.get(0)).as("each call once").isEqualTo(results.get(1)));
    }

    private static Interleavings.Scenario twoRingers(UnaryOperator<Words> fault) {
        Words memory = Samples.channelWords();
        bell(memory).arm(Bell.DATA);
        Interleavings.Side ringer = words -> bell(fault.apply(words)).ring(Bell.DATA);
        return new Interleavings.Scenario(
                memory, List.of(ringer, ringer), InterleavingsTest::ensureExactlyOne);
    }

    private static void ensureExactlyOne(List<Object> results) {
        assertThat(results).as("one of the two").containsOnlyOnce(true);
    }

    private static Interleavings.Scenario writeAndRead(UnaryOperator<Words> fault) {
        Interleavings.Side writer =
                words -> Samples.write(new RingWriter(requests(fault.apply(words))), 5, 16);
        Interleavings.Side reader =
                words -> {
                    RingReader cursor = new RingReader(requests(words));
                    for (int look = 0; look < LOOKS; look++) {
                        if (cursor.next()) {
                            Samples.ensureWhole(cursor, 5, 16);
                        }
                    }
                    return true;
                };
        return new Interleavings.Scenario(
                Samples.channelWords(), List.of(writer, reader), results -> {});
    }

    /// The writer puts a ninth record where the first is read.
    private static Interleavings.Scenario readAndWriteOver(boolean readsFirst) {
        Words memory = fullRing();
        Interleavings.Side writer =
                words -> {
                    RingWriter later = new RingWriter(requests(words));
                    boolean written = false;
                    for (int look = 0; look < LOOKS && !written; look++) {
                        written = Samples.write(later, 8, later.maxPayloadBytes()) >= 0;
                    }
                    return written;
                };
        Interleavings.Side reader =
                words -> {
                    RingReader cursor = new RingReader(requests(words));
                    cursor.next();
                    if (!readsFirst) {
                        cursor.release();
                    }
                    Samples.ensureWhole(cursor, 0, 96);
                    cursor.release();
                    return true;
                };
        return new Interleavings.Scenario(memory, List.of(writer, reader), results -> {});
    }

    private static Words fullRing() {
        Words memory = Samples.channelWords();
        RingWriter writer = ChannelMemory.open(memory).requestWriter();
        for (int i = 0; i < 8; i++) {
            Samples.write(writer, i, writer.maxPayloadBytes());
        }
        return memory;
    }

    static Words copy(Words words) {
        byte[] bytes = new byte[(int) words.sizeBytes()];
        words.copyOut(0, bytes, 0, bytes.length);
        Words copy = Words.unshared(bytes.length);
        copy.copyIn(0, bytes, 0, bytes.length);
        return copy;
    }

    static RingWriter writer(Words words) {
        return new RingWriter(requests(words));
    }

    static RingReader reader(Words words) {
        return new RingReader(requests(words));
    }

    private static Ring requests(Words words) {
        return new Ring(
                words,
                ChannelDescriptor.RINGS_AT,
                Samples.CAPACITY,
                ChannelDescriptor.REQUEST_TAIL_AT,
                ChannelDescriptor.REQUEST_HEAD_AT,
                Samples.EPOCH);
    }

    static Bell bell(Words words) {
        return new Bell(words, ChannelDescriptor.WORKER_BELL_AT);
    }

    /// Words that lie in a copy while something is prepared, which is not explored.
    static final class SwitchedWords extends ForwardingWords {
        SwitchedWords(Words words) {
            super(words);
        }

        void switchTo(Words next) {
            words = next;
        }
    }

    /// Words that drop what a record says, where only its place is looked at.
    private static final class NoPlainStores extends ForwardingWords {
        NoPlainStores(Words words) {
            super(words);
        }

        @Override
        public void storeInt(long at, int value) {}

        @Override
        public void storeLong(long at, long value) {}

        @Override
        public void copyIn(long at, byte[] source, int offset, int length) {}
    }

    /// Words whose counters are stored in release mode only.
    static final class ReleasedCounters extends ForwardingWords {
        ReleasedCounters(Words words) {
            super(words);
        }

        @Override
        public void storeLongVolatile(long at, long value) {
            words.storeLongRelease(at, value);
        }
    }

    /// Words whose counters are stored plain.
    private static final class PlainCounters extends ForwardingWords {
        PlainCounters(Words words) {
            super(words);
        }

        @Override
        public void storeLongVolatile(long at, long value) {
            words.storeLong(at, value);
        }
    }

    /// Words whose bells are armed in release mode only.
    private static final class ReleasedArming extends ForwardingWords {
        ReleasedArming(Words words) {
            super(words);
        }

        @Override
        public boolean casInt(long at, int expected, int value) {
            words.storeIntRelease(at, value);
            return true;
        }
    }

    /// Words that compare in one step and set in the next.
    private static final class TwoStepCas extends ForwardingWords {
        TwoStepCas(Words words) {
            super(words);
        }

        @Override
        public boolean casInt(long at, int expected, int value) {
            if (words.loadIntVolatile(at) != expected) {
                return false;
            }
            words.storeIntVolatile(at, value);
            return true;
        }
    }
}
