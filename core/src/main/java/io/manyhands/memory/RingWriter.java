package io.manyhands.memory;

import java.util.Objects;

/// The producer's end of a ring of records.
///
/// Confined to one thread at a time: its owner's lock is held in every call.
/* Records are written by plain stores at and behind `written`, where the reader does not look, and
 * become visible together by one volatile store of the tail.
 *
 *   field      meaning                                   in the memory
 *   written    end of the last record that was written   nowhere: lost with this side
 *   published  end of the last record shown              tail: this side writes, reader reads
 *   released   end of the last record known given back   head: reader writes, this side reads
 *
 * released <= published <= written <= released + capacity, always. `released` may lag behind the
 * head; then there seems to be less room than there is, and the head is looked at again before a
 * record is refused. A record at a position not below `released` is still as it was written, but for
 * its state word, because no other record was put over it.
 */
public final class RingWriter {
    /// Returned instead of a position when a record does not fit now.
    public static final long NO_ROOM = -1;

    private final Ring ring;
    private final Words words;
    private final int capacityBytes;
    private final int maxRecordBytes;
    private long written;
    private long published;
    private long released;

    RingWriter(Ring ring) {
        this.ring = ring;
        words = ring.words();
        capacityBytes = ring.capacityBytes();
        maxRecordBytes = RecordDescriptor.maxRecordBytes(capacityBytes);
        published = words.loadLongVolatile(ring.tailAt());
        written = published;
        refreshReleased();
    }

    /// {@return the longest payload of one record, in bytes; what is longer goes in parts}
    public int maxPayloadBytes() {
        return maxRecordBytes - RecordDescriptor.HEADER_BYTES;
    }

    /// Writes a record and publishes it, and all that were not published yet.
    ///
    /// The bell of the reader's side is to be looked at afterwards.
    ///
    /// @param header what the record says beside its payload
    /// @param payload where the payload is
    /// @param offset where its first byte is
    /// @param length how many bytes it has
    /// @return the record's position, never negative; [#NO_ROOM] if the ring is too full, and then
    ///   nothing was written and nothing published
    /// @throws IllegalArgumentException if the payload is longer than [#maxPayloadBytes()]
    /// @throws CorruptRingException if the reader's counter is impossible
    public long write(RecordHeader header, byte[] payload, int offset, int length) {
        long position = writeUnpublished(header, payload, offset, length);
        if (position >= 0) {
            publish();
        }
        return position;
    }

