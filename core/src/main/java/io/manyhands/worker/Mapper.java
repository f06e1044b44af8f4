package io.manyhands.worker;

import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Maps the shared memory beside the work, in a thread of its own.
final class Mapper implements Runnable {
    private final Inbox inbox;
    private final Path path;
    private final @Nullable String bell;
    private final int epoch;

    private Mapper(Inbox inbox, Path path, @Nullable String bell, int epoch) {
        this.inbox = inbox;
        this.path = path;
        this.bell = bell;
        this.epoch = epoch;
    }

    /// Begins to map; the outcome goes to the inbox.
    static void start(Inbox inbox, Path path, @Nullable String bell, int epoch) {
        Thread thread = new Thread(new Mapper(inbox, path, bell, epoch), "manyhands-map");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        @Nullable Rings rings = null;
        @Nullable String failure = null;
        try {
            rings = Rings.map(path, epoch);
        } catch (Throwable refused) {
            failure = "Shared memory must be mapped: path=" + path + ", failure=" + refused;
        }
        inbox.mapped(new Inbox.Mapping(rings, openBell(), failure));
    }

    /// Without it the main thread sleeps as before.
    private @Nullable RandomAccessFile openBell() {
        try {
            return bell == null ? null : new RandomAccessFile(bell, "rw");
        } catch (Throwable _) {
            return null;
        }
    }
}
