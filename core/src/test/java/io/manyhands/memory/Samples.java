package io.manyhands.memory;

import static org.assertj.core.api.Assertions.assertThat;

/// Memory for tests, and records whose content follows from their sequence.
final class Samples {
    static final int CAPACITY = RecordDescriptor.MIN_CAPACITY_BYTES;
    static final int EPOCH = 7;
    static final byte TYPE = 3;

    private Samples() {}

    static Words words(int capacityBytes) {
        return Words.unshared((int) ChannelMemory.sizeBytes(capacityBytes, capacityBytes));
    }

    /// New memory with two rings of the least capacity.
    static Words channelWords() {
        Words words = words(CAPACITY);
        ChannelMemory.create(words, EPOCH, CAPACITY, CAPACITY);
        return words;
    }

    static ChannelMemory channel() {
        return ChannelMemory.open(channelWords());
    }

    static byte[] payload(long sequence, int length) {
        byte[] payload = new byte[length];
        for (int i = 0; i < length; i++) {
            payload[i] = (byte) (sequence * 31 + i + 1);
        }
        return payload;
    }

    static RecordHeader header(long sequence) {
        return new RecordHeader()
                .begin(TYPE, sequence)
                .flags((byte) (sequence + 1))
                .argument((int) sequence + 2)
                .total((int) sequence + 3);
    }

    static long write(RingWriter writer, long sequence, int length) {
        return writer.write(header(sequence), payload(sequence, length), 0, length);
    }

    static long writeUnpublished(RingWriter writer, long sequence, int length) {
        return writer.writeUnpublished(header(sequence), payload(sequence, length), 0, length);
    }

    /// Writes as much as there is room for; so the writer has looked at what the reader has
    /// released.
    ///
    /// @return how many records
    static int fill(RingWriter writer, int length) {
        int records = 0;
        while (writeUnpublished(writer, records, length) != RingWriter.NO_ROOM) {
            records++;
        }
        return records;
    }

    static byte[] payload(RingReader reader) {
        byte[] payload = new byte[reader.payloadLength()];
        reader.copyPayload(payload, 0);
        return payload;
    }

    /// Fails unless the reader's current record is as [#write] wrote it.
    static void ensureWhole(RingReader reader, long sequence, int length) {
        assertThat(reader.sequence()).isEqualTo(sequence);
        assertThat(reader.epoch()).isEqualTo(EPOCH);
        assertThat(reader.type()).isEqualTo(TYPE);
        assertThat(reader.flags()).isEqualTo((byte) (sequence + 1));
        assertThat(reader.argument()).isEqualTo((int) sequence + 2);
        assertThat(reader.total()).isEqualTo((int) sequence + 3);
        assertThat(payload(reader)).isEqualTo(payload(sequence, length));
    }
}
