package io.manyhands.process;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Asks a worker what its threads are at, and kills it when it has told, or a moment later.
/// Stateless.
final class LastLook {
    /// The most that a worker gets, in any grace period.
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private LastLook() {}

    /// Begins; the worker is dead half a grace period later, or half a second.
    ///
    /// @param line null if the worker is not up
    static void begin(String worker, @Nullable Channel line, LifeState state, long graceNanos) {
        long nanos = Math.min(graceNanos / 2, LONGEST_NANOS);
        if (line == null || nanos == 0) {
            state.kill();
            return;
        }
        try {
            if (!state.threads().mayAsk()) {
                // Somebody has, and is about to kill it.
                return;
            }
            // Each on a thread of its own: the pipe of a worker that is stopped may be full.
            start(worker + "-killer", () -> killOnceTold(state, nanos));
            start(worker + "-question", line::askThreads);
        } catch (Throwable noThread) {
            state.kill();
        }
    }

    private static void killOnceTold(LifeState state, long nanos) {
        try {
            state.threads().await(nanos);
        } finally {
            state.kill();
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(null, work, name, 0, false);
        thread.setDaemon(true);
        thread.start();
    }
}
