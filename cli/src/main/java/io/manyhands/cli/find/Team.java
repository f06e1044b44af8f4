package io.manyhands.cli.find;

import io.manyhands.Submitter;
import io.manyhands.TaskFuture;
import io.manyhands.TaskNotSerializableException;
import io.manyhands.WorkerLostException;
import io.manyhands.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// Worker processes, which may die: what one of them was searching then is given to another, as
/// often as is reasonable. Confined to one thread.
final class Team {
    /// How often a batch is searched again that ends its workers.
    private static final int RETRIES = 4;

    private final Workers workers;
    private final Search search;
    private final int window;

    /// @param window how many blocks may be on their way
    Team(Workers workers, Search search, int window) {
        this.workers = workers;
        this.search = search;
        this.window = window;
    }

    /// How many blocks may be on their way.
    int window() {
        return window;
    }

    /// Has a block of a stream searched.
    Sent send(Range range, byte[] lines) {
        return new Sent(range, lines, submit(workers, range, lines));
    }

    /// What was found in a block. Blocks until it is there.
    Found await(Sent sent) {
        Range range = sent.range();
        try {
            return sent.found().get();
        } catch (ExecutionException failure) {
            if (!isLoss(failure.getCause())) {
                return failed(range, failure.getCause());
            }
        } catch (InterruptedException interrupt) {
            return interrupted(range);
        }
        try {
            return submit(workers.withRetries(RETRIES - 1), range, sent.lines()).get();
        } catch (ExecutionException failure) {
            return failed(range, failure.getCause());
        } catch (InterruptedException interrupt) {
            return interrupted(range);
        }
    }

    /// Has a batch searched whose worker was lost. Blocks until it is.
    List<Found> searchAgain(Batch batch) {
        Search wanted = search;
        try {
            return workers.withRetries(RETRIES - 1).submit(() -> Engines.find(wanted, batch)).get();
        } catch (ExecutionException failure) {
            return failed(batch, failure.getCause());
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            return failed(batch, interrupt);
        }
    }

    static boolean isLoss(@Nullable Throwable cause) {
        return cause instanceof WorkerLostException;
    }

    /// What there is to say of a batch that could not be searched.
    static List<Found> failed(Batch batch, @Nullable Throwable cause) {
        List<Found> all = new ArrayList<>();
        for (Range range : batch.ranges()) {
            all.add(failed(range, cause));
        }
        return all;
    }

    private TaskFuture<Found> submit(Submitter to, Range range, byte[] lines) {
        Search wanted = search;
        return to.submit(() -> Engines.find(wanted, range, lines));
    }

    /// What needs more memory than a worker has is searched straight to the output, which does not.
    private static Found failed(Range range, @Nullable Throwable cause) {
        boolean isInput = range.kind() == Range.Kind.FILE || range.kind() == Range.Kind.BLOCK;
        boolean isTooMuch =
                cause instanceof OutOfMemoryError || cause instanceof TaskNotSerializableException;
        if (!isInput || isTooMuch) {
            return Found.deferred(range);
        }
        return Found.failed(
                range, "The search of a part has failed (" + cause + "): file=" + range.name());
    }

    private static Found interrupted(Range range) {
        Thread.currentThread().interrupt();
        return failed(range, new InterruptedException());
    }

    /// A block on its way.
    ///
    /// @param range what it is
    /// @param lines its bytes, kept in case its worker is lost
    /// @param found what will be found in it
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Sent(Range range, byte[] lines, TaskFuture<Found> found) {}
}
