package io.manyhands.waits;

import io.manyhands.spi.Host;
import io.manyhands.spi.LocalWorker;
import org.jspecify.annotations.Nullable;

/// A wait for something that another task may have to do first: if all workers come to wait so, a
/// spare one does what is left. Confined to the thread that waits.
///
/// @param host whose worker the thread is, or runs for; null if there is none
public record Standstill(@Nullable Host host) implements AutoCloseable {
    /// The current thread is about to block, until it closes this.
    ///
    /// @return the wait
    public static Standstill begin() {
        LocalWorker worker = LocalWorker.served();
        Host host = worker == null ? null : worker.host();
        if (host != null) {
            host.waitBegins();
        }
        return new Standstill(host);
    }

    @Override
    public void close() {
        if (host != null) {
            host.waitEnds();
        }
    }
}
