package io.manyhands.examples;

import io.manyhands.Workers;

/// Where a program's tasks run: its first argument says so. The programs are the same everywhere.
final class Place {
    private Place() {}

    /// Opens workers.
    ///
    /// @param args `threads`, `virtual` or `processes`; nothing for processes
    /// @param count how many
    /// @return the workers, to be closed
    static Workers of(String[] args, int count) {
        String kind = args.length == 0 ? "processes" : args[0];
        return switch (kind) {
            case "threads" -> Workers.threads(count);
            case "virtual" -> Workers.virtual();
            case "processes" -> Workers.processes(count);
            default -> throw new IllegalArgumentException("There is no such kind: kind=" + kind);
        };
    }
}
