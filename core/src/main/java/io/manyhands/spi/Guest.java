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

    /// Whether all that the worker has submitted has ended. A hint.
    ///
    /// @return true if there is nothing that it could be told
    boolean isIdle();

    /// The worker has done what it had to do and leaves: nothing more is asked or told. What it has
    /// submitted goes on.
    void left();

    /// The worker is dead. If it had not left before, what it has submitted, and nobody else can
    /// see, is cancelled.
    void lost();
}
