package io.manyhands.process;

import io.manyhands.spi.Host;
import org.jspecify.annotations.Nullable;

/// Has something looked at again when it is time; it knows one time, the next. For the one who
/// dispatches, but for the ringing.
final class Reminder {
    private final Host host;
    private final Runnable look;
    private Host.@Nullable Alarm pending;
    private long pendingNanos;
    // Written by who rings, and read by the one who dispatches.
    private volatile boolean hasRung;

    /// @param look done when it is time, in another thread
    Reminder(Host host, Runnable look) {
        this.host = host;
        this.look = look;
    }

    /// Rings after so long, unless it does sooner.
    ///
    /// @param now the pool's time
    /// @param nanos how long; [Long#MAX_VALUE] for never
    void ringIn(long now, long nanos) {
        if (nanos == Long.MAX_VALUE) {
            return;
        }
        Host.Alarm before = pending;
        if (before != null && !hasRung) {
            if (pendingNanos - now <= nanos) {
                return;
            }
            boolean _ = before.cancel();
        }
        hasRung = false;
        pendingNanos = now + nanos;
        pending = host.alarm(nanos, this::ring);
    }

    private void ring() {
        hasRung = true;
        look.run();
    }
}
