package io.manyhands.memory;

import java.lang.foreign.MemorySegment;
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

    /// Returned instead of a number of calls when there was none to be taken back.
    public static final int NOTHING_LEFT = -1;

    private static final long NOTHING_GROWS = -1;

    private final Ring ring;
    private final Words words;
    private final int capacityBytes;
    private final int maxRecordBytes;
    // Of the record that grows: its address, the room for its payload, and what that counts.
    private long growingAt = NOTHING_GROWS;
    private int growingRoomBytes;
    private int grownBytes;
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
        long position = begin(header, length);
        if (position >= 0) {
            words.copyIn(
                    ring.addressOf(position) + RecordDescriptor.HEADER_BYTES,
                    payload,
                    offset,
                    length);
            written = endOf(position, length);
        }
        return position;
    }

    /// As [#writeUnpublished(RecordHeader, byte[], int, int)], for bytes that are elsewhere.
    ///
    /// @param header what the record says beside its payload
    /// @param payload where the payload is
    /// @param offset where its first byte is
    /// @param length how many bytes it has
    /// @return as [#write] does
    /// @throws IllegalArgumentException if the payload is longer than [#maxPayloadBytes()]
    /// @throws CorruptRingException if the reader's counter is impossible
    public long writeUnpublished(
            RecordHeader header, MemorySegment payload, long offset, int length) {
        Objects.checkFromIndexSize(offset, length, payload.byteSize());
        long position = begin(header, length);
        if (position >= 0) {
            words.copyIn(
                    ring.addressOf(position) + RecordDescriptor.HEADER_BYTES,
                    payload,
                    offset,
                    length);
            written = endOf(position, length);
        }
        return position;
    }

    /// Begins a record that grows: its payload counts nothing yet, and [#append] adds to it. The
    /// next record that is written ends that.
    ///
    /// The reader sees it without a look at its bell: [#publishAgain()] is to be called before
    /// that, and before anyone waits.
    ///
    /// @param header what the record says beside its payload
    /// @param roomBytes how long the payload may become
    /// @return false if the ring is too full; then nothing was written
    /// @throws IllegalArgumentException if that is more than [#maxPayloadBytes()]
    /// @throws CorruptRingException if the reader's counter is impossible
    public boolean open(RecordHeader header, int roomBytes) {
        long position = begin(header, roomBytes);
        if (position < 0) {
            return false;
        }
        written = endOf(position, roomBytes);
        publishQuietly();
        growingAt = ring.addressOf(position);
        growingRoomBytes = roomBytes;
        grownBytes = 0;
        return true;
    }

    /// Adds bytes to the record that grows. The reader sees all of them or none, as after [#open].
    ///
    /// @param bytes where the bytes are
    /// @param length how many of them, from the first
    /// @return false if no record grows, or this one has no room; then nothing was added
    public boolean append(byte[] bytes, int length) {
        if (growingAt < 0 || length > growingRoomBytes - grownBytes) {
            return false;
        }
        words.copyIn(growingAt + RecordDescriptor.HEADER_BYTES + grownBytes, bytes, 0, length);
        grownBytes += length;
        words.storeIntRelease(
                growingAt + RecordDescriptor.STATE_AT, RecordDescriptor.open(grownBytes));
        return true;
    }

    /// Shows the reader all that was written, without a look at its bell for now.
    void publishQuietly() {
        words.storeLongRelease(ring.tailAt(), written);
        published = written;
    }

    private void endGrowth() {
        if (growingAt >= 0) {
            // Before what follows is published: the reader looks at that first.
            words.storeIntRelease(
                    growingAt + RecordDescriptor.STATE_AT, RecordDescriptor.whole(grownBytes));
            growingAt = NOTHING_GROWS;
        }
    }

    /// Writes a record but for its payload, which is not counted as written yet.
    private long begin(RecordHeader header, int length) {
        if (length > maxPayloadBytes()) {
            throw new IllegalArgumentException(
                    "A payload must fit into one record: payloadBytes="
                            + length
                            + ", maxPayloadBytes="
                            + maxPayloadBytes());
        }
        int recordBytes = RecordDescriptor.HEADER_BYTES + length;
        long position = place(RecordDescriptor.align(recordBytes));
        if (position >= 0) {
            endGrowth();
            fill(ring.addressOf(position), recordBytes, header);
        }
        return position;
    }

    private static long endOf(long position, int length) {
        return position + RecordDescriptor.align(RecordDescriptor.HEADER_BYTES + length);
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

    /// Shows the reader once more what it may have been shown quietly. The bell of the reader's
    /// side is to be looked at afterwards.
    public void publishAgain() {
        words.storeLongVolatile(ring.tailAt(), written);
        published = written;
    }

    /// Takes back those of a record's calls that the reader has not begun, which it never will.
    ///
    /// @param position as it was returned for this record
    /// @param answered how many calls are known to have been begun, as they were answered
    /// @param calls how many calls the record has
    /// @return how many it has begun, which are its own; [#NOTHING_LEFT] if it has begun all, or
    ///   the rest was taken back before, or the state is damaged
    /// @throws IllegalArgumentException if no record of this ring can have that position
    public int revoke(long position, int answered, int calls) {
        ensureWritten(position);
        if (position < released) {
            return NOTHING_LEFT;
        }
        while (true) {
            int state = words.loadIntAcquire(stateAddress(position));
            int begun = RecordDescriptor.begun(state);
            if (!RecordDescriptor.isUndecided(state) || begun < answered || begun >= calls) {
                return NOTHING_LEFT;
            }
            // The reader can win at most as often as there are calls.
            if (words.casInt(stateAddress(position), state, RecordDescriptor.revoked(state))) {
                return begun;
            }
        }
    }

    /// How many of a record's calls the reader has begun; none if it is known to have released the
    /// record since.
    ///
    /// After the reader's death the answer is final. A state that the protocol does not know, or
    /// that is behind the answers, counts as all of them, so that no task runs twice because its
    /// memory was damaged.
    ///
    /// @param position as it was returned for this record
    /// @param answered how many calls are known to have been begun, as they were answered
    /// @param calls how many calls the record has
    /// @return a number from 0 to that of the calls
    /// @throws IllegalArgumentException if no record of this ring can have that position
    public int begun(long position, int answered, int calls) {
        ensureWritten(position);
        if (position < released) {
            return 0;
        }
        int state = words.loadIntAcquire(stateAddress(position));
        boolean isKnown = RecordDescriptor.isUndecided(state) || RecordDescriptor.isRevoked(state);
        int begun = RecordDescriptor.begun(state);
        return isKnown && begun >= answered ? Math.min(calls, begun) : calls;
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
