package io.manyhands.spi;

import io.manyhands.wire.LargeArray;
import java.util.Arrays;

/// What has come back from a call: how it ended, and the bytes and large arrays that go with that.
///
/// Whoever takes answers uses one for many. So it is valid until the method returns that was given
/// it; what is needed longer is [#kept()]. Confined to one thread at a time.
public final class Answer {
    private static final byte[] NOTHING = {};

    private byte kind;
    private byte[] bytes = NOTHING;
    private int offset;
    private int length;
    private boolean isShared;
    private LargeArray[] arrays = LargeArray.NONE;

    /// An answer that is still to be filled.
    public Answer() {}

    /// Fills it.
    ///
    /// @param newKind how the call ended: one of those from the worker in
    ///   [io.manyhands.wire.CallDescriptor]
    /// @param newBytes has what goes with that kind
    /// @param newOffset where that begins
    /// @param newLength how many bytes that is
    /// @param willChange whether those bytes are written again later
    /// @param newArrays what the bytes name; the receiver's own
    public void fill(
            byte newKind,
            byte[] newBytes,
            int newOffset,
            int newLength,
            boolean willChange,
            LargeArray[] newArrays) {
        kind = newKind;
        bytes = newBytes;
        offset = newOffset;
        length = newLength;
        isShared = willChange || newLength != newBytes.length;
        arrays = newArrays;
    }

    /// Keeps nothing.
    public void clear() {
        bytes = NOTHING;
        offset = 0;
        length = 0;
        isShared = false;
        arrays = LargeArray.NONE;
    }

    /// How the call ended.
    ///
    /// @return one of those from the worker in [io.manyhands.wire.CallDescriptor]
    public byte kind() {
        return kind;
    }

    /// Has what goes with the kind; see [#offset()] and [#length()].
    ///
    /// @return bytes that are not to be changed, and may change later
    public byte[] bytes() {
        return bytes;
    }

    /// Where the bytes that count begin.
    ///
    /// @return their offset
    public int offset() {
        return offset;
    }

    /// How many of the bytes count.
    ///
    /// @return their number
    public int length() {
        return length;
    }

    /// The large arrays that the bytes name.
    ///
    /// @return the arrays, for as long as they are needed; not to be changed
    public LargeArray[] arrays() {
        return arrays;
    }

    /// The bytes that count, for as long as they are needed.
    ///
    /// @return an array that nobody changes
    public byte[] kept() {
        return isShared ? Arrays.copyOfRange(bytes, offset, offset + length) : bytes;
    }
}
