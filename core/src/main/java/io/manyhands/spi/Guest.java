package io.manyhands.spi;

import io.manyhands.wire.BrokenFrameException;

/// A worker elsewhere as one that asks: through the handles of this program's workers that its
/// tasks have. Thread-safe.
public interface Guest {
    /// The worker asks something. Runs no user code and does not block; to be called by one thread,
    /// in the order of the asking.
    ///
    /// @param body that of an ASK frame
    /// @throws BrokenFrameException if it breaks the rules
    void asked(byte[] body) throws BrokenFrameException;

    /// The worker is gone, or about to: nothing more is asked or told. What it submitted, and
    /// nobody else can see, is cancelled.
    void left();
}
