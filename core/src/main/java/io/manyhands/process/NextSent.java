package io.manyhands.process;

import org.jspecify.annotations.Nullable;

/// Somebody who sleeps while nothing is in flight to a worker, and is told when something is sent.
/// Thread-safe.
/* Who sleeps writes the field and then reads what is in flight; who sends writes that and then reads
 * the field: one of them sees the other. For who sends it is one read.
 */
final class NextSent {
    private volatile @Nullable Runnable asleep;

    /// Has somebody told, once, of the next that is sent, if nothing is in flight.
    ///
    /// @param told does not block
    /// @return whether nothing is
    boolean await(Flights flights, Runnable told) {
        asleep = told;
        boolean isQuiet = flights.load() == 0;
        if (!isQuiet) {
            asleep = null;
        }
        return isQuiet;
    }

    /// Whether somebody is still to be told.
    boolean isAwaited() {
        return asleep != null;
    }

    /// Something is in flight now.
    void sent() {
        if (asleep != null) {
            tell();
        }
    }

    private void tell() {
        Runnable told = asleep;
        asleep = null;
        try {
            if (told != null) {
                told.run();
            }
        } catch (Throwable shortage) {
            // The next is soon enough.
            asleep = told;
        }
    }
}
