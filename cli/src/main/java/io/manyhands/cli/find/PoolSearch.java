package io.manyhands.cli.find;

import io.manyhands.Outcome;
import io.manyhands.Results;
import io.manyhands.TaskNotSerializableException;
import io.manyhands.WorkerLostException;
import io.manyhands.Workers;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Has batches searched by workers, ahead of the output by a window, and reports what they find.
/// Confined to one thread.
final class PoolSearch {
    /// How often a batch is searched again that ends its workers.
    private static final int RETRIES = 4;

    private final Search search;
    private final How how;
    private final Workers workers;
    private final Reporter reporter;
    private final Progress progress;
    private final boolean mayLoseWorkers;

    private PoolSearch(
            Search search,
            How how,
            Workers workers,
            Reporter reporter,
            Progress progress,
            boolean mayLoseWorkers) {
        this.search = search;
        this.how = how;
        this.workers = workers;
        this.reporter = reporter;
        this.progress = progress;
        this.mayLoseWorkers = mayLoseWorkers;
    }

    /// A search by threads, which find the input by themselves.
    static PoolSearch byThreads(
            Search search, How how, Workers workers, Reporter reporter, Progress progress) {
        return new PoolSearch(search, how, workers, reporter, progress, false);
    }

    /// A search by processes, which may die: what one of them was searching then is given to
    /// another, as often as is reasonable.
    static PoolSearch byProcesses(
            Search search, How how, Workers workers, Reporter reporter, Progress progress) {
        return new PoolSearch(search, how, workers, reporter, progress, true);
    }

    /// Searches some batches, then all others.
    ///
    /// @throws OutputException if the output takes no more
    void search(List<Batch> first, Iterator<Batch> others) throws OutputException {
        Iterable<Batch> rest = () -> others;
        Stream<Batch> all =
                Stream.concat(first.stream(), StreamSupport.stream(rest.spliterator(), false));
        Assignments given = new Assignments(all.iterator());
        Search wanted = search;
        Results<List<Found>> found =
                workers.map(() -> given, (Batch batch) -> Engines.find(wanted, batch))
                        .withWindow(window(how))
                        .withChunk(1);
        if (how.isUnordered() && !search.needsOrder()) {
            reportUnordered(found.asCompleted(), given);
        } else {
            reportOrdered(found, given);
        }
    }

    private static int window(How how) {
        return 2 * how.workers() + 2;
    }

    private void reportOrdered(Results<List<Found>> found, Assignments given)
            throws OutputException {
        try (Results<Outcome<List<Found>>> outcomes = found.outcomes()) {
            for (Outcome<List<Found>> outcome : outcomes) {
                Batch batch = given.takeFirst();
                switch (outcome) {
                    case Outcome.Success<List<Found>>(List<Found> all) -> report(all);
                    case Outcome.Failure<List<Found>>(Throwable cause) -> failed(batch, cause);
                }
            }
        }
    }

    /// Nobody knows whose a failure is, until all others are back.
    private void reportUnordered(Results<List<Found>> found, Assignments given)
            throws OutputException {
        List<Throwable> causes = new ArrayList<>();
        try (Results<Outcome<List<Found>>> outcomes = found.outcomes()) {
            for (Outcome<List<Found>> outcome : outcomes) {
                switch (outcome) {
                    case Outcome.Success<List<Found>>(List<Found> all) -> {
                        given.take(all);
                        report(all);
                    }
                    case Outcome.Failure<List<Found>>(Throwable cause) -> causes.add(cause);
                }
            }
        }
        for (Throwable cause : causes) {
            failed(given.takeFirst(), cause);
        }
    }

    private void failed(@Nullable Batch batch, Throwable cause) throws OutputException {
        if (batch == null) {
            throw new IllegalStateException("What has failed must have been given", cause);
        }
        boolean isLost = mayLoseWorkers && cause instanceof WorkerLostException;
        report(isLost ? searchAgain(batch) : failures(batch, cause));
    }

    /// Has a batch searched whose worker was lost. Blocks until it is.
    private List<Found> searchAgain(Batch batch) {
        Search wanted = search;
        try {
            return workers.withRetries(RETRIES - 1).submit(() -> Engines.find(wanted, batch)).get();
        } catch (ExecutionException failure) {
            return failures(batch, failure.getCause());
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            return failures(batch, interrupt);
        }
    }

    /// What there is to say of a batch that could not be searched.
    private static List<Found> failures(Batch batch, @Nullable Throwable cause) {
        List<Found> all = new ArrayList<>();
        for (Range range : batch.ranges()) {
            all.add(failure(range, cause));
        }
        return all;
    }

    /// What needs more memory than a worker has is searched straight to the output, which does not.
    private static Found failure(Range range, @Nullable Throwable cause) {
        boolean isTooMuch =
                cause instanceof OutOfMemoryError || cause instanceof TaskNotSerializableException;
        if (range.kind() != Range.Kind.FILE || isTooMuch) {
            return Found.deferred(range);
        }
        return Found.failed(
                range, "The search of a part has failed (" + cause + "): file=" + range.name());
    }

    private void report(List<Found> all) throws OutputException {
        for (Found found : all) {
            reporter.accept(found);
            progress.add(found.range().bytes());
        }
    }
}
