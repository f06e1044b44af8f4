package io.manyhands.waits;

import io.manyhands.spi.LocalWorker;
import org.jspecify.annotations.Nullable;

/// A wait for something that another task may have to do first: if all workers come to wait so, a
/// spare one does what is left. Confined to the thread that waits.
///
/// @param worker whose thread it is, or for which the thread runs; null if there is none
public record Standstill(@Nullable LocalWorker worker) implements AutoCloseable {
    /// The current thread is about to block, until it closes this.
    ///
    /// @return the wait
    public static Standstill begin() {
        LocalWorker worker = LocalWorker.served();
        if (worker != null) {
            worker.host().waitBegins(worker);
        }
        return new Standstill(worker);
    }

    @Override
    public void close() {
        if (worker != null) {
            worker.host().waitEnds(worker);
        }
    }
}
