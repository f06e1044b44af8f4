package io.manyhands.wire;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.nio.ByteOrder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A long array of primitives that travels beside the encoding of a value, which only names it, so
/// that its elements are copied as rarely as can be: once into a snapshot where it may be changed
/// before it is sent, and once into the array that the receiver gets.
///
/// Its elements travel as bytes, little-endian. Thread-safe at the sender; confined to one thread
/// at a time at the receiver.
/* A snapshot is taken step by step by the one who submits, who takes all of it before he returns to
 * his caller: for only he knows that the array is still as it was. Until a step is taken, its bytes
 * are sent from the array itself. So a worker that is ready gets the array without a copy in
 * between, and is done before there is one: release() then spares the rest of it.
 *
 * The lock is held while bytes are copied to or fro and while the buffer is given back, so that
 * nobody copies into a buffer that is another's by now, nor from an array that may be changed. Who
 * sends an array that was given back sends anything: that can be only to a worker that is gone, as
 * all of it was sent before the task was answered.
 */
public final class LargeArray {
    /// No arrays.
    public static final LargeArray[] NONE = {};

    /// Shorter ones are encoded with the rest, so that all that goes by pipe is whole.
    static final int LEAST_BYTES = 256 * 1024;

    /// On other machines, arrays of larger elements are encoded with the rest.
    private static final boolean IS_LITTLE_ENDIAN =
            ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private static final int STEP_BYTES = 256 * 1024;

    /// How far ahead of a copy its pages are found: about as much as is copied at once.
    private static final int AHEAD_BYTES = 128 * 1024;

    // No segments are kept: to make the first takes long, and each side has this class from the
    // start.
    private static final Object NOTHING = new byte[0];
    private static final int UNKNOWN = -1;

    /// Stands for one that there is no memory for.
    static final LargeArray MISSING = new LargeArray(UNKNOWN, NOTHING, 0);

    private final int tag;
    private final Object array;
    private final int lengthBytes;
    private final ReentrantLock lock = new ReentrantLock();

    /// What the snapshot is taken of, until it is whole. Under the lock.
    private Object source = NOTHING;

    /// How much of the bytes is there. Written under the lock.
    private volatile int filledBytes;

    /// How much of the bytes was sent, by who sent some last.
    private volatile int sentBytes;

    /// The pooled buffer that the bytes are in, until it is given back. Under the lock.
    private byte @Nullable [] lent;

    private LargeArray(int tag, Object array, int lengthBytes) {
        this.tag = tag;
        this.array = array;
        this.lengthBytes = lengthBytes;
        this.filledBytes = lengthBytes;
    }

    /// Which tag an array has if it may travel so; -1 if it may not, for its class or its length.
    static int tagOf(Object array, String className) {
        int length = Array.getLength(array);
        if (length < LEAST_BYTES / Long.BYTES) {
            return UNKNOWN;
        }
        int tag =
                switch (className) {
                    case "[B" -> Tags.BYTES;
                    case "[I" -> Tags.INTEGERS;
                    case "[J" -> Tags.LONGS;
                    case "[D" -> Tags.DOUBLES;
                    case "[F" -> Tags.FLOATS;
                    case "[C" -> Tags.CHARACTERS;
                    case "[S" -> Tags.SHORTS;
                    default -> UNKNOWN;
                };
        boolean isKnown = tag == Tags.BYTES || (tag != UNKNOWN && IS_LITTLE_ENDIAN);
        return isKnown && lengthBytes(tag, length) >= LEAST_BYTES ? tag : UNKNOWN;
    }

    static long lengthBytes(int tag, int length) {
        return (long) length * LeafReader.elementBytes(tag);
    }

    /// The array itself, which must not be changed before it is sent.
    static LargeArray inPlace(int tag, Object array) {
        return new LargeArray(tag, array, (int) lengthBytes(tag, Array.getLength(array)));
    }

    /// The array as it is while [#fill()] is called; until that has given false, it must not be
    /// changed.
    static LargeArray snapshot(int tag, Object array) {
        int lengthBytes = (int) lengthBytes(tag, Array.getLength(array));
        byte[] buffer = LargeBuffers.take(lengthBytes);
        LargeArray snapshot = new LargeArray(tag, buffer, lengthBytes);
        snapshot.source = array;
        snapshot.filledBytes = 0;
        snapshot.lent = buffer;
        return snapshot;
    }

    /// A new array, to be filled and then to be the receiver's own.
    ///
    /// @param tag which elements it has, as the sender says
    /// @param lengthBytes how long it is, as the sender says
    /// @throws BrokenFrameException if there is no such array
    static LargeArray empty(int tag, int lengthBytes) throws BrokenFrameException {
        boolean isKnown = tag > Tags.BOOLEANS && tag <= Tags.DOUBLES;
        int elementBytes = isKnown ? LeafReader.elementBytes(tag) : 1;
        if (!isKnown
                || lengthBytes <= 0
                || lengthBytes % elementBytes != 0
                || (elementBytes > 1 && !IS_LITTLE_ENDIAN)) {
            throw new BrokenFrameException(
                    "A large array must have a known type and whole elements: type="
                            + tag
                            + (", bytes=" + lengthBytes));
        }
        return new LargeArray(tag, make(tag, lengthBytes / elementBytes), lengthBytes);
    }

