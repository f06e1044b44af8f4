package io.manyhands.testkit.contract;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/// A file that processes append to. Thread-safe.
///
/// An append is one small write, which the system does as a whole and in some order. Streams and
/// not channels, since an interrupt closes a channel. Where the directory is gone the test is over:
/// nothing is written, and nothing is found.
final class Rows {
    private static final int ROW_BYTES = 2 * Long.BYTES;
    // The bits that processes differ in come first, then those of one process.
    private static final AtomicLong TOKENS = new AtomicLong(ProcessHandle.current().pid() << 40);

    private final File file;

    Rows(File file) {
        this.file = file;
    }

    /// Appends a number.
    ///
    /// @return the sum of all up to this one
    int addAndSum(int value) {
        long token = append(value);
        ByteBuffer rows = rows();
        int sum = 0;
        while (rows.hasRemaining()) {
            sum += (int) rows.getLong();
            if (rows.getLong() == token) {
                return sum;
            }
        }
        return value;
    }

    /// Appends a number.
    ///
    /// @return what its row alone has
    long append(int value) {
        long token = TOKENS.incrementAndGet();
        write(ByteBuffer.allocate(ROW_BYTES).putLong(value).putLong(token).array());
        return token;
    }

    int sum() {
        int sum = 0;
        for (int value : values()) {
            sum += value;
        }
        return sum;
    }

    int[] values() {
        ByteBuffer rows = rows();
        int[] values = new int[rows.remaining() / ROW_BYTES];
        for (int i = 0; i < values.length; i++) {
            values[i] = (int) rows.getLong(i * ROW_BYTES);
        }
        return values;
    }

    /// Appends bytes, a few of them; none make the file be there.
    void write(byte[] bytes) {
        try (FileOutputStream out = new FileOutputStream(file, true)) {
            out.write(bytes);
        } catch (FileNotFoundException ended) {
            refuseUnlessEnded(ended);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    byte[] read() {
        try (FileInputStream in = new FileInputStream(file)) {
            return in.readAllBytes();
        } catch (FileNotFoundException nothing) {
            return new byte[0];
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private ByteBuffer rows() {
        byte[] bytes = read();
        return ByteBuffer.wrap(bytes, 0, bytes.length - bytes.length % ROW_BYTES);
    }

    private void refuseUnlessEnded(FileNotFoundException failure) {
        if (file.getParentFile().exists()) {
            throw new UncheckedIOException(failure);
        }
    }
}
