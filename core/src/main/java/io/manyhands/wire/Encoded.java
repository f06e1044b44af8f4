package io.manyhands.wire;

/// An encoded value: its bytes, and the large arrays that go beside them. Immutable, but that the
/// arrays can be released.
public final class Encoded {
    private final byte[] bytes;
    private final LargeArray[] arrays;

    /// An encoded value.
    ///
    /// @param bytes the bytes; not to be changed any more
    /// @param arrays what they name, in this order; not to be changed any more
    public Encoded(byte[] bytes, LargeArray[] arrays) {
        this.bytes = bytes;
        this.arrays = arrays;
    }

    /// The bytes.
    ///
    /// @return the bytes themselves, not to be changed
    public byte[] bytes() {
        return bytes;
    }

    /// The large arrays that the bytes name.
    ///
    /// @return the arrays themselves, not to be changed
    public LargeArray[] arrays() {
        return arrays;
    }

    /// Takes what is missing of the snapshots of large arrays: the value may be changed after this.
    ///
    /// @return this
    public Encoded whole() {
        for (LargeArray each : arrays) {
            each.fillAll();
        }
        return this;
    }

    /// Says that nobody reads the arrays any more.
    ///
    /// @return whether there are any
    public boolean release() {
        for (LargeArray each : arrays) {
            each.release();
        }
        return arrays.length > 0;
    }
}
