package io.manyhands.cli.find;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Cuts what there is to search into batches, as they are asked for. Confined to one thread at a
/// time, but for [#skip(int)].
final class Planner implements Iterator<Batch> {
    /// The operand that means the standard input.
    static final String STANDARD_INPUT = "-";

    /// How the standard input is called in the output.
    static final String STANDARD_INPUT_NAME = "(standard input)";

    /// How many small files make a batch at most.
    private static final int MOST_FILES = 64;

    private final Search search;
    private final Iterator<Entry> entries;
    private final Set<Integer> skipped = ConcurrentHashMap.newKeySet();
    private @Nullable Range pending;
    private @Nullable Batch promised;
    private int files;

    Planner(Search search, List<String> operands) {
        this.search = search;
        this.entries = new Walk(operands);
    }

    /// Makes no more ranges of a file. Safe to call by any thread.
    void skip(int file) {
        skipped.add(file);
    }

    /// What is promised here is given by [#next()], even if its file is skipped in between.
    @Override
    public boolean hasNext() {
        if (promised == null) {
            promised = plan();
        }
        return promised != null;
    }

    @Override
    public Batch next() {
        Batch next = hasNext() ? promised : null;
        if (next == null) {
            throw new NoSuchElementException();
        }
        promised = null;
        return next;
    }

    private @Nullable Batch plan() {
        List<Range> ranges = new ArrayList<>();
        long bytes = 0;
        for (Range range = peek(); range != null; range = peek()) {
            boolean fits = bytes + range.bytes() <= search.sizes().rangeBytes();
            if (!ranges.isEmpty() && (!fits || ranges.size() == MOST_FILES)) {
                break;
            }
            ranges.add(range);
            bytes += range.bytes();
            pending = range.isLast() ? null : range.next();
        }
        return ranges.isEmpty() ? null : new Batch(ranges);
    }

    private @Nullable Range peek() {
        if (pending != null && skipped.contains(pending.file())) {
            pending = null;
        }
        if (pending == null && entries.hasNext()) {
            pending = first(entries.next());
        }
        return pending;
    }

    private Range first(Entry entry) {
        int file = files++;
        return switch (entry.kind()) {
            case TROUBLE -> Range.trouble(file, entry.path());
            case FILE -> firstOfFile(file, entry);
            case STREAM, BINARY -> Range.stream(file, entry.path(), entry.name());
        };
    }

    private Range firstOfFile(int file, Entry entry) {
        long size = entry.size();
        long length = Math.max(search.sizes().rangeBytes(), size / Integer.MAX_VALUE + 1);
        int parts = (int) ((size + length - 1) / length);
        try {
            boolean isBinary = parts > 1 && !search.text() && isBinary(entry);
            return new Range(
                    isBinary ? Range.Kind.BINARY : Range.Kind.FILE,
                    file,
                    entry.path(),
                    entry.name(),
                    size,
                    0,
                    Math.min(length, size),
                    0,
                    isBinary ? 1 : parts);
        } catch (IOException failure) {
            return Range.trouble(file, Troubles.sentence(failure, entry.name()));
        }
    }

    private static boolean isBinary(Entry entry) throws IOException {
        try (FileSource source = new FileSource(entry.path())) {
            return source.isBinary(new Block(FileSource.BINARY_BYTES));
        }
    }
}
