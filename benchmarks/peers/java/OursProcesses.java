package io.manyhands.peers;

import io.manyhands.ProcessOptions;
import io.manyhands.Workers;

import java.time.Duration;

/// Measures `Workers.processes`.
///
/// With the system property `unwatched` nobody looks whether a worker is stopped: `supervision` compares
/// both.
final class OursProcesses implements Peer.Opening {
    private static final Duration NEVER = Duration.ofDays(10_000);

    @Override
    public Peer open(int workers) {
        ProcessOptions options = ProcessOptions.defaults().withCount(workers);
        return new Ours(
                Workers.processes(
                        Boolean.getBoolean("unwatched") ? options.withStopLimit(NEVER) : options));
    }

    static void main(String[] args) throws Exception {
        Rows.main(new OursProcesses(), args);
    }
}
