package io.manyhands.memory;

/// The memory that a parent and one worker share: two rings, two bells and the permission to spin.
///
/// The parent makes it by [#create] before the worker hears of it; the worker opens it by [#open].
/// Each end of each ring is asked for by one owner, once: two writers of one ring would know
/// nothing of each other.
///
/// Immutable itself; see [RingWriter], [RingReader] and [Bell] for who may use them.
public final class ChannelMemory {
    /// The capacity of a ring if nothing else is wanted.
    public static final int DEFAULT_CAPACITY_BYTES = 1 << 20;

    private final Words words;
    private final int epoch;
    private final int requestCapacityBytes;
    private final int responseCapacityBytes;

    private ChannelMemory(
            Words words, int epoch, int requestCapacityBytes, int responseCapacityBytes) {
        this.words = words;
        this.epoch = epoch;
        this.requestCapacityBytes = requestCapacityBytes;
        this.responseCapacityBytes = responseCapacityBytes;
    }

    /// How many bytes of memory are needed.
    ///
    /// @param requestCapacityBytes a power of two from 1 KiB to 1 GiB
    /// @param responseCapacityBytes a power of two from 1 KiB to 1 GiB
    /// @return the size for [SharedFile#create]
    /// @throws IllegalArgumentException if a capacity is something else
    public static long sizeBytes(int requestCapacityBytes, int responseCapacityBytes) {
        ensureCapacity(requestCapacityBytes);
        ensureCapacity(responseCapacityBytes);
        return ChannelDescriptor.RINGS_AT + requestCapacityBytes + responseCapacityBytes;
    }

    /// Lays out a new channel.
    ///
    /// @param words full of zeroes, of exactly [#sizeBytes]
    /// @param epoch which life of the worker it serves; written into each record
    /// @param requestCapacityBytes a power of two from 1 KiB to 1 GiB
    /// @param responseCapacityBytes a power of two from 1 KiB to 1 GiB
    /// @return the channel, as the parent has it
    /// @throws IllegalArgumentException if a capacity is something else, or does not fit the words
    public static ChannelMemory create(
            Words words, int epoch, int requestCapacityBytes, int responseCapacityBytes) {
        long needed = sizeBytes(requestCapacityBytes, responseCapacityBytes);
        if (words.sizeBytes() != needed) {
            throw new IllegalArgumentException(
                    "The memory must have the size of its rings: sizeBytes="
                            + words.sizeBytes()
                            + ", neededBytes="
                            + needed);
        }
        words.storeInt(ChannelDescriptor.LAYOUT_VERSION_AT, ChannelDescriptor.LAYOUT_VERSION);
        words.storeInt(ChannelDescriptor.EPOCH_AT, epoch);
        words.storeInt(ChannelDescriptor.REQUEST_CAPACITY_AT, requestCapacityBytes);
        words.storeInt(ChannelDescriptor.RESPONSE_CAPACITY_AT, responseCapacityBytes);
        // Last: whoever sees the magic sees the rest. Partner of the load in open.
        words.storeLongRelease(ChannelDescriptor.MAGIC_AT, ChannelDescriptor.MAGIC);
        return new ChannelMemory(words, epoch, requestCapacityBytes, responseCapacityBytes);
    }

    /// Opens a channel that the other side has laid out.
    ///
    /// @param words of the same memory
    /// @return the channel, as the worker has it
    /// @throws CorruptRingException if it is none, or of another layout
    public static ChannelMemory open(Words words) {
        if (words.sizeBytes() < ChannelDescriptor.RINGS_AT) {
            throw new CorruptRingException(
                    "The memory must have a header page: sizeBytes=" + words.sizeBytes());
        }
        long magic = words.loadLongAcquire(ChannelDescriptor.MAGIC_AT);
        if (magic != ChannelDescriptor.MAGIC) {
            throw new CorruptRingException(
                    "The memory must be that of a channel: magic=" + Long.toHexString(magic));
        }
        int version = words.loadInt(ChannelDescriptor.LAYOUT_VERSION_AT);
        if (version != ChannelDescriptor.LAYOUT_VERSION) {
            throw new CorruptRingException(
                    "Both sides must have the same layout: version="
                            + version
                            + ", expected="
                            + ChannelDescriptor.LAYOUT_VERSION);
        }
        int request = words.loadInt(ChannelDescriptor.REQUEST_CAPACITY_AT);
        int response = words.loadInt(ChannelDescriptor.RESPONSE_CAPACITY_AT);
        if (!RecordDescriptor.isCapacity(request)
                || !RecordDescriptor.isCapacity(response)
                || words.sizeBytes() != sizeBytes(request, response)) {
            throw new CorruptRingException(
                    "The memory must have the size of its rings: sizeBytes="
                            + words.sizeBytes()
                            + ", requestCapacityBytes="
                            + request
                            + ", responseCapacityBytes="
                            + response);
        }
        return new ChannelMemory(
                words, words.loadInt(ChannelDescriptor.EPOCH_AT), request, response);
    }

    /// {@return which life of the worker the channel serves}
    public int epoch() {
        return epoch;
    }

    /// {@return the parent's end of the ring from parent to worker, at its present state}
    public RingWriter requestWriter() {
        return new RingWriter(requests());
    }

    /// {@return the worker's end of the ring from parent to worker, at its present state}
    public RingReader requestReader() {
        return new RingReader(requests());
    }

    /// {@return the worker's end of the ring from worker to parent, at its present state}
    public RingWriter responseWriter() {
        return new RingWriter(responses());
    }

    /// {@return the parent's end of the ring from worker to parent, at its present state}
    public RingReader responseReader() {
        return new RingReader(responses());
    }

    /// {@return the bell that the worker arms and the parent rings}
    public Bell workerBell() {
        return new Bell(words, ChannelDescriptor.WORKER_BELL_AT);
    }

    /// {@return the bell that the parent arms and the worker rings}
    public Bell parentBell() {
        return new Bell(words, ChannelDescriptor.PARENT_BELL_AT);
    }

    /// {@return for how many microseconds an idle worker may spin before it sleeps: a hint, at
    /// first 0}
    public int spinMicros() {
        return words.loadIntOpaque(ChannelDescriptor.SPIN_AT);
    }

    /// Says for how many microseconds an idle worker may spin. Called by the parent.
    ///
    /// @param micros how many, not negative
    public void permitSpin(int micros) {
        words.storeIntOpaque(ChannelDescriptor.SPIN_AT, micros);
    }

    private Ring requests() {
        return new Ring(
                words,
                ChannelDescriptor.RINGS_AT,
                requestCapacityBytes,
                ChannelDescriptor.REQUEST_TAIL_AT,
                ChannelDescriptor.REQUEST_HEAD_AT,
                epoch);
    }

    private Ring responses() {
        return new Ring(
                words,
                ChannelDescriptor.RINGS_AT + requestCapacityBytes,
                responseCapacityBytes,
                ChannelDescriptor.RESPONSE_TAIL_AT,
                ChannelDescriptor.RESPONSE_HEAD_AT,
                epoch);
    }

    private static void ensureCapacity(int capacityBytes) {
        if (!RecordDescriptor.isCapacity(capacityBytes)) {
            throw new IllegalArgumentException(
                    "A ring's capacity must be a power of two from 1 KiB to 1 GiB: capacityBytes="
                            + capacityBytes);
        }
    }
}
