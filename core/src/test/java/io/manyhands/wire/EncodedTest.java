package io.manyhands.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ObjectInputFilter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Values with their large arrays beside their bytes.
class EncodedTest {
    private static final int LARGE = 1 << 20;

    private final Lines line = Lines.here();

    @Test
    void onlyLargeArraysGoBeside() throws Exception {
        byte[] least = new byte[LargeArray.LEAST_BYTES];
        byte[] small = new byte[LargeArray.LEAST_BYTES - 1];
        assertThat(apart(least).arrays()).hasSize(1);
        assertThat(apart(least).bytes()).hasSize(1);
        assertThat(apart(small).arrays()).isEmpty();
        assertThat(apart(new boolean[LARGE]).arrays()).isEmpty();
        assertThat(apart(List.of(new long[LARGE], least, new int[3])).arrays()).hasSize(2);
    }

    @Test
    void whatGoesByJdkSerializationIsOnePiece() throws Exception {
        Encoded encoded = Codec.of(line.getClass().getClassLoader()).encodeApart(Subject.VALUE, 1);
        assertThat(encoded.arrays()).isEmpty();
        List<Object> list = new ArrayList<>(List.of(new byte[LARGE], new BitSet()));
        assertThat(apart(list).arrays()).isEmpty();
        assertThat(((List<?>) Objects.requireNonNull(copy(apart(list)))).get(0))
                .isEqualTo(new byte[LARGE]);
    }

    @Test
    void limitOfBytesCountsTheArrays() throws Exception {
        Limits limits = Limits.defaults().withBytes(2 * LARGE + 100);
        List<byte[]> fits = List.of(new byte[LARGE], new byte[LARGE]);
        List<byte[]> tooLong = List.of(new byte[LARGE], new byte[LARGE], new byte[LARGE]);
        Codec writer = line.writer.withLimits(limits);

        assertThat(writer.encodeApart(Subject.VALUE, fits).arrays()).hasSize(2);
        assertThatThrownBy(() -> writer.encodeApart(Subject.RESULT, tooLong))
                .isInstanceOf(NotEncodableException.class)
                .hasMessageContaining("must stay within the limits")
                .hasMessageContaining("bytes=" + limits.bytes());
        Encoded encoded = apart(tooLong);
        assertThatThrownBy(() -> decode(line.reader.withLimits(limits), encoded))
                .isInstanceOf(NotDecodableException.class)
                .hasMessageContaining("limit=bytes, allowed=" + limits.bytes());
    }

    @Test
    void otherLimitsAndTheFilterAreAskedOfThem() throws Exception {
        Encoded encoded = apart(new byte[LARGE]);
        Codec few = line.reader.withLimits(Limits.defaults().withArrayLength(LARGE - 1));
        assertThatThrownBy(() -> decode(few, encoded))
                .isInstanceOf(NotDecodableException.class)
                .hasMessageContaining("limit=arrayLength");
        List<Class<?>> asked = new ArrayList<>();
        Codec filtered =
                line.reader.withFilter(info -> {
                    asked.add(info.serialClass());
                    return ObjectInputFilter.Status.UNDECIDED;
                });
        assertThat(decode(filtered, encoded)).isEqualTo(new byte[LARGE]);
        assertThat(asked).containsExactly(byte[].class);
    }

    @Test
    void bytesAndArraysMustFitTogether() throws Exception {
        Encoded one = apart(new byte[LARGE]);
        LargeArray[] two = {one.arrays()[0], one.arrays()[0]};
        assertThatThrownBy(() -> copy(new Encoded(one.bytes(), LargeArray.NONE)))
                .isInstanceOf(NotDecodableException.class);
        assertThatThrownBy(() -> copy(new Encoded(one.bytes(), two)))
                .isInstanceOf(NotDecodableException.class);
        byte[] number = {Tags.INTEGER, 14};
        assertThat(copy(new Encoded(number, LargeArray.NONE))).isEqualTo(7);
        assertThatThrownBy(() -> copy(new Encoded(number, one.arrays())))
                .isInstanceOf(NotDecodableException.class);
    }

    @Test
    void snapshotIsTakenOfWhatIsThereUntilItIsWhole() throws Exception {
        int[] array = new int[LARGE];
        Arrays.fill(array, 1);
        LargeArray snapshot = apart(array, false).arrays()[0];
        assertThat(snapshot.fill()).isTrue();
        array[0] = 9;
        while (snapshot.fill()) {
            assertThat(snapshot.bytes(0).byteSize()).isGreaterThanOrEqualTo(4L * LARGE);
        }
        Arrays.fill(array, 2);
        int[] sent =
                snapshot.bytes(0)
                        .asSlice(0, snapshot.lengthBytes())
                        .toArray(ValueLayout.JAVA_INT_UNALIGNED);
        assertThat(sent).hasSize(LARGE).containsOnly(1);
    }

    @Test
    void arrayIsSentItselfUntilItsSnapshotIsTaken() throws Exception {
        byte[] array = new byte[LARGE];
        LargeArray snapshot = apart(array, false).arrays()[0];
        assertThat(held(snapshot, LARGE)).isSameAs(array);
        assertThat(snapshot.fill()).isTrue();
        assertThat(held(snapshot, 1)).isNotSameAs(array);
        assertThat(held(snapshot, LARGE)).isSameAs(array);
        snapshot.fillAll();
        assertThat(held(snapshot, LARGE)).isNotSameAs(array);
        assertThat(snapshot.sentBytes()).isEqualTo(LARGE);
    }

