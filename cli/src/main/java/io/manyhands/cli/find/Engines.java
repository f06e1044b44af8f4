package io.manyhands.cli.find;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;

/// The engines of this process that nobody uses right now. They outlive tasks, since a virtual
/// thread runs one task only. Thread-safe.
final class Engines {
    private static final ConcurrentLinkedDeque<Engine> IDLE = new ConcurrentLinkedDeque<>();

    private Engines() {}

    /// Searches some ranges, one after another.
    static List<Found> find(Search search, Batch batch) throws IOException {
        Engine engine = take(search);
        List<Found> found = new ArrayList<>(batch.ranges().size());
        for (Range range : batch.ranges()) {
            found.add(engine.find(range));
        }
        IDLE.push(engine);
        return found;
    }

    /// Closes all engines that nobody uses.
    static void close() {
        for (Engine engine = IDLE.poll(); engine != null; engine = IDLE.poll()) {
            try {
                engine.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private static Engine take(Search search) throws IOException {
        Engine engine = IDLE.poll();
        if (engine != null && engine.search().equals(search)) {
            return engine;
        }
        if (engine != null) {
            engine.close();
        }
        return new Engine(search);
    }
}
