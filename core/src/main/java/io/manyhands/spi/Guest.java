package io.manyhands.spi;

import io.manyhands.wire.BrokenFrameException;
import org.jspecify.annotations.Nullable;

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

    /// The way back to the worker. Thread-safe.
    interface Line {
        /// Answers what the worker has asked. Blocks until the worker has read it; does nothing if
        /// the worker is gone.
        ///
        /// @param frames TOLD frames, one behind the other
        void tell(byte[] frames);

        /// Ends the worker, since it cannot be told what it has asked and waits for. Never blocks.
        ///
        /// @param why the rule that was broken
        void giveUp(String why);

        /// The loader that the worker knows by a number.
        ///
        /// @param number the number
        /// @return the loader, or null if there is none
        @Nullable ClassLoader loaderOf(int number);

        /// Says whether what the worker runs waits for others: as long as it does, the worker gets
        /// nothing more to do, and what it has not begun is given to others.
        ///
        /// @param waits whether it waits
        void waits(boolean waits);
    }
}
