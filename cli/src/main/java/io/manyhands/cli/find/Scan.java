package io.manyhands.cli.find;

import java.io.IOException;
import java.nio.channels.FileChannel;

/// Searches the lines that begin in a range, once. Confined to one thread.
///
/// It reads block after block, and gives the whole lines in each to the [Selector]. The incomplete
/// line at the end of a block moves to the front of the next. A line that fills a block makes it
/// larger, and beyond a limit is searched piece by piece.
final class Scan {
    /// How much is read beyond a range in the hope of the end of its last line.
    private static final int OVERLAP = 4096;

    private static final int NOT_FOUND = -1;

    private final Search search;
    private final Needle needle;
    private final Selector selector;
    private final Block block;
    private final Source source;
    private final Range range;
    private final Sink sink;

    /// Where in the file the block begins.
    private long position;

    /// Where in the block the first line begins that was not yet searched.
    private int start;

    /// Where in the block begins what was read last.
    private int fresh;

    /// Where in the block ends what was read.
    private int limit;

    private boolean atEnd;

    /// @param engine what to search with
    /// @param source where the bytes of the range come from
    /// @param range the range
    /// @param sink gets the lines
    Scan(Engine engine, Source source, Range range, Sink sink) {
        this.search = engine.search();
        this.needle = engine.needle();
        this.selector = engine.selector();
        this.block = engine.block();
        this.source = source;
        this.range = range;
        this.sink = sink;
        this.position = Math.max(0, range.from() - 1);
    }

    /// Searches the range.
    ///
    /// @return whether it was searched to its end, or until there were enough lines; if not, the
    ///   sink wanted no more
    boolean run() throws IOException {
        return (range.from() > 0 && !findFirstLine()) || scanLines();
    }

    /// Goes to the first line that begins in the range.
    private boolean findFirstLine() throws IOException {
        while (position + limit < range.to() && !atEnd) {
            fill();
            int newline = Newlines.first(block.data(), 0, limit);
            if (newline != NOT_FOUND) {
                start = newline + 1;
                fresh = start;
                return position + start < range.to();
            }
            position += limit;
            limit = 0;
        }
        return false;
    }

    private boolean scanLines() throws IOException {
        if (limit == 0) {
            fill();
        }
        while (!isOver()) {
            int end = endOfLines();
            if (end > start) {
                selector.select(block.data(), start, end);
                start = end;
                if (!sink.lines(selector)) {
                    return false;
                }
            }
            if (!isOver() && !readOn() && !scanLongLine()) {
                return false;
            }
        }
        return true;
    }

    private boolean isOver() {
        boolean isDrained = atEnd && start == limit;
        return isDrained || position + start >= range.to() || selector.hasEnough();
    }

    /// Where the whole lines end that are in the block and begin in the range.
    private int endOfLines() {
        long last = range.to() - 1 - position;
        if (last < limit) {
            int newline = Newlines.first(block.data(), (int) Math.max(start, last), limit);
            if (newline != NOT_FOUND) {
                return newline + 1;
            }
        }
        int newline = Newlines.last(block.data(), Math.max(start, fresh), limit);
        return atEnd ? limit : newline + 1;
    }

    /// Reads more behind what is left of the last line.
    ///
    /// @return false if that line is too long
    private boolean readOn() throws IOException {
        block.keep(start, limit);
        position += start;
        limit -= start;
        start = 0;
        if (limit == block.capacity() && !makeRoom()) {
            return false;
        }
        fresh = limit;
        fill();
        return true;
    }

    private boolean makeRoom() throws IOException {
        boolean needsLine = needle.reach() == Needle.ENDLESS;
        int most = needsLine ? Sizes.REGEX_LINE_BYTES : search.sizes().lineBytes();
        if (limit < most) {
            block.grow(Math.min(most, 2 * block.capacity()), limit);
            return true;
        }
        if (needsLine) {
            throw new TroubleException(
                    "A line is too long for a regular expression: bytes=" + Sizes.REGEX_LINE_BYTES);
        }
        return false;
    }

    private void fill() throws IOException {
        long wanted = Math.max(0, range.to() - position - limit);
        long room = (long) block.capacity() - limit;
        long most = wanted > room ? room : Math.min(room, wanted + OVERLAP);
        int read = source.read(block.data(), limit, (int) most, position + limit);
        if (read < 0) {
            atEnd = true;
            checkSize();
        } else {
            limit += read;
            checkBinary();
        }
    }

    private void checkSize() throws TroubleException {
        if (range.kind() == Range.Kind.FILE && position + limit < range.to()) {
            throw new TroubleException(
                    "The file has shrunk while it was read: bytes=" + (position + limit));
        }
    }

    private void checkBinary() throws BinaryException {
        long checked = position + fresh;
        if (range.kind() == Range.Kind.STREAM
                && !search.text()
                && checked < FileSource.BINARY_BYTES) {
            long to = Math.min(limit, FileSource.BINARY_BYTES - position);
            if (Newlines.hasNul(block.data(), fresh, (int) to)) {
                throw new BinaryException();
            }
        }
    }

    /// Judges a line that fills the block, piece by piece.
    private boolean scanLongLine() throws IOException {
        boolean isShown = search.show() == Search.Show.LINES;
        try (Source.Copy copy = isShown ? source.copy(position) : Source.Copy.none()) {
            long begin = position;
            copy.add(block.data(), 0, limit);
            boolean found = false;
            int newline = NOT_FOUND;
            while (true) {
                found = found || isIn(newline == NOT_FOUND ? limit : newline);
                if (newline != NOT_FOUND || atEnd) {
                    break;
                }
                slide();
                newline = Newlines.first(block.data(), fresh, limit);
                copy.add(block.data(), fresh, newline == NOT_FOUND ? limit : newline + 1);
            }
            start = newline == NOT_FOUND ? limit : newline + 1;
            long length = position + start - begin;
            return finishLongLine(copy, length, newline != NOT_FOUND, found);
        }
    }

    private boolean finishLongLine(Source.Copy copy, long length, boolean hasNewline, boolean found)
            throws IOException {
        boolean isSelected = found != search.invert();
        FileChannel channel = copy.channel();
        boolean goOn = true;
        if (isSelected && channel != null) {
            long begin = copy.begin();
            int number = selector.newlines();
            goOn = sink.longLine(new LongLine(channel, begin, begin + length, hasNewline, number));
        }
        selector.countLine(isSelected);
        return goOn && sink.lines(selector);
    }

    private boolean isIn(int to) {
        needle.reset();
        return to > 0 && needle.find(block.data(), 0, to) >= 0;
    }

    /// Keeps as much as the beginning of a match may take, and reads on behind it.
    private void slide() throws IOException {
        int kept = Math.min(limit, needle.reach() - 1);
        block.keep(limit - kept, limit);
        position += limit - kept;
        limit = kept;
        fresh = kept;
        fill();
    }
}
