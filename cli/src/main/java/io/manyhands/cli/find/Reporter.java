package io.manyhands.cli.find;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.HashMap;
import java.util.Map;

/// Prints what was found, file by file, and searches itself what could not be handed over. Confined
/// to one thread.
final class Reporter {
    private final Search search;
    private final Planner planner;
    private final Output output;
    private final Complaints complaints;
    private final Engine engine;
    private final Map<Integer, Tally> tallies = new HashMap<>();
    private final boolean isLive = Terminals.isOutput();
    private boolean anySelected;

    Reporter(Search search, Planner planner, Output output, Complaints complaints) {
        this.search = search;
        this.planner = planner;
        this.output = output;
        this.complaints = complaints;
        this.engine = new Engine(search);
    }

    /// Whether any line was selected.
    boolean anySelected() {
        return anySelected;
    }

    /// Prints what a worker found.
    ///
    /// @throws OutputException if the output takes no more
    void accept(Found found) throws OutputException {
        Range range = found.range();
        Tally tally = tallies.computeIfAbsent(range.file(), _ -> new Tally());
        if (!tally.done) {
            switch (found.state()) {
                case DONE -> print(found, tally);
                case DEFERRED -> search(range, tally);
                case BINARY -> binary(range, tally);
                case FAILED -> fail(found.sentence(), tally);
            }
        }
        finishPart(range, tally);
    }

    /// Searches a range here and now.
    ///
    /// @throws OutputException if the output takes no more
    void search(Range range) throws OutputException {
        Tally tally = tallies.computeIfAbsent(range.file(), _ -> new Tally());
        if (!tally.done) {
            search(range, tally);
        }
        finishPart(range, tally);
    }

    void close() throws IOException {
        output.flush();
        engine.close();
    }

    private void print(Found found, Tally tally) throws OutputException {
        long wanted = Math.min(found.selected(), search.enough() - tally.selected);
        new Printer(search, output, found.range(), tally).print(found.lines(), wanted);
        tally.lines += found.newlines();
        tally.selected += wanted;
    }

    private void search(Range range, Tally tally) throws OutputException {
        switch (range.kind()) {
            case TROUBLE -> fail(range.path(), tally);
            case BINARY -> binary(range, tally);
            case FILE, STREAM -> searchBytes(range, tally);
        }
    }

    private void searchBytes(Range range, Tally tally) throws OutputException {
        try {
            scan(range, tally);
        } catch (BinaryException binary) {
            binary(range, tally);
        } catch (OutputException closed) {
            throw closed;
        } catch (IOException | InvalidPathException | TooComplexException failure) {
            fail(Troubles.sentence(failure, range.name()), tally);
        }
    }

    /// Searches straight to the output.
    ///
    /// @throws BinaryException if they are none of text
    private void scan(Range range, Tally tally) throws IOException {
        Printer printer = new Printer(search, output, range, tally);
        long wanted = search.enough() - tally.selected;
        try {
            if (!engine.scan(range, wanted, printer)) {
                throw new BinaryException();
            }
        } finally {
            tally.selected += engine.selector().selected();
        }
    }

    private void binary(Range range, Tally tally) {
        complaints.note(range.name() + ": binary file skipped");
        tally.done = true;
    }

    private void fail(String sentence, Tally tally) {
        complaints.trouble(sentence);
        tally.done = true;
    }

    private void finishPart(Range range, Tally tally) throws OutputException {
        tally.parts++;
        if (isLive) {
            output.flush();
        }
        boolean isWhole = tally.parts == range.parts();
        if (isWhole) {
            tallies.remove(range.file());
        }
        if (!tally.done && (isWhole || tally.selected >= search.enough())) {
            finishFile(range, tally);
        }
        if (tally.done && !isWhole) {
            planner.skip(range.file());
        }
    }

    private void finishFile(Range range, Tally tally) throws OutputException {
        tally.done = true;
        anySelected |= tally.selected > 0;
        switch (search.show()) {
            case LINES -> {}
            case COUNTS -> output.write(Header.countLine(search, range.name(), tally.selected));
            case NAMES -> {
                if (tally.selected > 0) {
                    output.write(Header.nameLine(search, range.name()));
                }
            }
        }
    }

    /// What is known of a file so far.
    static final class Tally {
        /// How many of its parts have been reported.
        int parts;

        /// How many lines have ended before the next part.
        long lines;

        /// How many lines have been selected.
        long selected;

        /// Whether there is nothing more to report.
        boolean done;
    }
}
