package io.manyhands.peers;

import io.manyhands.Workers;

/// Measures `Workers.processes`.
final class OursProcesses implements Peer.Opening {
    @Override
    public Peer open(int workers) {
        return new Ours(Workers.processes(workers));
    }

    static void main(String[] args) throws Exception {
        Rows.main(new OursProcesses(), args);
    }
}
