package io.manyhands;

import io.manyhands.spi.WorkerLoss;
import io.manyhands.wire.ThreadImage;
import java.io.Serial;
import java.util.List;

/// What a thread of a worker elsewhere was at when its process was killed, because a task had not
/// stopped: told among the suppressed exceptions of the task's failure, where logs show it. The
/// first is that of the task, and the others are its suppressed ones.
final class RemoteStack extends ManyhandsException {
    @Serial private static final long serialVersionUID = 1;

    private RemoteStack(String message, List<StackTraceElement> frames) {
        super(message, null);
        setStackTrace(frames.toArray(StackTraceElement[]::new));
    }

    /// Adds what is known of a loss to the failure that is made of it.
    static void add(Throwable failure, WorkerLoss loss) {
        List<ThreadImage> threads = loss.threads();
        if (threads != null) {
            failure.addSuppressed(of(loss.worker(), threads));
        }
    }

    /// Adds what one failure has to another that takes its place.
    static void copy(Throwable from, Throwable to) {
        for (Throwable each : from.getSuppressed()) {
            if (each instanceof RemoteStack) {
                to.addSuppressed(each);
            }
        }
    }

    private static RemoteStack of(String worker, List<ThreadImage> threads) {
        if (threads.isEmpty()) {
            return new RemoteStack(
                    "The worker did not tell in time what it was at, and was killed: worker="
                            + worker,
                    List.of());
        }
        ThreadImage first = threads.getFirst();
        RemoteStack task =
                new RemoteStack(
                        "What the task was at when its worker was killed: worker="
                                + worker
                                + (", " + describe(first)),
                        first.frames());
        for (ThreadImage other : threads.subList(1, threads.size())) {
            task.addSuppressed(
                    new RemoteStack("Another thread: " + describe(other), other.frames()));
        }
        return task;
    }

    private static String describe(ThreadImage thread) {
        return "thread=" + thread.name() + ", state=" + thread.state();
    }
}
