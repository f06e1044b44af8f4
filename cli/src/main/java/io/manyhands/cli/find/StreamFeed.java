package io.manyhands.cli.find;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// Reads a stream and has its lines searched by workers that cannot read it, block by block. To be
/// used by one thread.
///
/// A thread of its own reads ahead of the results by a window, and sends what it has as soon as
/// there is no more to be read at once, so that what is typed is answered. At a line that is too
/// long to be sent it stops; the rest is to be searched by the caller.
final class StreamFeed implements Closeable {
    /// How long to wait for a block to become full.
    private static final long PATIENCE_NANOS = 200_000;

    private final Search search;
    private final Team team;
    private final Range range;
    private final InputStream input;
    private final BlockingQueue<Object> sent;
    private final Thread reader = new Thread(this::readAll, "manyhands-find-reader");
    private volatile boolean isClosed;
    // The reader's own, until it has sent an End.
    private byte[] buffer;
    private int limit;
    private long read;

    private StreamFeed(Search search, Team team, Range range) throws IOException {
        this.search = search;
        this.team = team;
        this.range = range;
        this.sent = new ArrayBlockingQueue<>(team.window());
        this.buffer = new byte[search.sizes().blockBytes()];
        this.input =
                range.path().equals(Planner.STANDARD_INPUT)
                        ? new FileInputStream(FileDescriptor.in)
                        : new FileInputStream(range.path());
    }

    /// Opens a stream and begins to read it.
    static StreamFeed open(Search search, Team team, Range range) throws IOException {
        StreamFeed feed = new StreamFeed(search, team, range);
        feed.reader.setDaemon(true);
        feed.reader.start();
        return feed;
    }

    /// The next block with what was found in it. Blocks until there is one.
    ///
    /// @return null at the end
    /// @throws BinaryException if the stream is binary
    @Nullable Searched next() throws IOException {
        Object next;
        try {
            next = sent.take();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new TroubleException("The search was interrupted");
        }
        if (next instanceof Team.Sent block) {
            return new Searched(team.await(block), block.lines(), null);
        }
        End end = (End) next;
        if (end.failure != null) {
            throw end.failure;
        }
        return end.hasRest ? new Searched(Found.deferred(range), buffer, rest()) : null;
    }

    /// Reads no more, once what it waits for has come.
    @Override
    public void close() throws IOException {
        isClosed = true;
        reader.interrupt();
        for (Object each = sent.poll(); each != null; each = sent.poll()) {
            if (each instanceof Team.Sent block) {
                boolean _ = block.found().cancel(true);
            }
        }
        input.close();
    }

    private Source rest() {
        InputStream begin = new ByteArrayInputStream(buffer, 0, limit);
        return new StreamSource(Channels.newChannel(new SequenceInputStream(begin, input)));
    }

    // The reader's side.

    private void readAll() {
        End end = new End(null, false);
        try {
            while (!isClosed && readBlock()) {
                if (limit == buffer.length && !makeRoom()) {
                    end = new End(null, true);
                    break;
                }
            }
            hand(end);
        } catch (IOException failure) {
            handQuietly(new End(failure, false));
        } catch (InterruptedException closed) {
            // Nobody waits for more.
        } catch (Throwable failure) {
            String sentence = "What was read cannot be searched (" + failure + ")";
            handQuietly(new End(new TroubleException(sentence), false));
        }
    }

    /// Reads once, and goes on while there is more for a block; sends the whole lines.
    ///
    /// @return false at the end
    private boolean readBlock() throws IOException, InterruptedException {
        int checked = limit;
        do {
            int more = input.read(buffer, limit, buffer.length - limit);
            if (more < 0) {
                checkBinary(checked);
                send(limit);
                return false;
            }
            limit += more;
            read += more;
        } while (limit < buffer.length && hasMore());
        checkBinary(checked);
        send(endOfLines(checked));
        return true;
    }

    /// Whether something can be read without waiting, now or in a moment, as far as is known.
    @SuppressWarnings("ThreadPriorityCheck") // who writes may need this very core
    private boolean hasMore() {
        long begin = System.nanoTime();
        try {
            while (input.available() == 0) {
                if (System.nanoTime() - begin > PATIENCE_NANOS) {
                    return false;
                }
                Thread.yield();
            }
            return true;
        } catch (IOException unknown) {
            return false;
        }
    }

    private void checkBinary(int checked) throws BinaryException {
        long position = read - (limit - checked);
        if (!search.text() && position < FileSource.BINARY_BYTES) {
            int to = (int) Math.min(limit, checked + FileSource.BINARY_BYTES - position);
            for (int i = checked; i < to; i++) {
                if (buffer[i] == 0) {
                    throw new BinaryException();
                }
            }
        }
    }

    private int endOfLines(int checked) {
        int end = limit;
        while (end > checked && buffer[end - 1] != '\n') {
            end--;
        }
        return end > checked ? end : 0;
    }

    private void send(int length) throws InterruptedException {
        if (length > 0) {
            hand(team.send(range.block(length), Arrays.copyOf(buffer, length)));
            System.arraycopy(buffer, length, buffer, 0, limit - length);
            limit -= length;
        }
    }

    private boolean makeRoom() {
        int most = search.sizes().lineBytes();
        if (limit >= most) {
            return false;
        }
        buffer = Arrays.copyOf(buffer, Math.min(most, 2 * limit));
        return true;
    }

    private void hand(Object next) throws InterruptedException {
        sent.put(next);
    }

    private void handQuietly(End end) {
        try {
            hand(end);
        } catch (InterruptedException closed) {
            // Nobody waits for it.
        }
    }

    /// The end of what is sent.
    ///
    /// @param failure why nothing more can be read, if that is so
    /// @param hasRest whether there is more, but it cannot be sent
    private record End(@Nullable IOException failure, boolean hasRest) {}

    /// A block that was searched, or is to be searched by the caller.
    ///
    /// @param found what was found
    /// @param lines its bytes, if it has no source
    /// @param rest a source that gives all the rest of the stream, from the beginning of a line
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Searched(Found found, byte[] lines, @Nullable Source rest) {}
}
