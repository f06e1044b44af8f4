package io.manyhands.dashboard;

import io.manyhands.LocalOptions;
import io.manyhands.ProcessOptions;
import io.manyhands.Workers;
import io.manyhands.WorkersListener;

/// Opens workers of a kind by its word.
final class Kinds {
    private Kinds() {}

    static Workers open(String kind, int count) {
        return open(kind, LocalOptions.defaults().withCount(count));
    }

    static Workers open(String kind, int count, WorkersListener listener) {
        return open(kind, LocalOptions.defaults().withCount(count).withListener(listener));
    }

    static Workers open(String kind, LocalOptions options) {
        return switch (kind) {
            case "threads" -> Workers.threads(options);
            case "virtual" -> Workers.virtual(options);
            case "processes" -> Workers.processes(ProcessOptions.defaults().withCommon(options));
            default -> throw new IllegalArgumentException(kind);
        };
    }
}
