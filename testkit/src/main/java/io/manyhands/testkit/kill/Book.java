package io.manyhands.testkit.kill;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A file outside of all workers in which tasks note what they do. Travels; thread-safe.
///
/// A row is one small write at the end of the file, which the system does as a whole: it is there
/// or not, at whatever moment the process dies. A stream and not a channel, since an interrupt
/// closes a channel.
///
/// @param path where the file is
record Book(String path) implements Serializable {
    /// What a row says: `number`, `kind`, `process`, or another value.
    static final int ROW_BYTES = 2 * Integer.BYTES + Long.BYTES;

    static final int BEGUN = 1;
    static final int ENDED = 2;

    /// A scope that was opened in no worker has ended; the value says nothing.
    static final int OVER = 3;

    private static final long OWN_PID = ProcessHandle.current().pid();

    private record Open(String path, FileOutputStream stream) {}

    // Of this process; more than one are open for a moment at worst.
    private static volatile @Nullable Open open;

    void begun(int number) {
        note(number, BEGUN);
    }

    void ended(int number) {
        note(number, ENDED);
    }

    private void note(int number, int kind) {
        note(number, kind, OWN_PID);
    }

    /// Notes something else in a row of the same size.
    void note(int number, int kind, long value) {
        byte[] row =
                ByteBuffer.allocate(ROW_BYTES).putInt(number).putInt(kind).putLong(value).array();
        try {
            stream().write(row);
        } catch (IOException closed) {
            // Perhaps by a task that closes whatever it finds.
            open = null;
            writeAnew(row);
        }
    }

    private void writeAnew(byte[] row) {
        try {
            stream().write(row);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Of this process.
    void close() throws IOException {
        Open current = open;
        open = null;
        if (current != null) {
            current.stream.close();
        }
    }

    private FileOutputStream stream() throws IOException {
        Open current = open;
        if (current == null || !current.path.equals(path)) {
            current = new Open(path, new FileOutputStream(path, true));
            open = current;
        }
        return current.stream;
    }
}
