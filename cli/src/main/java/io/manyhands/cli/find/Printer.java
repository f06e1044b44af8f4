package io.manyhands.cli.find;

import java.io.IOException;

/// Prints the lines of one file, with their numbers. Confined to one thread.
final class Printer implements Sink {
    private final Search search;
    private final Output output;
    private final Header header;
    private final Reporter.Tally tally;
    private final boolean isLive;

    Printer(Search search, Output output, Range range, Reporter.Tally tally) {
        this.search = search;
        this.output = output;
        this.header = Header.of(search, range.name());
        this.tally = tally;
        this.isLive = range.kind() != Range.Kind.FILE;
    }

    /// Prints lines that were handed over.
    ///
    /// @param lines the lines
    /// @param wanted how many of them, if they have marks
    void print(Lines lines, long wanted) throws OutputException {
        if (lines.marks() == 0) {
            output.write(lines.bytes(), 0, lines.length());
            return;
        }
        int count = (int) Math.min(wanted, lines.marks());
        if (!search.numbers()) {
            output.write(lines.bytes(), 0, count == 0 ? 0 : lines.end(count - 1));
            return;
        }
        for (int i = 0; i < count; i++) {
            int number = lines.start(i) + header.before().length;
            output.write(lines.bytes(), lines.start(i), number);
            output.writeNumber(tally.lines + lines.number(i) + 1);
            output.write(lines.bytes(), number, lines.end(i));
        }
    }

    @Override
    public boolean lines(Selector selector) throws OutputException {
        print(selector.out().view(), Long.MAX_VALUE);
        tally.lines += selector.newlines();
        selector.clear();
        if (isLive) {
            output.flush();
        }
        return true;
    }

    @Override
    public boolean longLine(LongLine line) throws IOException {
        output.write(header.before());
        if (search.numbers()) {
            output.writeNumber(tally.lines + line.number() + 1);
        }
        output.write(header.after());
        if (search.color() && !search.invert()) {
            new LongLineColors(search, output).print(line);
        } else {
            output.transfer(line.channel(), line.from(), line.to());
        }
        if (!line.hasNewline()) {
            output.write((byte) '\n');
        }
        return true;
    }
}
