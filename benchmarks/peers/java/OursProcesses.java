package io.manyhands.peers;

import io.manyhands.Workers;

/// Measures `Workers.processes`.
final class OursProcesses {
    private OursProcesses() {}

    static void main(String[] args) throws Exception {
        Rows.main(workers -> new Ours(Workers.processes(workers)), args);
    }
}
