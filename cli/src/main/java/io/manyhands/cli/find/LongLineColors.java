package io.manyhands.cli.find;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Prints a line that is too long for the memory with its matches in color, piece by piece.
/// Confined to one thread.
final class LongLineColors {
    private final Needle needle;
    private final Block block;
    private final Output output;
    private long position;
    private int limit;

    LongLineColors(Search search, Output output) {
        this.needle = Needles.of(search);
        this.block = new Block(Math.max(search.sizes().blockBytes(), 4 * needle.reach()));
        this.output = output;
    }

    void print(LongLine line) throws IOException {
        position = line.from();
        limit = 0;
        while (position + limit < line.to()) {
            fill(line);
            boolean isLast = position + limit == line.to();
            int printed = printPiece(isLast ? limit : limit - needle.reach() + 1, isLast);
            block.keep(printed, limit);
            position += printed;
            limit -= printed;
        }
    }

    private void fill(LongLine line) throws IOException {
        ByteBuffer data = block.data();
        long wanted = Math.min(block.capacity() - limit, line.to() - position - limit);
        data.limit(limit + (int) wanted).position(limit);
        int read = line.channel().read(data, position + limit);
        data.clear();
        if (read <= 0) {
            throw new TroubleException("The file has shrunk while it was read: bytes=" + position);
        }
        limit += read;
    }

    /// Prints what comes before `safe`, and matches that begin there.
    ///
    /// @param safe from where on a match may be cut off
    /// @return how much was printed
    private int printPiece(int safe, boolean isLast) throws OutputException {
        ByteBuffer data = block.data();
        needle.reset();
        int at = 0;
        int hit = needle.find(data, 0, limit);
        while (hit >= 0 && (hit < safe || isLast)) {
            output.write(data, at, hit);
            output.write(Header.MATCH);
            output.write(data, hit, needle.end());
            output.write(Header.PLAIN);
            at = needle.end();
            hit = needle.find(data, at, limit);
        }
        int plain = Math.max(at, safe);
        output.write(data, at, plain);
        return plain;
    }
}
