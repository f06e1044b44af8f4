package io.manyhands.cli.find;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import org.jspecify.annotations.Nullable;

/// What one thread needs to search: the compiled terms, a buffer, and the file it had open last.
/// Made once and used for many ranges. Confined to one thread at a time.
final class Engine implements AutoCloseable {
    private final Search search;
    private final Needle needle;
    private final Selector selector;
    private final Block block;
    private @Nullable FileSource file;

    Engine(Search search) {
        this.search = search;
        this.needle = Needles.of(search);
        this.selector = new Selector(search, needle);
        int reach = needle.reach() == Needle.ENDLESS ? 0 : needle.reach();
        this.block = new Block(Math.max(search.sizes().blockBytes(), 4 * reach));
    }

    Search search() {
        return search;
    }

    Needle needle() {
        return needle;
    }

    Selector selector() {
        return selector;
    }

    Block block() {
        return block;
    }

    /// Searches a range as a worker does: what is found is handed over.
    Found find(Range range) {
        return switch (range.kind()) {
            case FILE -> findInFile(range);
            case BINARY -> Found.binary(range);
            case STREAM, TROUBLE -> Found.deferred(range);
        };
    }

    /// Searches what comes from a source and gives the lines to a sink as they are found.
    ///
    /// @return false if it is binary
    boolean scan(Range range, Source source, long enough, Sink sink) throws IOException {
        selector.begin(range.name(), enough);
        try {
            new Scan(this, source, range, sink).run();
            return true;
        } catch (BinaryException binary) {
            return false;
        }
    }

    /// Searches a range and gives the lines to a sink as they are found.
    ///
    /// @return false if the file is binary
    boolean scan(Range range, long enough, Sink sink) throws IOException {
        selector.begin(range.name(), enough);
        if (range.kind() == Range.Kind.FILE) {
            FileSource source = open(range.path());
            return !isBinary(source, range) && scan(range, source, enough, sink);
        }
        try (Source source = openStream(range.path())) {
            return scan(range, source, enough, sink);
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    private Found findInFile(Range range) {
        selector.begin(range.name(), search.enough());
        try {
            FileSource source = open(range.path());
            if (isBinary(source, range)) {
                return Found.binary(range);
            }
            return find(range, source);
        } catch (IOException | InvalidPathException | TooComplexException failure) {
            return Found.failed(range, Troubles.sentence(failure, range.name()));
        }
    }

    private Found find(Range range, Source source) throws IOException {
        boolean whole = new Scan(this, source, range, new Hand(range)).run();
        return whole ? found(range) : Found.deferred(range);
    }

    private boolean isBinary(FileSource source, Range range) throws IOException {
        return range.parts() == 1 && !search.text() && source.isBinary(block);
    }

    private FileSource open(String path) throws IOException {
        FileSource known = file;
        if (known != null && known.isOpen(path)) {
            return known;
        }
        close();
        FileSource opened = new FileSource(path);
        file = opened;
        return opened;
    }

    private static Source openStream(String path) throws IOException {
        return path.equals(Planner.STANDARD_INPUT)
                ? StreamSource.standardInput()
                : StreamSource.open(path);
    }

    private Found found(Range range) {
        return new Found(
                range,
                Found.State.DONE,
                selector.newlines(),
                selector.selected(),
                selector.out().copy(),
                "");
    }

    /// Collects the lines as far as they may be handed over.
    ///
    /// @param range whose lines they are
    private record Hand(Range range) implements Sink {
        @Override
        public boolean lines(Selector selector) {
            return selector.out().length() <= Sizes.outputBytes(range);
        }

        @Override
        public boolean longLine(LongLine line) {
            return false;
        }
    }
}
