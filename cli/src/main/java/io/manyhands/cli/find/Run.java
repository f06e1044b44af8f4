package io.manyhands.cli.find;

import io.manyhands.LocalOptions;
import io.manyhands.ProcessOptions;
import io.manyhands.Workers;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/// One search, from the operands to the exit status. Confined to one thread.
///
/// Little input is searched by the calling thread itself. More is cut into ranges, which the
/// workers search ahead of the output by a window; the calling thread prints what they found.
public final class Run {
    /// A line was selected.
    public static final int FOUND = 0;

    /// No line was selected.
    public static final int NOT_FOUND = 1;

    /// Something went wrong, though maybe not with every file.
    public static final int TROUBLE = 2;

    /// Nobody reads the output any more: as a shell reports a program that was ended by it.
    public static final int OUTPUT_CLOSED = 141;

    /// How many tasks are planned before a decision on the workers at most.
    private static final int MOST_INLINE = 64;

    /// How long a worker process may go on when nobody wants its results.
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Search search;
    private final How how;
    private final Output output;
    private final Complaints complaints;
    private final Planner planner;

    private Run(Search search, How how, Output output, PrintStream error) {
        this.search = search;
        this.how = how;
        this.output = output;
        this.complaints = new Complaints(error);
        List<String> operands = how.operands();
        this.planner =
                new Planner(
                        search, operands.isEmpty() ? List.of(Planner.STANDARD_INPUT) : operands);
    }

    /// Searches, and prints what was found.
    ///
    /// *Blocking:* until everything is searched, or nobody reads the output any more.
    ///
    /// @param search what to look for
    /// @param how where, and by whom
    /// @param output where to print
    /// @param error where to say what went wrong
    /// @return the exit status: [#FOUND], [#NOT_FOUND], [#TROUBLE] or [#OUTPUT_CLOSED]
    /// @throws BadSearchException if the search makes no sense
    public static int run(Search search, How how, Output output, PrintStream error) {
        return search.maxCount() == 0 ? NOT_FOUND : new Run(search, how, output, error).status();
    }

    private int status() {
        Reporter reporter = new Reporter(search, planner, output, complaints);
        try (Progress progress = Progress.of(how, output)) {
            work(reporter, progress);
            reporter.close();
        } catch (OutputException closed) {
            if (Terminals.isClosedPipe(closed)) {
                return OUTPUT_CLOSED;
            }
            complaints.trouble("The output cannot be written: reason=" + closed.getMessage());
        } catch (IOException failure) {
            complaints.trouble("A file cannot be closed: reason=" + failure.getMessage());
        } finally {
            Engines.close();
        }
        return complaints.any() ? TROUBLE : reporter.anySelected() ? FOUND : NOT_FOUND;
    }

    private void work(Reporter reporter, Progress progress) throws OutputException {
        switch (how.on()) {
            case FASTEST -> byFastest(reporter, progress);
            case THREADS -> byThreads("as wanted", List.of(), reporter, progress);
            case VIRTUAL -> byVirtualThreads(reporter, progress);
            case PROCESSES -> byProcesses(reporter, progress);
        }
    }

    private void byFastest(Reporter reporter, Progress progress) throws OutputException {
        boolean isAlone = how.workers() == 1;
        List<Batch> first = isAlone ? List.of() : plan(inlineBytes(), MOST_INLINE);
        if (!isAlone && (planner.hasNext() || !isSmall(first))) {
            byThreads("the input is large", first, reporter, progress);
            return;
        }
        inline(isAlone ? "one is enough" : "the input is small", first, reporter, progress);
    }

    private void byThreads(String why, List<Batch> first, Reporter reporter, Progress progress)
            throws OutputException {
        tell("threads", how.workers(), why);
        try (Workers workers = Workers.threads(how.workers())) {
            PoolSearch.byThreads(search, how, workers, reporter, progress).search(first, planner);
        }
    }

    private void byVirtualThreads(Reporter reporter, Progress progress) throws OutputException {
        tell("virtual", how.workers(), "as wanted");
        LocalOptions options = LocalOptions.defaults().withCount(how.workers());
        try (Workers workers = Workers.virtual(options)) {
            PoolSearch.byThreads(search, how, workers, reporter, progress)
                    .search(List.of(), planner);
        }
    }

    private void byProcesses(Reporter reporter, Progress progress) throws OutputException {
        List<Batch> first = plan(Long.MAX_VALUE, how.workers());
        int useful = planner.hasNext() ? how.workers() : forWorkers(first);
        if (useful == 0) {
            inline("no worker could read the input", first, reporter, progress);
            return;
        }
        int count = how.count().orElse(useful);
        tell("processes", count, "as wanted");
        try (Workers workers = Workers.processes(options(count))) {
            try {
                PoolSearch.byProcesses(search, how, workers, reporter, progress)
                        .search(first, planner);
                // Processes take a moment to end.
                output.flush();
            } catch (OutputException closed) {
                // Nobody wants what is being searched.
                workers.shutdownNow();
                throw closed;
            }
        } catch (UnsupportedOperationException | RejectedExecutionException failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            complaints.trouble("Worker processes cannot be had: reason=" + cause.getMessage());
        }
    }

    private ProcessOptions options(int count) {
        ProcessOptions options = ProcessOptions.defaults().withCount(count).withGrace(GRACE);
        String heap = how.workerHeap();
        return heap == null ? options : options.withMaxHeap(heap);
    }

    private static int forWorkers(List<Batch> batches) {
        int count = 0;
        for (Batch batch : batches) {
            count += batch.isForWorkers() ? 1 : 0;
        }
        return count;
    }

    /// So many batches, or as many as have so many bytes, and one more if there is one.
    private List<Batch> plan(long mostBytes, int mostBatches) {
        List<Batch> batches = new ArrayList<>();
        long bytes = 0;
        while (bytes <= mostBytes && batches.size() < mostBatches && planner.hasNext()) {
            Batch batch = planner.next();
            batches.add(batch);
            bytes += batch.bytes();
        }
        return batches;
    }

    private boolean isSmall(List<Batch> planned) {
        long bytes = 0;
        for (Batch batch : planned) {
            bytes += batch.bytes();
        }
        return planned.size() < 2 || bytes <= inlineBytes();
    }

    private long inlineBytes() {
        long bytes = search.sizes().inlineBytes();
        return search.regex() ? bytes / 8 : bytes;
    }

    private void inline(String why, List<Batch> first, Reporter reporter, Progress progress)
            throws OutputException {
        tell("in-line", 1, why);
        for (Batch batch : first) {
            inline(batch, reporter, progress);
        }
        while (planner.hasNext()) {
            inline(planner.next(), reporter, progress);
        }
    }

    private void inline(Batch batch, Reporter reporter, Progress progress) throws OutputException {
        for (Range range : batch.ranges()) {
            reporter.search(range);
            progress.add(range.bytes());
        }
    }

    private void tell(String kind, int workers, String why) {
        if (how.isVerbose()) {
            complaints.note("searching " + kind + ", workers=" + workers + ": " + why);
        }
    }
}
