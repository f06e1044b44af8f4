package io.manyhands.process;

import io.manyhands.memory.ChannelMemory;
import io.manyhands.memory.NoRoomException;
import io.manyhands.memory.SharedFile;
import io.manyhands.room.Annex;
import io.manyhands.room.Room;
import io.manyhands.spi.Allowance;
import io.manyhands.spi.Host;
import io.manyhands.wire.Codec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What the workers of one pool have in common: how they are started, their files, encodings and
/// classes. Thread-safe.
final class Workshop {
    /// How long one who waits looks for an answer before it sleeps.
    ///
    /// As long as a worker takes that has to be woken first, on a machine that has rested for a
    /// while: to sleep here would cost two more wake-ups, and less than this would cost both.
    static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(150);

    private static final String ROOM = "room";
    private static final int SPIN_MICROS = 50;
    private static final int RING_BYTES = ChannelMemory.DEFAULT_CAPACITY_BYTES;
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private final Host host;
    private final ProcessShape shape;
    private final Processes processes;
    private final Launching launching;
    private final OutputDelivery delivery;
    private final Loaders loaders = new Loaders();
    private final Codecs codecs;
    private final ClassServer classServer;
    private final AtomicInteger started = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    // All guarded by the lock.
    private @Nullable Launcher launcher;
    private @Nullable Room room;
    private boolean closed;

    Workshop(Host host, ProcessShape shape, Processes processes, Launching launching) {
        this.host = host;
        this.shape = shape;
        this.processes = processes;
        this.launching = launching;
        OutputSink output = shape.output();
        this.delivery = new OutputDelivery(output == null ? new LoggerSink() : output);
        this.codecs = new Codecs(loaders, shape.filter());
        this.classServer = new ClassServer(host.name(), loaders);
    }

    Host host() {
        return host;
    }

    Processes processes() {
        return processes;
    }

    ProcessShape shape() {
        return shape;
    }

    ProcessWorker newWorker(Staffing staffing, int failuresBefore) {
        return new ProcessWorker(staffing, this, started.incrementAndGet(), failuresBefore);
    }

    /// Starts what is to become a worker.
    WaitingShell startShell() throws LaunchFailure {
        return WaitingShell.start(shape.surroundings().within(System.getenv()));
    }

    /// What starts processes; made by the first who asks.
    Launcher launcher() throws LaunchFailure {
        lock.lock();
        try {
            if (closed) {
                throw new LaunchFailure("Workers that were shut down start no processes");
            }
            Launcher opened = launcher;
            if (opened == null) {
                opened = launching.take();
                launcher = opened;
            }
            return opened;
        } finally {
            lock.unlock();
        }
    }

    /// No worker is left, and no other comes.
    void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                try {
                    closeLauncher();
                } finally {
                    launching.release();
                    classServer.close();
                    delivery.close();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// Where the objects are that tasks share; made by the first who asks.
    ///
    /// @throws IllegalStateException if there cannot be one
    Room room() {
        lock.lock();
        try {
            Room made = room;
            if (made == null) {
                Launcher opened = launcher();
                made = Room.make(opened.directory().resolve(ROOM), true, opened.annex());
                room = made;
            }
            return made;
        } catch (LaunchFailure failure) {
            throw new IllegalStateException(
                    "What worker processes share needs their directory: reason="
                            + failure.getMessage(),
                    failure);
        } finally {
            lock.unlock();
        }
    }

    private void closeLauncher() {
        if (room != null) {
            room.close();
        }
        if (launcher == null) {
            launching.abandon();
        } else {
            launcher.close();
        }
    }

    long graceNanos() {
        return shape.graceNanos();
    }

    /// Begins to read what a worker prints.
    WorkerOutput listenTo(ProcessWorker worker, Launch launch) {
        return WorkerOutput.start(
                worker.name(),
                launch.output(),
                opened().plan().charset(),
                delivery,
                worker.sending().recentTasks());
    }

    /// What a worker may have below it.
    Allowance allowance() {
        return Nesting.below(opened().directory().path());
    }

    /// What a worker has to set before its first task.
    Map<String, String> lateProperties() {
        return opened().plan().lateProperties();
    }

    SharedFile newMemory(int epoch) throws IOException {
        Launcher opened = opened();
        try {
            return newMemory(opened.directory().path(), epoch);
        } catch (NoRoomException full) {
            Path annex = opened.annex();
            if (annex == null) {
                throw full;
            }
            Annex.make(annex);
            return newMemory(annex, epoch);
        }
    }

    private static SharedFile newMemory(Path directory, int epoch) throws IOException {
        return SharedFile.create(
                directory, "rings-" + epoch, ChannelMemory.sizeBytes(RING_BYTES, RING_BYTES));
    }

    private Launcher opened() {
        lock.lock();
        try {
            return Objects.requireNonNull(launcher, "a worker is launched before it is served");
        } finally {
            lock.unlock();
        }
    }

    ChannelMemory layOut(SharedFile file, int epoch) {
        ChannelMemory memory = ChannelMemory.create(file.words(), epoch, RING_BYTES, RING_BYTES);
        memory.permitSpin(maySpin(processes.parallelism()) ? SPIN_MICROS : 0);
        return memory;
    }

    /// Whether so many workers, and one who waits for them, each have a processor.
    static boolean maySpin(int workers) {
        return workers + 1 <= PROCESSORS;
    }

    // Encoding and classes.

    Definitions definitions() {
        return codecs;
    }

    Codec codec(ClassLoader loader) {
        forgetLoaders();
        loaders.refresh(loader);
        return codecs.of(loader);
    }

    /// Tells everyone of the loaders that are gone. The tasks and functions of a loader keep it, so
    /// workers have none of it to run any more.
    private void forgetLoaders() {
        int gone = loaders.nextGone();
        while (gone != Loaders.SYSTEM) {
            codecs.forget(gone);
            processes.forgetLoader(gone);
            gone = loaders.nextGone();
        }
    }

    Codecs newCodecs() {
        return codecs.forWorker();
    }

    int loaderId(ClassLoader loader) {
        return loaders.idOf(loader);
    }

    @Nullable ClassLoader loaderOf(int id) {
        return id == Loaders.SYSTEM ? ClassLoader.getSystemClassLoader() : loaders.of(id);
    }

    void serve(Channel channel, int request, int loader, String name) {
        classServer.serve(channel, request, loader, name);
    }
}