    /// A longer one that begins with this one's elements, in place of it at the receiver.
    ///
    /// @throws BrokenFrameException if there is no such array
    LargeArray widened(int newLengthBytes) throws BrokenFrameException {
        LargeArray wider = empty(tag, newLengthBytes);
        System.arraycopy(array, 0, wider.array, 0, length());
        return wider;
    }

    /// Which elements it has.
    ///
    /// @return a number that goes with it on its way
    public int tag() {
        return tag;
    }

    /// How long it is.
    ///
    /// @return a number of bytes, at least 1 unless it is missing
    public int lengthBytes() {
        return lengthBytes;
    }

    /// Whether there is no memory for it, so that its bytes are to be let pass by.
    ///
    /// @return true if it takes no bytes
    public boolean isMissing() {
        return lengthBytes == 0;
    }

    /// Begins with its bytes, which are copied up to an end now, and behind that soon.
    ///
    /// @param end a number of bytes
    /// @return a view
    public MemorySegment bytes(int end) {
        Pages.find(array, end, AHEAD_BYTES);
        return segment(array);
    }

    /// Keeps the bytes as they are, until [#letGo(int)].
    ///
    /// @param end how many of them are needed, from the first on
    /// @return a view that begins with them
    public MemorySegment hold(int end) {
        lock.lock();
        boolean isHeld = false;
        try {
            Object from = filledBytes < end ? source : array;
            Pages.find(from, end, AHEAD_BYTES);
            MemorySegment held = segment(from);
            isHeld = true;
            return held;
        } finally {
            if (!isHeld) {
                lock.unlock();
            }
        }
    }

    /// Ends [#hold(int)], in the same thread.
    ///
    /// @param sent how many bytes are sent now
    public void letGo(int sent) {
        sentBytes = sent;
        lock.unlock();
    }

    /// How much was sent, at the last attempt to send it: a hint.
    ///
    /// @return a number of bytes
    public int sentBytes() {
        return sentBytes;
    }

    /// Takes some more of the snapshot.
    ///
    /// @return whether there is more to be taken
    public boolean fill() {
        int filled = filledBytes;
        if (filled < lengthBytes) {
            fillTo(Math.min(filled + STEP_BYTES, lengthBytes));
        }
        return filledBytes < lengthBytes;
    }

    /// Takes the rest of the snapshot.
    void fillAll() {
        while (fill()) {
            // Step by step, so that who sends it need not wait for all.
        }
    }

    private void fillTo(int end) {
        lock.lock();
        try {
            int filled = filledBytes;
            if (filled < end) {
                MemorySegment from = segment(source);
                MemorySegment.copy(from, filled, segment(array), filled, end - filled);
                filledBytes = end;
            }
            if (filledBytes == lengthBytes) {
                source = NOTHING;
            }
        } finally {
            lock.unlock();
        }
    }

    /// How many elements it has.
    int length() {
        return lengthBytes / LeafReader.elementBytes(tag);
    }

    /// The array itself, where it is one that was received.
    Object array() {
        return array;
    }

    /// Says that nobody reads it any more: what it is in serves the next.
    public void release() {
        byte[] buffer;
        lock.lock();
        try {
            buffer = lent;
            lent = null;
            source = NOTHING;
            filledBytes = lengthBytes;
        } finally {
            lock.unlock();
        }
        if (buffer != null) {
            LargeBuffers.giveBack(buffer);
        }
    }

    /// How many bytes there are together.
    static long totalBytes(LargeArray[] arrays) {
        long total = 0;
        for (LargeArray each : arrays) {
            total += each.lengthBytes;
        }
        return total;
    }

    private static MemorySegment segment(Object array) {
        if (array instanceof byte[] bytes) {
            return MemorySegment.ofArray(bytes);
        } else if (array instanceof int[] elements) {
            return MemorySegment.ofArray(elements);
        } else if (array instanceof long[] elements) {
            return MemorySegment.ofArray(elements);
        } else if (array instanceof double[] elements) {
            return MemorySegment.ofArray(elements);
        } else if (array instanceof float[] elements) {
            return MemorySegment.ofArray(elements);
        } else if (array instanceof char[] elements) {
            return MemorySegment.ofArray(elements);
        }
        return MemorySegment.ofArray((short[]) array);
    }

    private static Object make(int tag, int length) {
        return switch (tag) {
            case Tags.BYTES -> new byte[length];
            case Tags.INTEGERS -> new int[length];
            case Tags.LONGS -> new long[length];
            case Tags.DOUBLES -> new double[length];
            case Tags.FLOATS -> new float[length];
            case Tags.CHARACTERS -> new char[length];
            default -> new short[length];
        };
    }
}
