package io.manyhands.examples.documents;

import io.manyhands.Task;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/// What the snippets in the documents may call without declaring it.
public final class Prepared {
    /// Who is served.
    public static final ScopedValue<String> USER = ScopedValue.newInstance();

    private Prepared() {}

    /// A text of three lines.
    ///
    /// @return the file
    /// @throws IOException if it cannot be written
    public static Path text() throws IOException {
        Path file = Files.createTempFile("snippet", ".txt");
        file.toFile().deleteOnExit();
        return Files.write(file, List.of("one line", "another line", "the end"));
    }

    /// Work that takes until it is interrupted.
    ///
    /// @throws InterruptedException when it is
    public static void waitForEver() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    /// Work that does not care for interrupts, until it is told to stop.
    ///
    /// @param end the end
    public static void ignoreInterrupts(CountDownLatch end) {
        while (end.getCount() > 0) {
            LockSupport.parkNanos(1_000_000);
            boolean _ = Thread.interrupted();
        }
    }

    /// A task that fails with an exception that cannot travel.
    public static final class Refusing implements Task<String> {
        @Serial private static final long serialVersionUID = 1;

        /// A task.
        public Refusing() {}

        @Override
        public String call() {
            throw new RefusedException(Thread.currentThread());
        }
    }

    private static final class RefusedException extends RuntimeException {
        @Serial private static final long serialVersionUID = 1;

        @SuppressWarnings("serial") // that is its purpose
        private final Thread notSerializable;

        RefusedException(Thread notSerializable) {
            this.notSerializable = notSerializable;
        }

        @Override
        public String getMessage() {
            return "The order is refused by " + notSerializable.getName();
        }
    }
}
