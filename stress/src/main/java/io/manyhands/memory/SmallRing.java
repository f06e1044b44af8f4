package io.manyhands.memory;

import java.util.Arrays;

/// A ring as small as can be, with its two ends and a bell, for one trial.
///
/// It lies in the same kind of memory as a real one, and its words lie as far from each other. Each
/// end is confined to the thread that plays it.
final class SmallRing {
    /// The longest record's bytes; eight of them fill the ring.
    static final int LONGEST = RecordDescriptor.HEADER_BYTES + SmallRing.PAYLOAD_BYTES;

    static final int PAYLOAD_BYTES = 32;

    private static final int PART_BYTES = 12;
    private static final int CAPACITY_BYTES = 8 * LONGEST;
    private static final int EPOCH = 7;
    private static final byte TYPE = 3;
    private static final long TAIL_AT = 0;
    private static final long HEAD_AT = ChannelDescriptor.LINE_BYTES;
    private static final long BELL_AT = 2 * ChannelDescriptor.LINE_BYTES;
    private static final long RING_AT = 3 * ChannelDescriptor.LINE_BYTES;
    private static final Slabs SLABS = new Slabs((int) RING_AT + CAPACITY_BYTES);

    private final RingWriter writer;
    private final RingReader reader;
    private final Bell bell;

    SmallRing() {
        Words words = SLABS.words();
        Ring ring = new Ring(words, RING_AT, CAPACITY_BYTES, TAIL_AT, HEAD_AT, EPOCH);
        writer = new RingWriter(ring);
        reader = new RingReader(ring);
        bell = new Bell(words, BELL_AT);
    }

    RingWriter writer() {
        return writer;
    }

    RingReader reader() {
        return reader;
    }

    Bell bell() {
        return bell;
    }

    /// Writes and publishes records, numbered from 0, until no more fit.
    void fill(int payloadBytes) {
        long position = 0;
        for (int number = 0; position >= 0; number++) {
            position = write(number, payloadBytes);
        }
        writer.publish();
    }

    /// Writes records and reads and releases them, so that the next is not the first.
    void pass(int records, int payloadBytes) {
        for (int number = 0; number < records; number++) {
            long _ = write(number, payloadBytes);
            writer.publish();
            boolean _ = reader.next();
            reader.release();
        }
    }

    /// Writes a record that follows from its number, and does not publish it.
    ///
    /// @return its position, or [RingWriter#NO_ROOM]
    long write(int number, int payloadBytes) {
        RecordHeader header =
                new RecordHeader()
                        .begin(TYPE, number)
                        .flags((byte) (number + 1))
                        .argument(number + 2)
                        .total(number + 3);
        return writer.writeUnpublished(header, payload(number, payloadBytes), 0, payloadBytes);
    }

    /// Looks for the next record.
    ///
    /// @return 0 if there is none; 1 if it is all that [#write] wrote; -1 if not
    int look(int number, int payloadBytes) {
        try {
            if (!reader.next()) {
                return 0;
            }
            return isWhole(number, payloadBytes) ? 1 : -1;
        } catch (CorruptRingException broken) {
            return -1;
        }
    }

    /// Begins a record that grows, and has the reader see it.
    void open() {
        boolean _ = writer.open(new RecordHeader().begin(TYPE, 0), PAYLOAD_BYTES);
        boolean _ = reader.next();
        int _ = reader.grown();
    }

    /// Adds the part of a number to the record that grows.
    void add(int number) {
        boolean _ = writer.append(payload(number, PART_BYTES), PART_BYTES);
    }

    /// Looks how much of the record that grows is there, and then for the record that follows.
    ///
    /// @return how many parts; one more if the next record is there; -1 if one is not whole
    int lookAtGrowth(int nextNumber, int nextPayloadBytes) {
        try {
            int parts = reader.grown() / PART_BYTES;
            for (int part = 0; part < parts; part++) {
                byte[] bytes = new byte[PART_BYTES];
                reader.copyPart(part * PART_BYTES, bytes, PART_BYTES);
                if (!Arrays.equals(bytes, payload(part + 1, PART_BYTES))) {
                    return -1;
                }
            }
            if (reader.isOpen()) {
                return parts;
            }
            int next = look(nextNumber, nextPayloadBytes);
            return parts != 2 || next < 0 ? -1 : parts + next;
        } catch (CorruptRingException broken) {
            return -1;
        }
    }

    /// Whether the reader gets a call of its record.
    boolean claims(int call) {
        try {
            return reader.claim(call);
        } catch (CorruptRingException changedBehindItsBack) {
            return false;
        }
    }

    private boolean isWhole(int number, int payloadBytes) {
        byte[] payload = new byte[reader.payloadLength()];
        reader.copyPayload(payload, 0);
        return reader.sequence() == number
                && reader.epoch() == EPOCH
                && reader.type() == TYPE
                && reader.flags() == (byte) (number + 1)
                && reader.argument() == number + 2
                && reader.total() == number + 3
                && Arrays.equals(payload, payload(number, payloadBytes));
    }

    private static byte[] payload(int number, int length) {
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) (number + 1));
        return payload;
    }
}
