package io.manyhands.testkit.kill;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is in a book. Confined.
final class Rows implements AutoCloseable {
    /// Takes a row.
    interface Taker {
        void take(int number, int kind, long process);
    }

    private static final int TAIL_ROWS = 512;
    private static final int STEP_ROWS = 1 << 16;

    private final RandomAccessFile file;

    Rows(Book book) throws IOException {
        this.file = new RandomAccessFile(book.path(), "r");
    }

    /// Goes through all rows, in order.
    void all(Taker taker) throws IOException {
        long _ = all(0, taker);
    }

    /// Goes through the rows from some place on.
    ///
    /// @return where they end
    long all(long begin, Taker taker) throws IOException {
        long end = file.length();
        long from = begin;
        while (from < end) {
            from += some(from, Math.min(end - from, (long) STEP_ROWS * Book.ROW_BYTES), taker);
        }
        return end;
    }

    /// The processes that have written of late, each with the kind of its last row.
    Map<Long, Integer> lately() throws IOException {
        Map<Long, Integer> found = new LinkedHashMap<>();
        long end = file.length();
        long from = Math.max(0, end - (long) TAIL_ROWS * Book.ROW_BYTES);
        Taker taker =
                (_, kind, process) -> {
                    if (kind != Book.OVER) {
                        found.put(process, kind);
                    }
                };
        long _ = some(from, end - from, taker);
        return found;
    }

    private long some(long from, long bytes, Taker taker) throws IOException {
        byte[] read = new byte[(int) bytes];
        file.seek(from);
        file.readFully(read);
        ByteBuffer rows = ByteBuffer.wrap(read);
        while (rows.remaining() >= Book.ROW_BYTES) {
            taker.take(rows.getInt(), rows.getInt(), rows.getLong());
        }
        if (rows.hasRemaining()) {
            throw new IllegalStateException("A row is written as a whole: from=" + from);
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
