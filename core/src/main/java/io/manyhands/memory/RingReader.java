package io.manyhands.memory;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// The consumer's end of a ring: a cursor over its records.
///
/// [#next()] moves on; the other methods speak of the record moved to last, and may be called only
/// after [#next()] has once returned true. A record's bytes stay as they are until [#release()].
///
/// Confined to one thread at a time: what one did happens before what the next does.
/* Nothing that the other side writes is believed before it was checked: a tail, a length or a
 * padding that cannot be is refused, and each is read once, so that it cannot change between the
 * check and its use. The checked length stays in a field of this side.
 *
 *   field      meaning                                    in the memory
 *   published  end of the last record known to be shown   tail: writer writes, this side reads
 *   end        end of the current record                  nowhere: lost with this side
 *   released   end of the last record given back          head: this side writes, writer reads
 *
 * released <= end <= published <= released + capacity, always.
 */
public final class RingReader {
    private final Ring ring;
    private final Words words;
    private final int capacityBytes;
    private final int maxRecordBytes;
    private long published;
    private long end;
    private long released;
    private long address = -1;
    // Where the current record begins, and whether it may grow; what of it was seen.
    private long start;
    private boolean isOpen;
    private int grownState;
    private int recordBytes = RecordDescriptor.HEADER_BYTES;

    RingReader(Ring ring) {
        this.ring = ring;
        words = ring.words();
        capacityBytes = ring.capacityBytes();
        maxRecordBytes = RecordDescriptor.maxRecordBytes(capacityBytes);
        released = words.loadLongVolatile(ring.headAt());
        end = released;
        published = released;
        if (released < 0 || !RecordDescriptor.isAligned(released)) {
            throw new CorruptRingException(
                    "The head must be the end of a record: head=" + released);
        }
    }

    /// Moves on to the next record, if one is published. The one before need not be released.
    ///
    /// @return whether there is one; if not, the current record stays the current one
    /// @throws CorruptRingException if what is there is no record; then it stays so
    /// @throws IllegalStateException if the current record [#isOpen()]
    public boolean next() {
        if (isOpen) {
            throw new IllegalStateException("A record that grows must be whole before the next");
        }
        while (end != published || refreshPublished()) {
            long at = ring.addressOf(end);
            int length = words.loadInt(at + RecordDescriptor.LENGTH_AT);
            if (length > 0) {
                int spanBytes = RecordDescriptor.align(length);
                ensureRecord(length, spanBytes);
                address = at;
                start = end;
                grownState = RecordDescriptor.SENT;
                recordBytes = length;
                end += spanBytes;
                return true;
            }
            ensurePadding(length);
            end -= length;
        }
        return false;
    }

    /// Whether there is nothing behind the current record now.
    ///
    /// @return whether [#next()] would find nothing
    /// @throws CorruptRingException if the writer's counter is impossible
    public boolean isEmpty() {
        // The tail first: what the writer has shown again is seen in the state, too.
        return end == published && !refreshPublished() && !(isOpen && growState() != grownState);
    }

    /// Looks how much of the current record counts, if that is one that grows. It is not released
    /// before it is whole.
    ///
    /// @return how many bytes of its payload count now: never fewer than before
    /// @throws CorruptRingException if that cannot be; then it stays so
    public int grown() {
        boolean isFollowed = end != published || refreshPublished();
        int state = growState();
        int bytes = RecordDescriptor.grown(state);
        isOpen = RecordDescriptor.isOpen(state);
        if (bytes < RecordDescriptor.grown(grownState)
                || bytes > payloadLength()
                || (isOpen && isFollowed)) {
            throw new CorruptRingException(
                    "A record must grow within its room, and be whole before the next: state="
                            + state
                            + ", seen="
                            + grownState
                            + ", payloadBytes="
                            + payloadLength());
        }
        grownState = state;
        return bytes;
    }

    /// {@return whether the current record grows, as [#grown()] has last seen it}
    public boolean isOpen() {
        return isOpen;
    }

    private int growState() {
        return words.loadIntAcquire(address + RecordDescriptor.STATE_AT);
    }

    /// {@return what kind of record it is}
    public byte type() {
        return RecordDescriptor.type(words.loadInt(address + RecordDescriptor.KIND_AT));
    }

    /// {@return the record's flags}
    public byte flags() {
        return RecordDescriptor.flags(words.loadInt(address + RecordDescriptor.KIND_AT));
    }

    /// {@return which call the record belongs to}
    public long sequence() {
        return words.loadLong(address + RecordDescriptor.SEQUENCE_AT);
    }

    /// {@return which life of the worker the record belongs to}
    public int epoch() {
        return words.loadInt(address + RecordDescriptor.EPOCH_AT);
    }

    /// {@return the record's argument, whose meaning depends on its type}
    public int argument() {
        return words.loadInt(address + RecordDescriptor.ARGUMENT_AT);
    }

