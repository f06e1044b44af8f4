package io.manyhands.testkit.kill;

import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

/// What tasks do, in the workers. Each notes its number when it begins and when it ends. Stateless.
final class Deeds {
    /// What one fails with that is to fail.
    static final String PLANNED = "planned failure of ";

    /// What the names of files begin with that leave no room.
    static final String FILLING = "filling-";

    private Deeds() {}

    static long valueOf(int number) {
        return 31L * number + 7;
    }

    static long compute(Book book, int number, long nanos) {
        book.begun(number);
        long until = System.nanoTime() + nanos;
        while (nanos > 0 && System.nanoTime() - until < 0) {
            Thread.onSpinWait();
        }
        book.ended(number);
        return valueOf(number);
    }

    static long rest(Book book, int number, long nanos) {
        book.begun(number);
        LockSupport.parkNanos(nanos);
        book.ended(number);
        return valueOf(number);
    }

    static long fail(Book book, int number) {
        book.begun(number);
        book.ended(number);
        throw new IllegalStateException(PLANNED + number);
    }

    static long print(Book book, int number, int lines) {
        book.begun(number);
        for (int i = 0; i < lines; i++) {
            Streams.out().println("line " + i + " of task " + number);
        }
        book.ended(number);
        return valueOf(number);
    }

    static byte[] bytes(int number, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) number);
        if (length > 0) {
            bytes[length / 2] = (byte) (number >> 8);
        }
        return bytes;
    }

    /// Takes much.
    static long take(Book book, int number, byte[] bytes) {
        book.begun(number);
        boolean isWhole = Arrays.equals(bytes, bytes(number, bytes.length));
        book.ended(number);
        return isWhole ? valueOf(number) : -1;
    }

    /// Gives much.
    static byte[] give(Book book, int number, int length) {
        book.begun(number);
        byte[] bytes = bytes(number, length);
        book.ended(number);
        return bytes;
    }

    static List<Long> list(Book book, int number, int length) {
        book.begun(number);
        List<Long> list = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            list.add(valueOf(number) + i);
        }
        book.ended(number);
        return list;
    }

    /// Waits for a task of its own, the next number.
    static long nest(Book book, Workers workers, int number, long nanos)
            throws InterruptedException {
        book.begun(number);
        int inner = number + 1;
        TaskFuture<Long> future = workers.submit(() -> compute(book, inner, nanos));
        try {
            if (future.get() != valueOf(inner)) {
                return -1;
            }
        } catch (ExecutionException lost) {
            // With its worker: that is one of its ends.
        }
        book.ended(number);
        return valueOf(number);
    }

    /// Maps with a handle, the next numbers.
    static long nestMap(Book book, Workers workers, int number, int items) {
        book.begun(number);
        List<Integer> inner = new ArrayList<>();
        for (int i = 1; i <= items; i++) {
            inner.add(number + i);
        }
        int ended = 0;
        for (Object _ : workers.map(inner, item -> compute(book, item, 0)).outcomes()) {
            ended++;
        }
        book.ended(number);
        return ended == items ? valueOf(number) : -1;
    }

    /// Leaves no room where the memory is that the processes share, for a while. If its worker
    /// dies, somebody else is to remove what is left.
    static long fill(Book book, int number, String directory, long nanos) throws IOException {
        book.begun(number);
        Path file = Files.createTempFile(Path.of(directory), FILLING, "");
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] piece = new byte[1 << 16];
            while (number >= 0) {
                out.write(piece);
            }
        } catch (IOException full) {
            LockSupport.parkNanos(nanos);
        } finally {
            boolean _ = Files.deleteIfExists(file);
        }
        book.ended(number);
        return valueOf(number);
    }

    /// Is interrupted and ends.
    static long linger(Book book, int number) throws InterruptedException {
        book.begun(number);
        Thread.sleep(60_000);
        return valueOf(number);
    }

    /// Is interrupted and goes on.
    static long ignore(Book book, int number) {
        book.begun(number);
        while (number >= 0) {
            Thread.onSpinWait();
        }
        return valueOf(number);
    }
}
