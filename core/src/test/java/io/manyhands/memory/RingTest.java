package io.manyhands.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class RingTest {
    private static final int MAX_PAYLOAD = Samples.CAPACITY / 8 - RecordDescriptor.HEADER_BYTES;

    private final ChannelMemory memory = Samples.channel();
    private final RingWriter writer = memory.requestWriter();
    private final RingReader reader = memory.requestReader();

    @Test
    void recordArrivesAsItWasWritten() {
        assertThat(Samples.write(writer, 11, 16)).isZero();

        assertThat(reader.next()).isTrue();
        Samples.ensureWhole(reader, 11, 16);
        assertThat(reader.next()).isFalse();
    }

    @Test
    void everyLengthOfPayloadArrives() {
        for (int length = 0; length <= writer.maxPayloadBytes(); length++) {
            assertThat(Samples.write(writer, length, length)).isNotNegative();

            assertThat(reader.next()).isTrue();
            Samples.ensureWhole(reader, length, length);
            reader.release();
        }
    }

    @Test
    void extremeValuesArrive() {
        RecordHeader header =
                new RecordHeader()
                        .begin(Byte.MIN_VALUE, Long.MIN_VALUE)
                        .flags((byte) -1)
                        .argument(Integer.MIN_VALUE)
                        .total(Integer.MAX_VALUE);
        writer.write(header, new byte[0], 0, 0);

        assertThat(reader.next()).isTrue();
        assertThat(reader.type()).isEqualTo(Byte.MIN_VALUE);
        assertThat(reader.sequence()).isEqualTo(Long.MIN_VALUE);
        assertThat(reader.flags()).isEqualTo((byte) -1);
        assertThat(reader.argument()).isEqualTo(Integer.MIN_VALUE);
        assertThat(reader.total()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void headerBegunAnewForgetsTheOld() {
        RecordHeader header = Samples.header(5).begin(Samples.TYPE, 6);
        writer.write(header, new byte[0], 0, 0);

        assertThat(reader.next()).isTrue();
        assertThat(reader.flags()).isZero();
        assertThat(reader.argument()).isZero();
        assertThat(reader.total()).isZero();
    }

    @Test
    void partOfAnArrayIsWritten() {
        writer.write(Samples.header(1), new byte[] {1, 2, 3, 4, 5}, 1, 3);

        assertThat(reader.next()).isTrue();
        byte[] target = new byte[6];
        reader.copyPayload(target, 2);
        assertThat(target).containsExactly(0, 0, 2, 3, 4, 0);
    }

    @Test
    void payloadOverTheLimitIsRefused() {
        assertThat(writer.maxPayloadBytes()).isEqualTo(MAX_PAYLOAD);
        assertThatThrownBy(() -> Samples.write(writer, 1, MAX_PAYLOAD + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A payload must fit into one record: payloadBytes=97, maxPayloadBytes=96");
        assertThat(Samples.write(writer, 1, 8)).isZero();
    }

    @Test
    void fullRingHasNoRoomUntilARelease() {
        for (int i = 0; i < 8; i++) {
            assertThat(Samples.write(writer, i, MAX_PAYLOAD)).isEqualTo(i * 128L);
        }
        assertThat(Samples.write(writer, 8, 0)).isEqualTo(RingWriter.NO_ROOM);

        assertThat(reader.next()).isTrue();
        assertThat(Samples.write(writer, 8, 0)).isEqualTo(RingWriter.NO_ROOM);
        reader.release();
        assertThat(Samples.write(writer, 8, MAX_PAYLOAD)).isEqualTo(8 * 128L);
    }

    @Test
    void recordThatWouldWrapGoesBehindPadding() {
        for (int i = 0; i < 7; i++) {
            Samples.write(writer, i, MAX_PAYLOAD);
            assertThat(reader.next()).isTrue();
        }
        reader.release();
        Samples.write(writer, 7, 8);
        assertThat(Samples.write(writer, 8, MAX_PAYLOAD)).isEqualTo(Samples.CAPACITY);

        assertThat(reader.next()).isTrue();
        Samples.ensureWhole(reader, 7, 8);
        assertThat(reader.next()).isTrue();
        Samples.ensureWhole(reader, 8, MAX_PAYLOAD);
        reader.release();
        assertThat(Samples.fill(writer, MAX_PAYLOAD)).isEqualTo(8);
    }

    @Test
    void halfFreeRingHasRoomForTheLongestRecordWhereverItIs() {
        for (int filler = 0; filler <= MAX_PAYLOAD; filler += 8) {
            RingWriter ringWriter = Samples.channel().requestWriter();
            int usedBytes = 0;
            while (usedBytes + RecordDescriptor.HEADER_BYTES + filler <= Samples.CAPACITY / 2) {
                Samples.write(ringWriter, 0, filler);
                usedBytes += RecordDescriptor.HEADER_BYTES + filler;
            }
            assertThat(Samples.write(ringWriter, 1, MAX_PAYLOAD)).isNotNegative();
        }
    }

    @Test
    void unpublishedRecordsAreSeenTogether() {
        Samples.writeUnpublished(writer, 1, 8);
        Samples.writeUnpublished(writer, 2, 8);
        assertThat(reader.next()).isFalse();
        assertThat(reader.isEmpty()).isTrue();

        writer.publish();
        assertThat(reader.isEmpty()).isFalse();
        assertThat(reader.next()).isTrue();
        assertThat(reader.next()).isTrue();
        Samples.ensureWhole(reader, 2, 8);
        assertThat(reader.isEmpty()).isTrue();
    }

    @Test
    void releaseGivesBackTheRecordsBeforeAlso() {
        assertThat(Samples.fill(writer, MAX_PAYLOAD)).isEqualTo(8);
        writer.publish();
        assertThat(reader.next()).isTrue();
        assertThat(reader.next()).isTrue();
        assertThat(Samples.fill(writer, MAX_PAYLOAD)).isZero();

        reader.release();
        assertThat(Samples.fill(writer, MAX_PAYLOAD)).isEqualTo(2);
    }

    @Test
    void ampleRoomIsHalfOfTheRing() {
        for (int i = 0; i < 8; i++) {
            Samples.write(writer, i, MAX_PAYLOAD);
        }
        for (int i = 0; i < 8; i++) {
            assertThat(reader.next()).isTrue();
            reader.release();
            assertThat(reader.hasAmpleRoom()).isEqualTo(i >= 3);
        }
    }

    @Test
    void claimedRecordIsNotRevoked() {
        long position = Samples.write(writer, 1, 8);
        assertThat(reader.next()).isTrue();
        assertThat(writer.begun(position, 0, 1)).isZero();

        assertThat(reader.claim(0)).isTrue();
        assertThat(writer.begun(position, 0, 1)).isEqualTo(1);
        assertThat(writer.revoke(position, 0, 1)).isEqualTo(RingWriter.NOTHING_LEFT);
    }

    @Test
    void revokedRecordIsNotClaimed() {
        long position = Samples.write(writer, 1, 8);
        assertThat(writer.revoke(position, 0, 1)).isZero();
        assertThat(writer.revoke(position, 0, 1)).isEqualTo(RingWriter.NOTHING_LEFT);
        assertThat(writer.begun(position, 0, 1)).isZero();

        assertThat(reader.next()).isTrue();
        assertThat(reader.claim(0)).isFalse();
    }

    @Test
    void restOfAChunkIsTakenBack() {
        long position = Samples.write(writer, 1, 8);
        assertThat(reader.next()).isTrue();
        assertThat(reader.claim(0)).isTrue();
        assertThat(reader.claim(1)).isTrue();
        assertThat(writer.begun(position, 1, 5)).isEqualTo(2);

        assertThat(writer.revoke(position, 1, 5)).isEqualTo(2);
        assertThat(writer.revoke(position, 1, 5)).isEqualTo(RingWriter.NOTHING_LEFT);
        assertThat(writer.begun(position, 1, 5)).isEqualTo(2);
        assertThat(reader.claim(2)).isFalse();
    }

    @Test
    void chunkThatWasBegunToItsEndIsNotTakenBack() {
        long position = Samples.write(writer, 1, 8);
        assertThat(reader.next()).isTrue();
        assertThat(reader.claim(0)).isTrue();
        assertThat(reader.claim(1)).isTrue();

        assertThat(writer.revoke(position, 0, 2)).isEqualTo(RingWriter.NOTHING_LEFT);
    }

    @Test
    void callsAreClaimedInOrder() {
        Samples.write(writer, 1, 8);
        assertThat(reader.next()).isTrue();
        assertThat(reader.claim(0)).isTrue();

        assertThatThrownBy(() -> reader.claim(2)).isInstanceOf(CorruptRingException.class);
    }

    @Test
    void stateBehindTheAnswersCountsAsAllBegun() {
        long position = Samples.write(writer, 1, 8);

        assertThat(writer.begun(position, 1, 5)).isEqualTo(5);
        assertThat(writer.revoke(position, 1, 5)).isEqualTo(RingWriter.NOTHING_LEFT);
    }

    @Test
    void claimingTwiceIsRefused() {
        Samples.write(writer, 1, 8);
        assertThat(reader.next()).isTrue();
        assertThat(reader.claim(0)).isTrue();

        assertThatThrownBy(() -> reader.claim(0))
                .isInstanceOf(CorruptRingException.class)
                .hasMessage(
                        "A call that is not claimed must be the next one, or revoked: state=6,"
                                + " call=0, sequence=1");
    }

    @Test
    void releasedPositionNeverSpeaksOfTheRecordThatCameThere() {
        long first = Samples.write(writer, 0, MAX_PAYLOAD);
        for (int i = 1; i <= 8; i++) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.claim(0)).isTrue();
            reader.release();
            Samples.write(writer, i, MAX_PAYLOAD);
        }
        assertThat(Samples.fill(writer, MAX_PAYLOAD)).isEqualTo(7);

        assertThat(writer.revoke(first, 0, 1)).isEqualTo(RingWriter.NOTHING_LEFT);
        assertThat(writer.begun(first, 0, 1)).isZero();
        assertThat(reader.next()).isTrue();
        assertThat(reader.claim(0)).isTrue();
    }

    @Test
    void stateThatIsNoneCountsAsClaimed() {
        Words words = Samples.channelWords();
        RingWriter damaged = ChannelMemory.open(words).requestWriter();
        long position = Samples.write(damaged, 1, 8);
        words.storeInt(ChannelDescriptor.RINGS_AT + RecordDescriptor.STATE_AT, 99);

        assertThat(damaged.begun(position, 0, 1)).isEqualTo(1);
        assertThat(damaged.revoke(position, 0, 1)).isEqualTo(RingWriter.NOTHING_LEFT);
    }

    @Test
    void positionThatWasNeverReturnedIsRefused() {
        Samples.write(writer, 1, 8);

        for (long position : new long[] {RingWriter.NO_ROOM, 4, 40, 48}) {
            assertThatThrownBy(() -> writer.revoke(position, 0, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("The position must be one that was returned:");
            assertThatThrownBy(() -> writer.begun(position, 0, 1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void laterWriterAndReaderGoOnWhereTheFormerStopped() {
        Samples.write(writer, 1, 8);
        Samples.write(writer, 2, 8);
        assertThat(reader.next()).isTrue();
        reader.release();
        RingWriter laterWriter = memory.requestWriter();
        RingReader laterReader = memory.requestReader();

        Samples.write(laterWriter, 3, 8);
        assertThat(laterReader.next()).isTrue();
        Samples.ensureWhole(laterReader, 2, 8);
        assertThat(laterReader.next()).isTrue();
        Samples.ensureWhole(laterReader, 3, 8);
    }
}