    /// {@return the length of the whole payload, where it comes in parts; not checked}
    public int total() {
        return words.loadInt(address + RecordDescriptor.TOTAL_AT);
    }

    /// {@return how many bytes of payload this record has, checked against the ring}
    public int payloadLength() {
        return recordBytes - RecordDescriptor.HEADER_BYTES;
    }

    /// Copies the whole payload.
    ///
    /// @param target where it goes
    /// @param offset where its first byte goes
    /// @throws IndexOutOfBoundsException if the target is too short
    public void copyPayload(byte[] target, int offset) {
        words.copyOut(address + RecordDescriptor.HEADER_BYTES, target, offset, payloadLength());
    }

    /// Copies a part of the payload.
    ///
    /// @param from where the part begins
    /// @param target where it goes, to its beginning
    /// @param length how many bytes
    /// @throws IndexOutOfBoundsException if the payload or the target is too short
    public void copyPart(int from, byte[] target, int length) {
        Objects.checkFromIndexSize(from, length, payloadLength());
        words.copyOut(address + RecordDescriptor.HEADER_BYTES + from, target, 0, length);
    }

    /// Copies the whole payload to somewhere else.
    ///
    /// @param target where it goes
    /// @param offset where its first byte goes
    /// @throws IndexOutOfBoundsException if the target is too short
    public void copyPayload(MemorySegment target, long offset) {
        words.copyOut(address + RecordDescriptor.HEADER_BYTES, target, offset, payloadLength());
    }

    /// Claims the next of the record's calls for running it, unless the writer has taken it back.
    ///
    /// @param call which one: 0, and then each once and in order
    /// @return whether it is this side's; if not, it is to be skipped, and so are those behind it
    /// @throws CorruptRingException if it was claimed before, or the record's state is none
    public boolean claim(int call) {
        if (words.casInt(
                address + RecordDescriptor.STATE_AT,
                RecordDescriptor.claimed(call),
                RecordDescriptor.claimed(call + 1))) {
            return true;
        }
        int state = words.loadIntAcquire(address + RecordDescriptor.STATE_AT);
        if (!RecordDescriptor.isRevoked(state) || RecordDescriptor.begun(state) != call) {
            throw new CorruptRingException(
                    "A call that is not claimed must be the next one, or revoked: state="
                            + state
                            + ", call="
                            + call
                            + ", sequence="
                            + sequence());
        }
        return false;
    }

    /// Gives the current record's bytes, and those before it, back to the writer.
    ///
    /// An answer to the record is to be published before. The bell of the writer's side is to be
    /// looked at afterwards, at the latest when [#hasAmpleRoom()].
    public void release() {
        long done = isOpen ? start : end;
        if (released != done) {
            // Volatile, as the bell is looked at next. Partner of the writer's look at the head.
            words.storeLongVolatile(ring.headAt(), done);
            released = done;
        }
    }

    /// Whether half of the ring or more is released, as far as this side knows the tail.
    ///
    /// That is room for any record. A writer that found none may sleep until it is so: it is true
    /// at the latest when everything is released.
    ///
    /// @return whether the writer is to be woken now, if it waits for room
    public boolean hasAmpleRoom() {
        return published - released <= capacityBytes / 2;
    }

    private boolean refreshPublished() {
        // Volatile, as the bell may have been armed just before. Partner of the writer's publish.
        long tail = words.loadLongVolatile(ring.tailAt());
        if (tail < published
                || tail - released > capacityBytes
                || !RecordDescriptor.isAligned(tail)) {
            throw new CorruptRingException(
                    "The writer must publish no more than the ring holds: tail="
                            + tail
                            + ", published="
                            + published
                            + ", released="
                            + released
                            + ", capacityBytes="
                            + capacityBytes);
        }
        published = tail;
        return tail != end;
    }

    private void ensureRecord(int length, int spanBytes) {
        if (length < RecordDescriptor.HEADER_BYTES
                || length > maxRecordBytes
                || spanBytes > ring.bytesToEnd(end)
                || spanBytes > published - end) {
            throw new CorruptRingException(
                    "A record must lie within its ring and what is published: length="
                            + length
                            + ", position="
                            + end
                            + ", published="
                            + published
                            + ", capacityBytes="
                            + capacityBytes);
        }
    }

    private void ensurePadding(int length) {
        int bytesToEnd = ring.bytesToEnd(end);
        if (length != -bytesToEnd || bytesToEnd >= maxRecordBytes || bytesToEnd > published - end) {
            throw new CorruptRingException(
                    "Padding must go to the ring's end and be short: length="
                            + length
                            + ", position="
                            + end
                            + ", published="
                            + published
                            + ", capacityBytes="
                            + capacityBytes);
        }
    }
}
