package io.manyhands.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChannelMemoryTest {
    @Test
    void openedMemoryIsAsItWasCreated() {
        Words words = Words.unshared((int) ChannelMemory.sizeBytes(2048, 1024));
        ChannelMemory created = ChannelMemory.create(words, -5, 2048, 1024);
        ChannelMemory opened = ChannelMemory.open(words);

        assertThat(opened.epoch()).isEqualTo(created.epoch()).isEqualTo(-5);
        assertThat(opened.requestWriter().maxPayloadBytes()).isEqualTo(2048 / 8 - 32);
        assertThat(opened.responseWriter().maxPayloadBytes()).isEqualTo(1024 / 8 - 32);
    }

    @Test
    void ringsOfTheTwoDirectionsAreTwo() {
        ChannelMemory memory = Samples.channel();
        RingWriter requests = memory.requestWriter();
        RingWriter responses = memory.responseWriter();
        for (int i = 0; i < 8; i++) {
            Samples.write(requests, i, 96);
            Samples.write(responses, 100 + i, 96);
        }

        RingReader requestReader = memory.requestReader();
        RingReader responseReader = memory.responseReader();
        for (int i = 0; i < 8; i++) {
            assertThat(requestReader.next()).isTrue();
            Samples.ensureWhole(requestReader, i, 96);
            assertThat(responseReader.next()).isTrue();
            Samples.ensureWhole(responseReader, 100 + i, 96);
        }
    }

    @Test
    void permittedSpinIsZeroUntilTheParentSaysMore() {
        Words words = Samples.channelWords();
        assertThat(ChannelMemory.open(words).spinMicros()).isZero();

        ChannelMemory.open(words).permitSpin(25);
        assertThat(ChannelMemory.open(words).spinMicros()).isEqualTo(25);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 512, 1023, 1025, 3000, Integer.MIN_VALUE})
    void capacityMustBeAPowerOfTwo(int capacityBytes) {
        assertThatThrownBy(() -> ChannelMemory.sizeBytes(capacityBytes, 1024))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("A ring's capacity must be a power of two");
        assertThatThrownBy(() -> ChannelMemory.sizeBytes(1024, capacityBytes))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void largestRingsFitTheirSize() {
        int largest = RecordDescriptor.MAX_CAPACITY_BYTES;

        assertThat(ChannelMemory.sizeBytes(largest, largest)).isEqualTo((1L << 31) + 4096);
    }

    @Test
    void memoryOfAnotherSizeIsRefused() {
        assertThatThrownBy(() -> ChannelMemory.create(Words.unshared(4096), 1, 1024, 1024))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The memory must have the size of its rings: sizeBytes=4096,"
                                + " neededBytes=6144");
    }

    @Test
    void memoryThatIsNoChannelIsRefused() {
        ensureRefused(Words.unshared(0), "The memory must have a header page: sizeBytes=0");
        ensureRefused(Words.unshared(8192), "The memory must be that of a channel: magic=0");
    }

    @Test
    void otherLayoutIsRefused() {
        Words words = Samples.channelWords();
        words.storeInt(ChannelDescriptor.LAYOUT_VERSION_AT, 2);

        ensureRefused(words, "Both sides must have the same layout: version=2, expected=1");
    }

    @Test
    void impossibleCapacityIsRefused() {
        for (int capacity : new int[] {-1, 0, 2048, 1 << 30, Integer.MIN_VALUE}) {
            Words words = Samples.channelWords();
            words.storeInt(ChannelDescriptor.RESPONSE_CAPACITY_AT, capacity);

            ensureRefused(words, "The memory must have the size of its rings: ");
        }
    }

    @Test
    void sizeThatIsNotOfWholeWordsIsRefused() {
        assertThatThrownBy(() -> Words.unshared(12))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The size must be a number of whole words: sizeBytes=12");
        assertThatThrownBy(() -> Words.unshared(-8)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void ensureRefused(Words words, String message) {
        assertThatThrownBy(() -> ChannelMemory.open(words))
                .isInstanceOf(CorruptRingException.class)
                .hasMessageStartingWith(message);
    }
}