    /// Writes a record that the reader sees only after [#publish()], together with others.
    ///
    /// When it returns [#NO_ROOM], what was written before is to be published before anyone waits.
    ///
    /// @param header what the record says beside its payload
    /// @param payload where the payload is
    /// @param offset where its first byte is
    /// @param length how many bytes it has
    /// @return as [#write] does
    /// @throws IllegalArgumentException if the payload is longer than [#maxPayloadBytes()]
    /// @throws CorruptRingException if the reader's counter is impossible
    public long writeUnpublished(RecordHeader header, byte[] payload, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, payload.length);
        if (length > maxPayloadBytes()) {
            throw new IllegalArgumentException(
                    "A payload must fit into one record: payloadBytes="
                            + length
                            + ", maxPayloadBytes="
                            + maxPayloadBytes());
        }
        int recordBytes = RecordDescriptor.HEADER_BYTES + length;
        int spanBytes = RecordDescriptor.align(recordBytes);
        long position = place(spanBytes);
        if (position >= 0) {
            fill(ring.addressOf(position), recordBytes, header);
            words.copyIn(
                    ring.addressOf(position) + RecordDescriptor.HEADER_BYTES,
                    payload,
                    offset,
                    length);
            written = position + spanBytes;
        }
        return position;
    }

    /// Shows the reader all that was written. Partner of the reader's look at the tail.
    ///
    /// The bell of the reader's side is to be looked at afterwards.
    public void publish() {
        if (published != written) {
            // Volatile, as the bell is looked at next: see the README on lost wake-ups.
            words.storeLongVolatile(ring.tailAt(), written);
            published = written;
        }
    }

    /// Takes a record back, unless the reader has claimed it.
    ///
    /// @param position as it was returned for this record
    /// @return whether it was taken back now: the reader will skip it
    /// @throws IllegalArgumentException if no record of this ring can have that position
    public boolean revoke(long position) {
        ensureWritten(position);
        return position >= released
                && words.casInt(
                        stateAddress(position), RecordDescriptor.SENT, RecordDescriptor.REVOKED);
    }

    /// Whether the reader has claimed a record, and it is not known to have been released since.
    ///
    /// After the reader's death the answer is final. A state that the protocol does not know counts
    /// as claimed, so that no task runs twice because its memory was damaged.
    ///
    /// @param position as it was returned for this record
    /// @return whether it is being run, or has been
    /// @throws IllegalArgumentException if no record of this ring can have that position
    public boolean isClaimed(long position) {
        ensureWritten(position);
        if (position < released) {
            return false;
        }
        int state = words.loadIntAcquire(stateAddress(position));
        return state != RecordDescriptor.SENT && state != RecordDescriptor.REVOKED;
    }

    /// Whether the reader is known to have released a record.
    ///
    /// @param position as it was returned for this record
    /// @return whether it is
    /// @throws IllegalArgumentException if no record of this ring can have that position
    public boolean isReleased(long position) {
        ensureWritten(position);
        return position < released;
    }

    /// Whether the reader has released everything that was written.
    ///
    /// @return whether the ring is empty
    /// @throws CorruptRingException if the reader's counter is impossible
    public boolean isDrained() {
        refreshReleased();
        return released == written;
    }

    private long place(int spanBytes) {
        int bytesToEnd = ring.bytesToEnd(written);
        int paddingBytes = spanBytes > bytesToEnd ? bytesToEnd : 0;
        if (!hasRoom(paddingBytes + spanBytes)) {
            return NO_ROOM;
        }
        if (paddingBytes > 0) {
            words.storeInt(ring.addressOf(written) + RecordDescriptor.LENGTH_AT, -paddingBytes);
        }
        return written + paddingBytes;
    }

    private boolean hasRoom(int bytes) {
        if (written + bytes <= released + capacityBytes) {
            return true;
        }
        refreshReleased();
        return written + bytes <= released + capacityBytes;
    }

    private void fill(long address, int recordBytes, RecordHeader header) {
        words.storeInt(address + RecordDescriptor.LENGTH_AT, recordBytes);
        words.storeInt(address + RecordDescriptor.STATE_AT, RecordDescriptor.SENT);
        words.storeLong(address + RecordDescriptor.SEQUENCE_AT, header.sequence());
        words.storeInt(address + RecordDescriptor.EPOCH_AT, ring.epoch());
        words.storeInt(address + RecordDescriptor.KIND_AT, header.kind());
        words.storeInt(address + RecordDescriptor.ARGUMENT_AT, header.argument());
        words.storeInt(address + RecordDescriptor.TOTAL_AT, header.total());
    }

    private void refreshReleased() {
        // Volatile, as the bell may have been armed just before. Partner of the reader's release.
        long head = words.loadLongVolatile(ring.headAt());
        ensurePlausibleHead(head);
        released = head;
    }

    private void ensurePlausibleHead(long head) {
        if (head < released
                || head > published
                || published - head > capacityBytes
                || !RecordDescriptor.isAligned(head)) {
            throw new CorruptRingException(
                    "The reader must release what was published, in order: head="
                            + head
                            + ", released="
                            + released
                            + ", published="
                            + published);
        }
    }

    private void ensureWritten(long position) {
        if (position < 0 || position >= written || !RecordDescriptor.isAligned(position)) {
            throw new IllegalArgumentException(
                    "The position must be one that was returned: position="
                            + position
                            + ", written="
                            + written);
        }
    }

    private long stateAddress(long position) {
        return ring.addressOf(position) + RecordDescriptor.STATE_AT;
    }
}
