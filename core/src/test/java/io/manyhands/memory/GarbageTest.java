package io.manyhands.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// What the other side wrote is anything at all.
final class GarbageTest {
    private static final long RING_AT = ChannelDescriptor.RINGS_AT;

    @Test
    void garbageInTheRingIsReadWithinBoundsOrRefused() {
        int refused = 0;
        int read = 0;
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            Words words = Samples.channelWords();
            scribble(words, random);
            words.storeLong(ChannelDescriptor.REQUEST_TAIL_AT, tail(random));
            RingReader reader = ChannelMemory.open(new FencedWords(words)).requestReader();
            try {
                read += readAll(reader);
            } catch (CorruptRingException expected) {
                assertThat(expected).hasMessageMatching("[A-Z].*: .*=.*");
                refused++;
                assertThatThrownBy(reader::next).isInstanceOf(CorruptRingException.class);
            }
        }
        assertThat(refused).isPositive();
        assertThat(read).isPositive();
    }

    @Test
    void everyImpossibleLengthIsRefused() {
        int capacity = Samples.CAPACITY;
        for (int length = -2 * capacity; length < 2 * capacity; length++) {
            boolean possible = length >= RecordDescriptor.HEADER_BYTES && length <= capacity / 8;
            assertThat(isRead(length, 128)).as("length=%s", length).isEqualTo(possible);
        }
        for (int length : new int[] {Integer.MIN_VALUE, Integer.MAX_VALUE, 0, -8, -1024}) {
            assertThat(isRead(length, 1024)).as("length=%s", length).isFalse();
        }
        assertThat(isRead(48, 40)).isFalse();
        assertThat(isRead(41, 48)).isTrue();
    }

    @Test
    void impossibleTailIsRefused() {
        for (long tail : new long[] {-8, 1, 4, 1032, Long.MAX_VALUE, Long.MIN_VALUE}) {
            Words words = Samples.channelWords();
            words.storeLong(ChannelDescriptor.REQUEST_TAIL_AT, tail);
            RingReader reader = ChannelMemory.open(words).requestReader();

            assertThatThrownBy(reader::next)
                    .isInstanceOf(CorruptRingException.class)
                    .hasMessage(
                            "The writer must publish no more than the ring holds: tail="
                                    + tail
                                    + ", published=0, released=0, capacityBytes=1024");
            assertThatThrownBy(reader::isEmpty).isInstanceOf(CorruptRingException.class);
        }
    }

    @Test
    void tailThatGoesBackIsRefused() {
        Words words = Samples.channelWords();
        ChannelMemory memory = ChannelMemory.open(words);
        Samples.write(memory.requestWriter(), 1, 8);
        RingReader reader = memory.requestReader();
        assertThat(reader.next()).isTrue();
        words.storeLong(ChannelDescriptor.REQUEST_TAIL_AT, 0);

        assertThatThrownBy(reader::next).isInstanceOf(CorruptRingException.class);
    }

    @Test
    void impossibleHeadIsRefused() {
        for (long head : new long[] {-8, 3, 48, 56, Long.MAX_VALUE, Long.MIN_VALUE}) {
            Words words = Samples.channelWords();
            RingWriter writer = ChannelMemory.open(words).requestWriter();
            Samples.write(writer, 1, 0);
            words.storeLong(ChannelDescriptor.REQUEST_HEAD_AT, head);

            assertThatThrownBy(() -> Samples.fill(writer, 0))
                    .isInstanceOf(CorruptRingException.class)
                    .hasMessage(
                            "The reader must release what was published, in order: head="
                                    + head
                                    + ", released=0, published=32");
            assertThatThrownBy(() -> ChannelMemory.open(words).requestWriter())
                    .isInstanceOf(CorruptRingException.class);
        }
    }

    @Test
    void headThatGoesBackIsRefused() {
        Words words = Samples.channelWords();
        ChannelMemory memory = ChannelMemory.open(words);
        RingWriter writer = memory.requestWriter();
        Samples.write(writer, 1, 0);
        RingReader reader = memory.requestReader();
        assertThat(reader.next()).isTrue();
        reader.release();
        assertThat(Samples.fill(writer, 0)).isEqualTo(Samples.CAPACITY / 32);
        words.storeLong(ChannelDescriptor.REQUEST_HEAD_AT, 0);

        assertThatThrownBy(() -> Samples.fill(writer, 0)).isInstanceOf(CorruptRingException.class);
    }

    @Test
    void impossibleStartOfAReaderIsRefused() {
        for (long head : new long[] {-8, 3}) {
            Words words = Samples.channelWords();
            words.storeLong(ChannelDescriptor.REQUEST_HEAD_AT, head);

            assertThatThrownBy(() -> ChannelMemory.open(words).requestReader())
                    .isInstanceOf(CorruptRingException.class)
                    .hasMessage("The head must be the end of a record: head=" + head);
        }
    }

    @Test
    void stateThatIsNoneIsNotClaimed() {
        for (int state : new int[] {0, 4, -1, Integer.MAX_VALUE}) {
            Words words = Samples.channelWords();
            ChannelMemory memory = ChannelMemory.open(words);
            Samples.write(memory.requestWriter(), 1, 0);
            words.storeInt(RING_AT + RecordDescriptor.STATE_AT, state);
            RingReader reader = memory.requestReader();
            assertThat(reader.next()).isTrue();

            assertThatThrownBy(() -> reader.claim(0)).isInstanceOf(CorruptRingException.class);
        }
    }

    @Test
    void fenceCatchesAReadOutside() {
        Words fenced = new FencedWords(Samples.channelWords());

        assertThatThrownBy(() -> fenced.copyOut(RING_AT, new byte[2048], 0, Samples.CAPACITY + 1))
                .isInstanceOf(AssertionError.class);
    }

    private static boolean isRead(int length, long tail) {
        Words words = Samples.channelWords();
        words.storeInt(RING_AT, length);
        words.storeLong(ChannelDescriptor.REQUEST_TAIL_AT, tail);
        RingReader reader = ChannelMemory.open(new FencedWords(words)).requestReader();
        try {
            return reader.next() && Samples.payload(reader).length == length - 32;
        } catch (CorruptRingException expected) {
            return false;
        }
    }

    /// Random words, among them many that may be lengths.
    private static void scribble(Words words, Random random) {
        for (int at = 0; at < Samples.CAPACITY; at += Integer.BYTES) {
            int value =
                    switch (random.nextInt(4)) {
                        case 0 -> random.nextInt();
                        case 1 -> random.nextInt(-160, 160);
                        case 2 -> at - Samples.CAPACITY;
                        default -> random.nextInt(32, 129);
                    };
            words.storeInt(RING_AT + at, value);
        }
    }

    private static long tail(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextInt(Samples.CAPACITY);
            case 2 -> Samples.CAPACITY;
            default -> random.nextInt(Samples.CAPACITY / 8) * 8L;
        };
    }

    private static int readAll(RingReader reader) {
        int records = 0;
        while (reader.next()) {
            assertThat(++records).isLessThanOrEqualTo(Samples.CAPACITY / 32);
            assertThat(Samples.payload(reader)).hasSizeLessThanOrEqualTo(Samples.CAPACITY / 8);
            reader.sequence();
        }
        return records;
    }

    /// Words of which the header page and the request ring may be touched, and nothing else.
    private static final class FencedWords extends ForwardingWords {
        FencedWords(Words words) {
            super(words);
        }

        @Override
        void touch(long at, long bytes) {
            assertThat(at).isNotNegative();
            assertThat(at + bytes).isLessThanOrEqualTo(RING_AT + Samples.CAPACITY);
        }
    }
}