    /// Or it would be changed while it is sent.
    @Test
    void snapshotIsNotWholeWhileTheArrayIsHeld() throws Exception {
        LargeArray snapshot = apart(new byte[LARGE], false).arrays()[0];
        MemorySegment _ = snapshot.hold(LARGE);
        Thread submitter = new Thread(snapshot::fillAll, "manyhands-test-submitter");
        submitter.start();
        while (submitter.getState() != Thread.State.WAITING) {
            assertThat(submitter.isAlive()).isTrue();
            Thread.onSpinWait();
        }
        snapshot.letGo(LARGE);
        assertThat(submitter.join(Duration.ofSeconds(30))).isTrue();
        assertThat(snapshot.fill()).isFalse();
    }

    private static Object held(LargeArray array, int end) {
        Object held = array.hold(end).heapBase().orElseThrow();
        array.letGo(end);
        return held;
    }

    @Test
    void releasedBufferServesTheNext() throws Exception {
        boolean _ = LargeBuffers.trim(0);
        Encoded first = apart(new byte[3 * LARGE]);
        Object buffer = buffer(first);
        assertThat(buffer(apart(new byte[3 * LARGE]))).isNotSameAs(buffer);
        assertThat(first.release()).isTrue();
        assertThat(first.release()).isTrue();
        Encoded second = apart(new byte[3 * LARGE - 5]);
        assertThat(buffer(second)).isSameAs(buffer);
        assertThat(buffer(apart(new byte[3 * LARGE]))).isNotSameAs(buffer);
        assertThat(second.release()).isTrue();
        assertThat(LargeBuffers.trim(Long.MAX_VALUE)).isTrue();
        assertThat(LargeBuffers.trim(0)).isFalse();
        assertThat(buffer(apart(new byte[3 * LARGE]))).isNotSameAs(buffer);
    }

    @Test
    void shortArrayKeepsNoLongBuffer() throws Exception {
        boolean _ = LargeBuffers.trim(0);
        Encoded first = apart(new byte[3 * LARGE]);
        Object buffer = buffer(first);
        assertThat(first.release()).isTrue();
        assertThat(buffer(apart(new byte[LARGE]))).isNotSameAs(buffer);
        assertThat(buffer(apart(new byte[2 * LARGE]))).isSameAs(buffer);
    }

    @Test
    void piecesOfAnArrayMustAddUp() throws Exception {
        Pieces pieces = new Pieces();
        assertThat(pieces.arrayRoom(Tags.INTEGERS, 8, 4).lengthBytes()).isEqualTo(8);
        pieces.addedToArray(4);
        assertThatThrownBy(pieces::takeArrays)
                .isInstanceOf(BrokenFrameException.class)
                .hasMessage("An array must have arrived whole: total=8, arrived=4");
        assertThatThrownBy(() -> pieces.arrayRoom(Tags.INTEGERS, 12, 4))
                .isInstanceOf(BrokenFrameException.class);
        assertThatThrownBy(() -> pieces.arrayRoom(Tags.INTEGERS, 8, 5))
                .isInstanceOf(BrokenFrameException.class);
        assertThatThrownBy(() -> pieces.arrayRoom(Tags.LONGS, 8, 4))
                .isInstanceOf(BrokenFrameException.class);
        pieces.cut();
        assertThat(pieces.takeArrays()).isEmpty();
    }

    @Test
    void arraysOfAValueAreLimitedTogether() throws Exception {
        Pieces pieces = new Pieces();
        for (int i = 0; i < 2; i++) {
            assertThat(pieces.arrayRoom(Tags.BYTES, 1 << 20, 1 << 20).isMissing()).isFalse();
            pieces.addedToArray(1 << 20);
        }
        assertThat(pieces.arraysBytes()).isEqualTo(2 << 20);
        assertThatThrownBy(() -> pieces.arrayRoom(Tags.BYTES, (1 << 30) - (1 << 20), 0))
                .isInstanceOf(BrokenFrameException.class)
                .hasMessageStartingWith("The arrays of a value must stay within its limits");
    }

    @Test
    void arrayOfNoKnownTypeIsNoticed() {
        for (int[] each : new int[][] {{Tags.BOOLEANS, 8}, {99, 8}, {Tags.INTEGERS, 6}, {26, 0}}) {
            assertThatThrownBy(() -> new Pieces().arrayRoom(each[0], each[1], 0))
                    .isInstanceOf(BrokenFrameException.class)
                    .hasMessageStartingWith("A large array must have a known type");
        }
        assertThatThrownBy(() -> new Pieces().arrayRoom(Tags.BYTES, -1, 0))
                .isInstanceOf(BrokenFrameException.class);
    }

    private Encoded apart(Object value) throws Exception {
        return apart(value, true);
    }

    private Encoded apart(Object value, boolean isWhole) throws Exception {
        Encoded encoded = line.writer.encodeApart(Subject.VALUE, value);
        line.sendEntries();
        return isWhole ? encoded.whole() : encoded;
    }

    private @Nullable Object copy(Encoded encoded) throws Exception {
        return decode(line.reader, encoded);
    }

    private static @Nullable Object decode(Codec codec, Encoded encoded) throws Exception {
        byte[] bytes = encoded.bytes();
        return codec.decode(bytes, 0, bytes.length, received(encoded.arrays()));
    }

    /// What a receiver makes of the bytes of arrays.
    private static LargeArray[] received(LargeArray[] sent) throws BrokenFrameException {
        LargeArray[] received = new LargeArray[sent.length];
        for (int i = 0; i < sent.length; i++) {
            int length = sent[i].lengthBytes();
            received[i] = LargeArray.empty(sent[i].tag(), length);
            received[i].bytes(0).copyFrom(sent[i].bytes(0).asSlice(0, length));
        }
        return received;
    }

    private static Object buffer(Encoded encoded) {
        return encoded.arrays()[0].array();
    }
}
