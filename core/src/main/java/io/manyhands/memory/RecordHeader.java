package io.manyhands.memory;

/// What a record says beside its payload. Confined: a writer's owner fills the same one anew for
/// each record.
public final class RecordHeader {
    private byte type;
    private byte flags;
    private long sequence;
    private int argument;
    private int total;

    /// A header that says nothing yet.
    public RecordHeader() {}

    /// Fills everything anew: flags, argument and total become 0.
    ///
    /// @param type what kind of record, as its two sides agreed
    /// @param sequence which call it belongs to
    /// @return this header
    public RecordHeader begin(byte type, long sequence) {
        this.type = type;
        this.sequence = sequence;
        this.flags = 0;
        this.argument = 0;
        this.total = 0;
        return this;
    }

    /// Sets the flags.
    ///
    /// @param newFlags the flags, whose meaning depends on the type
    /// @return this header
    public RecordHeader flags(byte newFlags) {
        flags = newFlags;
        return this;
    }

    /// Sets the argument.
    ///
    /// @param newArgument the argument, whose meaning depends on the type
    /// @return this header
    public RecordHeader argument(int newArgument) {
        argument = newArgument;
        return this;
    }

    /// Sets the length of the whole payload, where it comes in parts.
    ///
    /// @param newTotal how many bytes, or another number that the two sides agreed on
    /// @return this header
    public RecordHeader total(int newTotal) {
        total = newTotal;
        return this;
    }

    int kind() {
        return RecordDescriptor.kind(type, flags);
    }

    long sequence() {
        return sequence;
    }

    int argument() {
        return argument;
    }

    int total() {
        return total;
    }
}
