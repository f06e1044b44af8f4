package io.manyhands.cli.find;

import io.manyhands.LocalOptions;
import io.manyhands.Outcome;
import io.manyhands.Results;
import io.manyhands.Workers;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

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
        List<Batch> first = how.on() == How.On.FASTEST ? plan() : List.of();
        if (how.on() == How.On.FASTEST && isForOne(first)) {
            tell("in-line", 1, how.workers() == 1 ? "one is enough" : "the input is small");
            for (Batch batch : first) {
                inline(batch, reporter, progress);
            }
            while (planner.hasNext()) {
                inline(planner.next(), reporter, progress);
            }
            return;
        }
        boolean isVirtual = how.on() == How.On.VIRTUAL;
        String why = how.on() == How.On.FASTEST ? "the input is large" : "as wanted";
        tell(isVirtual ? "virtual" : "threads", how.workers(), why);
        LocalOptions options = LocalOptions.defaults().withCount(how.workers());
        try (Workers workers = isVirtual ? Workers.virtual(options) : Workers.threads(options)) {
            byWorkers(workers, first, reporter, progress);
        }
    }

    /// As many batches as may be searched inline, and one more if there is one.
    private List<Batch> plan() {
        List<Batch> batches = new ArrayList<>();
        long bytes = 0;
        while (how.workers() > 1
                && bytes <= inlineBytes()
                && batches.size() < MOST_INLINE
                && planner.hasNext()) {
            Batch batch = planner.next();
            batches.add(batch);
            bytes += batch.bytes();
        }
        return batches;
    }

    private boolean isForOne(List<Batch> planned) {
        return how.workers() == 1 || (!planner.hasNext() && isSmall(planned));
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

    private void inline(Batch batch, Reporter reporter, Progress progress) throws OutputException {
        for (Range range : batch.ranges()) {
            reporter.search(range);
            progress.add(range.bytes());
        }
    }

    private void byWorkers(Workers workers, List<Batch> first, Reporter reporter, Progress progress)
            throws OutputException {
        Search wanted = search;
        Iterable<Batch> rest = () -> planner;
        Stream<Batch> all =
                Stream.concat(first.stream(), StreamSupport.stream(rest.spliterator(), false));
        Results<List<Found>> ordered =
                workers.map(all, (Batch batch) -> Engines.find(wanted, batch))
                        .withWindow(2 * how.workers() + 2)
                        .withChunk(1);
        boolean isOrdered = !how.isUnordered() || search.needsOrder();
        try (Results<Outcome<List<Found>>> results =
                (isOrdered ? ordered : ordered.asCompleted()).outcomes()) {
            for (Outcome<List<Found>> outcome : results) {
                report(outcome, reporter, progress);
            }
        }
    }

    private void report(Outcome<List<Found>> outcome, Reporter reporter, Progress progress)
            throws OutputException {
        switch (outcome) {
            case Outcome.Success<List<Found>>(List<Found> all) -> {
                for (Found found : all) {
                    reporter.accept(found);
                    progress.add(found.range().bytes());
                }
            }
            case Outcome.Failure<List<Found>>(Throwable cause) ->
                    complaints.trouble("A part could not be searched: cause=" + cause);
        }
    }

    private void tell(String kind, int workers, String why) {
        if (how.isVerbose()) {
            complaints.note("searching " + kind + ", workers=" + workers + ": " + why);
        }
    }
}
