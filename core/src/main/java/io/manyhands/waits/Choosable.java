package io.manyhands.waits;

/// What gives something that can be waited for together with other things. Thread-safe.
public interface Choosable {
    /// What it gives.
    ///
    /// @return what to attempt and to wait for
    Choice choice();
}
