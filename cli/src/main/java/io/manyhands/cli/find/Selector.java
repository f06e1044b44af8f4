package io.manyhands.cli.find;

import java.nio.ByteBuffer;

/// Selects lines: looks for matches in a stretch of whole lines and finds the ends of lines around
/// them only. Confined to one thread.
final class Selector {
    private static final byte[] NEWLINE = {'\n'};

    private final Search search;
    private final Needle needle;
    private final Selected out = new Selected();
    private Header header;
    private boolean bulk;
    private boolean marks;
    private long selected;
    private long enough;
    private int newlines;
    private int counted;
    private int hit;
    private int hitEnd;

    Selector(Search search, Needle needle) {
        this.search = search;
        this.needle = needle;
        this.header = Header.of(search, "");
    }

    /// Begins a file or a part of it.
    ///
    /// @param name how the file is called
    /// @param wanted how many lines are enough
    void begin(String name, long wanted) {
        header = Header.of(search, name);
        marks = search.needsMarks();
        bulk = header.isEmpty() && !marks;
        selected = 0;
        enough = wanted;
        clear();
    }

    /// Forgets what was taken over: lines, and how many newlines there were.
    void clear() {
        out.clear();
        newlines = 0;
    }

    Selected out() {
        return out;
    }

    Header header() {
        return header;
    }

    /// How many lines have ended since the last [#clear()], if they are numbered.
    int newlines() {
        return newlines;
    }

    /// How many lines have been selected.
    long selected() {
        return selected;
    }

    boolean hasEnough() {
        return selected >= enough;
    }

    /// Counts a line that was judged elsewhere.
    void countLine(boolean isSelected) {
        newlines++;
        selected += isSelected ? 1 : 0;
    }

    /// Selects among the lines of a stretch, until there are enough.
    ///
    /// @param data the bytes
    /// @param from where the first line starts
    /// @param to where the last line ends
    void select(ByteBuffer data, int from, int to) {
        needle.reset();
        counted = from;
        int at = from;
        search(data, at, to);
        while (hit >= 0 && !hasEnough()) {
            int start = Newlines.last(data, at, hit) + 1;
            start = start == 0 ? at : start;
            int newline = Newlines.first(data, hitEnd, to);
            int end = newline < 0 ? to : newline + 1;
            if (search.invert()) {
                takeAll(data, at, start);
                search(data, end, to);
            } else {
                take(data, start, end, to);
            }
            at = end;
        }
        if (search.invert() && !hasEnough()) {
            takeAll(data, at, to);
        }
        if (search.numbers()) {
            newlines += Newlines.count(data, counted, to);
        }
    }

    private void search(ByteBuffer data, int from, int to) {
        hit = from < to ? needle.find(data, from, to) : -1;
        // An empty match behind the last character belongs to no further line.
        hit = hit < to ? hit : -1;
        hitEnd = needle.end();
    }

    /// Takes a line with a match, and goes on to the next match behind it.
    private void take(ByteBuffer data, int start, int end, int to) {
        selected++;
        if (search.show() != Search.Show.LINES) {
            search(data, end, to);
        } else if (search.color()) {
            startLine(data, start);
            takeColored(data, start, end, to);
        } else {
            startLine(data, start);
            out.append(data, start, end);
            out.terminate();
            search(data, end, to);
        }
    }

    private void takeColored(ByteBuffer data, int start, int end, int to) {
        int at = start;
        while (hit >= 0 && hit < end) {
            if (hitEnd > hit) {
                out.append(data, at, hit);
                out.append(Header.MATCH);
                out.append(data, hit, hitEnd);
                out.append(Header.PLAIN);
                at = hitEnd;
            }
            search(data, Math.max(hitEnd, hit + 1), to);
        }
        out.append(data, at, end);
        if (data.get(end - 1) != '\n') {
            out.append(NEWLINE);
        }
    }

    private void takeAll(ByteBuffer data, int from, int to) {
        if (from == to) {
            return;
        }
        if (enough == Long.MAX_VALUE && (bulk || search.show() != Search.Show.LINES)) {
            selected += Newlines.count(data, from, to) + (data.get(to - 1) == '\n' ? 0 : 1);
            if (search.show() == Search.Show.LINES) {
                out.append(data, from, to);
                out.terminate();
            }
            return;
        }
        takeEach(data, from, to);
    }

    private void takeEach(ByteBuffer data, int from, int to) {
        int at = from;
        while (at < to && !hasEnough()) {
            int newline = Newlines.first(data, at, to);
            int end = newline < 0 ? to : newline + 1;
            selected++;
            if (search.show() == Search.Show.LINES) {
                startLine(data, at);
                out.append(data, at, end);
                out.terminate();
            }
            at = end;
        }
    }

    private void startLine(ByteBuffer data, int start) {
        if (marks) {
            if (search.numbers()) {
                newlines += Newlines.count(data, counted, start);
                counted = start;
            }
            out.mark(newlines);
        }
        out.append(header.before());
        out.append(header.after());
    }
}
