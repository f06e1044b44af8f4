package io.manyhands.process;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The end of a line to a worker, which comes once, whoever finds the reason: nothing more is sent,
/// and the listener is told. Thread-safe.
final class LineEnd {
    private final Requests requests;
    private final Channel.Listener listener;
    private final AtomicBoolean hasCome = new AtomicBoolean();

    LineEnd(Requests requests, Channel.Listener listener) {
        this.requests = requests;
        this.listener = listener;
    }

    boolean hasCome() {
        return hasCome.get();
    }

    /// Nothing more comes, or nothing that could be believed.
    ///
    /// @param violation the rule that was broken, if one was
    void come(@Nullable String violation) {
        if (hasCome.compareAndSet(false, true)) {
            requests.close();
            listener.ended(violation);
        }
    }

    /// Something failed half way that must not, for example for want of stack or memory: what was
    /// done cannot be told, so the line is given up.
    ///
    /// @return never
    RuntimeException failed(Throwable failure) {
        come("A line must not fail: failure=" + failure);
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        throw new AssertionError(failure);
    }
}
