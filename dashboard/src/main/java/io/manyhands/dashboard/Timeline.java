package io.manyhands.dashboard;

import io.manyhands.WorkersEvent;
import io.manyhands.WorkersListener;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/// Records what workers did, and writes it as a file that [Perfetto](https://ui.perfetto.dev) and
/// `chrome://tracing` show: a lane for each worker, a slice for each attempt of a task, with its
/// status.
///
/// ```java
/// try (Timeline timeline = Timeline.to(Path.of("build.json"))) {
///     LocalOptions watched = LocalOptions.defaults().withListener(timeline.listener());
///     try (Workers workers = Workers.threads(watched)) {
///         workers.submit(() -> 6 * 7);
///     }
/// }
/// ```
///
/// It keeps the latest 100,000 slices and marks, or another number, and counts those before them.
/// The file is written by [#close()]; when the program ends without that, by a shutdown hook; and
/// by [#write()] at any time. A slice ends when the task has its outcome: after a cancel its work
/// may go on for a while. Items of a map are tasks with a listener, and so each is a slice.
///
/// A worker has a lane to itself, but from the 257th on it takes that of one that has left: virtual
/// threads come and go with their tasks.
///
/// Thread-safe. The file is in the [Trace Event
/// Format](https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU), with
/// times in microseconds from the first event.
public final class Timeline implements AutoCloseable {
    private static final int USUAL_MOST = 100_000;

    private final Path file;
    private final Kept kept;
    private final List<Lanes> pools = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock writing = new ReentrantLock();
    private final Thread atExit;
    private boolean isClosed;

    private Timeline(Path file, int most) {
        this.file = file;
        this.kept = new Kept(most);
        this.atExit = Thread.ofPlatform().name("manyhands-timeline").unstarted(this::writeAtExit);
    }

    /// A timeline of the latest 100,000 slices.
    ///
    /// @param file where it is written, in place of what is there
    /// @return the timeline, to be closed
    public static Timeline to(Path file) {
        return to(file, USUAL_MOST);
    }

    /// A timeline.
    ///
    /// @param file where it is written, in place of what is there
    /// @param most how many slices and marks it keeps at most, at least 1; each takes some 150
    ///   bytes
    /// @return the timeline, to be closed
    /// @throws IllegalArgumentException if the number is less than 1
    public static Timeline to(Path file, int most) {
        if (most < 1) {
            throw new IllegalArgumentException(
                    "A timeline must keep at least one slice: most=" + most);
        }
        Timeline timeline = new Timeline(Objects.requireNonNull(file).toAbsolutePath(), most);
        Runtime.getRuntime().addShutdownHook(timeline.atExit);
        return timeline;
    }

    /// A listener to be given to workers as they are opened: one for each.
    ///
    /// @return a listener that records every event until this is closed
    public WorkersListener listener() {
        lock.lock();
        try {
            Lanes pool = new Lanes(pools.size() + 1, kept);
            pools.add(pool);
            return event -> record(pool, event);
        } finally {
            lock.unlock();
        }
    }

    /// Writes the file, with what is known by now: tasks that run are slices without an end.
    ///
    /// @throws UncheckedIOException if it cannot be written; what was there before stays then
    public void write() {
        writing.lock();
        try {
            replaceFile();
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "The file of a timeline must be writable: file=" + file, failure);
        } finally {
            writing.unlock();
        }
    }

    /// Nobody sees half a file, and an old one stays if there is no room.
    private void replaceFile() throws IOException {
        Path half = Files.createTempFile(directory(), ".timeline", ".json");
        try {
            writeTo(half);
            Path _ = Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            boolean _ = Files.deleteIfExists(half);
        }
    }

    private void writeTo(Path target) throws IOException {
        try (OutputStream out = Files.newOutputStream(target)) {
            TraceFile.write(snapshot(), out);
        }
    }

    /// Writes the file, and records nothing more; does nothing if it is closed. To be called when
    /// the workers are closed: they have told everything then.
    ///
    /// @throws UncheckedIOException if it cannot be written
    @Override
    public void close() {
        if (end()) {
            write();
            forgetHook();
        }
    }

    private Path directory() throws IOException {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IOException("A file must be in a directory: file=" + file);
        }
        return parent;
    }

    /// @return false if it had ended
    private boolean end() {
        lock.lock();
        try {
            boolean wasOpen = !isClosed;
            isClosed = true;
            return wasOpen;
        } finally {
            lock.unlock();
        }
    }

    private void record(Lanes pool, WorkersEvent event) {
        lock.lock();
        try {
            if (!isClosed) {
                pool.record(event);
            }
        } finally {
            lock.unlock();
        }
    }

    private TraceFile.Snapshot snapshot() {
        lock.lock();
        try {
            List<Slice> slices = kept.all();
            pools.forEach(pool -> pool.addRunning(slices));
            List<TraceFile.Lane> lanes = new ArrayList<>();
            pools.forEach(pool -> pool.addNames(lanes));
            return new TraceFile.Snapshot(slices, lanes, kept.forgotten());
        } finally {
            lock.unlock();
        }
    }

    private void writeAtExit() {
        if (end()) {
            try {
                write();
            } catch (UncheckedIOException failure) {
                System.getLogger("io.manyhands")
                        .log(System.Logger.Level.WARNING, failure.getMessage(), failure);
            }
        }
    }

    private void forgetHook() {
        try {
            boolean _ = Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exiting) {
            // It does nothing any more.
        }
    }
}
