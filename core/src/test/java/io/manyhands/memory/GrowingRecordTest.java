package io.manyhands.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class GrowingRecordTest {
    private static final int ROOM = 40;
    private static final UnaryOperator<Words> SOUND = UnaryOperator.identity();

    private final Words words = Samples.channelWords();
    private final ChannelMemory memory = ChannelMemory.open(words);
    private final RingWriter writer = memory.requestWriter();
    private final RingReader reader = memory.requestReader();

    @Test
    void whatIsAddedIsSeenAtOnce() {
        assertThat(writer.open(Samples.header(3), ROOM)).isTrue();
        assertThat(reader.next()).isTrue();
        assertThat(reader.sequence()).isEqualTo(3);
        assertThat(reader.payloadLength()).isEqualTo(ROOM);
        assertThat(reader.grown()).isZero();
        assertThat(reader.isOpen()).isTrue();
        assertThat(reader.isEmpty()).isTrue();

        assertThat(writer.append(new byte[] {1, 2, 3}, 2)).isTrue();

        assertThat(reader.isEmpty()).isFalse();
        assertThat(reader.grown()).isEqualTo(2);
        assertThat(part(0, 2)).containsExactly(1, 2);

        assertThat(writer.append(new byte[] {9, 8, 7}, 3)).isTrue();

        assertThat(reader.grown()).isEqualTo(5);
        assertThat(part(2, 3)).containsExactly(9, 8, 7);
        assertThat(reader.isEmpty()).isTrue();
    }

    @Test
    void nextRecordEndsTheGrowth() {
        writer.open(Samples.header(3), ROOM);
        writer.append(new byte[] {1}, 1);
        reader.next();
        reader.grown();
        Samples.write(writer, 4, 8);

        assertThat(writer.append(new byte[] {2}, 1)).isFalse();
        assertThat(reader.isEmpty()).isFalse();
        assertThatThrownBy(reader::next)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("A record that grows must be whole before the next");
        assertThat(reader.grown()).isEqualTo(1);
        assertThat(reader.isOpen()).isFalse();
        assertThat(reader.next()).isTrue();
        Samples.ensureWhole(reader, 4, 8);
    }

    @Test
    void anotherThatGrowsEndsTheGrowth() {
        writer.open(Samples.header(3), ROOM);
        writer.open(Samples.header(4), ROOM);
        writer.append(new byte[] {5}, 1);

        reader.next();
        assertThat(reader.grown()).isZero();
        assertThat(reader.isOpen()).isFalse();
        reader.next();
        assertThat(reader.sequence()).isEqualTo(4);
        assertThat(reader.grown()).isEqualTo(1);
    }

    @Test
    void moreThanTheRoomIsNotAdded() {
        assertThat(writer.append(new byte[1], 1)).isFalse();
        writer.open(Samples.header(3), ROOM);

        assertThat(writer.append(new byte[ROOM + 1], ROOM + 1)).isFalse();
        assertThat(writer.append(new byte[ROOM], ROOM)).isTrue();
        assertThat(writer.append(new byte[1], 1)).isFalse();
        reader.next();
        assertThat(reader.grown()).isEqualTo(ROOM);
    }

    @Test
    void recordIsNotGivenBackBeforeItIsWhole() {
        Samples.write(writer, 1, 8);
        writer.open(Samples.header(2), ROOM);
        reader.next();
        reader.next();
        reader.grown();
        reader.release();
        long before = words.loadLong(ChannelDescriptor.REQUEST_HEAD_AT);
        Samples.write(writer, 3, 8);
        reader.grown();
        reader.release();

        assertThat(before).isEqualTo(40);
        assertThat(words.loadLong(ChannelDescriptor.REQUEST_HEAD_AT)).isEqualTo(40 + 72);
    }

    @Test
    void fullRingHasNoRoomForARecordThatGrows() {
        for (int i = 0; i < 8; i++) {
            Samples.write(writer, i, writer.maxPayloadBytes());
        }

        assertThat(writer.open(Samples.header(8), ROOM)).isFalse();
        assertThat(writer.append(new byte[1], 1)).isFalse();
    }

    @Test
    void growthThatCannotBeIsRefused() {
        int twoBytes = RecordDescriptor.open(2);
        for (int state :
                new int[] {
                    0,
                    -1,
                    RecordDescriptor.open(1),
                    RecordDescriptor.whole(1),
                    RecordDescriptor.open(ROOM + 1),
                    RecordDescriptor.whole(Integer.MAX_VALUE),
                    RecordDescriptor.revoked(twoBytes)
                }) {
            Words own = Samples.channelWords();
            ChannelMemory damaged = ChannelMemory.open(own);
            RingWriter its = damaged.requestWriter();
            its.open(Samples.header(1), ROOM);
            its.append(new byte[2], 2);
            RingReader read = damaged.requestReader();
            read.next();
            assertThat(read.grown()).isEqualTo(2);
            own.storeInt(ChannelDescriptor.RINGS_AT + RecordDescriptor.STATE_AT, state);

            assertThat(read.isEmpty()).isFalse();
            assertThatThrownBy(read::grown)
                    .isInstanceOf(CorruptRingException.class)
                    .hasMessageContaining("grow within its room");
            assertThatThrownBy(read::grown).isInstanceOf(CorruptRingException.class);
        }
    }

    @Test
    void recordBehindOneThatGrowsOnIsRefused() {
        writer.open(Samples.header(1), ROOM);
        reader.next();
        assertThat(reader.grown()).isZero();
        words.storeLong(ChannelDescriptor.REQUEST_TAIL_AT, 72 + 40);

        assertThat(reader.isEmpty()).isFalse();
        assertThatThrownBy(reader::grown).isInstanceOf(CorruptRingException.class);
    }

    @Test
    void whatIsShownAgainWakesTheReaderWhoLookedAgain() {
        assertThat(Interleavings.exhaust(() -> growthBell(SOUND))).isGreaterThan(5);
    }

    @Test
    void showingAgainWithoutVolatileIsCaught() {
        assertThatThrownBy(() ->
                        Interleavings.exhaust(
                                () -> growthBell(InterleavingsTest.ReleasedCounters::new)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("sleeps");
    }

    @Test
    void whatIsAddedIsSeenWholeAndBeforeWhatFollows() {
        Interleavings.sample(() -> growAndRead(SOUND), 1_000);
    }

    @Test
    void growthInPlainModeIsCaught() {
        assertThatThrownBy(() -> Interleavings.sample(() -> growAndRead(PlainGrowth::new), 1_000))
                .isInstanceOf(Throwable.class);
    }

    private byte[] part(int from, int length) {
        byte[] part = new byte[length];
        reader.copyPart(from, part, length);
        return part;
    }

    /// A record is open and seen; what is added, and told of, is raced with who goes to sleep.
    private static Interleavings.Scenario growthBell(UnaryOperator<Words> fault) {
        Words shared = Samples.channelWords();
        RingWriter before = InterleavingsTest.writer(shared);
        before.open(Samples.header(1), ROOM);
        Words seen = InterleavingsTest.copy(shared);
        Interleavings.Side grower =
                side -> {
                    InterleavingsTest.SwitchedWords own =
                            new InterleavingsTest.SwitchedWords(Samples.channelWords());
                    RingWriter later = InterleavingsTest.writer(own);
                    later.open(Samples.header(1), ROOM);
                    own.switchTo(fault.apply(side));
                    later.append(new byte[] {6}, 1);
                    later.publishAgain();
                    return InterleavingsTest.bell(own).ring(Bell.DATA);
                };
        Interleavings.Side sleeper =
                side -> {
                    InterleavingsTest.SwitchedWords own = new InterleavingsTest.SwitchedWords(seen);
                    RingReader read = InterleavingsTest.reader(own);
                    read.next();
                    read.grown();
                    own.switchTo(side);
                    InterleavingsTest.bell(own).arm(Bell.DATA);
                    return read.isEmpty();
                };
        return new Interleavings.Scenario(
                shared, List.of(grower, sleeper), InterleavingsTest::ensureWoken);
    }

    private static Interleavings.Scenario growAndRead(UnaryOperator<Words> fault) {
        Interleavings.Side grower =
                side -> {
                    RingWriter grows = InterleavingsTest.writer(fault.apply(side));
                    grows.open(Samples.header(0), ROOM);
                    grows.append(Samples.payload(1, 8), 8);
                    grows.append(Samples.payload(2, 8), 8);
                    return Samples.write(grows, 5, 16);
                };
        Interleavings.Side looker =
                side -> {
                    RingReader read = InterleavingsTest.reader(side);
                    int seen = 0;
                    for (int look = 0; look < 30; look++) {
                        if (read.isOpen()) {
                            seen = ensureGrown(read, seen);
                        } else if (read.next() && read.sequence() == 0) {
                            seen = ensureGrown(read, 0);
                        } else if (read.sequence() == 5) {
                            assertThat(seen).isEqualTo(16);
                            Samples.ensureWhole(read, 5, 16);
                        }
                    }
                    return true;
                };
        return new Interleavings.Scenario(
                Samples.channelWords(), List.of(grower, looker), results -> {});
    }

    private static int ensureGrown(RingReader read, int seen) {
        int grown = read.grown();
        assertThat(grown).isGreaterThanOrEqualTo(seen);
        for (int at = seen; at < grown; at += 8) {
            byte[] part = new byte[8];
            read.copyPart(at, part, 8);
            assertThat(part).isEqualTo(Samples.payload(1 + at / 8, 8));
        }
        return grown;
    }

    /// Words whose states are stored plain.
    private static final class PlainGrowth extends ForwardingWords {
        PlainGrowth(Words words) {
            super(words);
        }

        @Override
        public void storeIntRelease(long at, int value) {
            words.storeInt(at, value);
        }
    }
}
