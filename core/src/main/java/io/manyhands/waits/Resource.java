package io.manyhands.waits;

/// Something that threads wait for, as long as others have it. Thread-safe.
public interface Resource {
    /// What it is called in reports.
    ///
    /// @return for example `lock ledger`
    String title();

    /// Says who has it, as far as this process knows. Never blocks for long; takes no lock that a
    /// thread may wait for while it waits for this.
    ///
    /// @param holders takes the answer
    void tell(Holders holders);
}
