package io.manyhands.peers;

import io.manyhands.Workers;

/// Measures `Workers.threads` in the place of processes: no copies, no second JVM.
final class OursThreads implements Peer.Opening {
    @Override
    public Peer open(int workers) {
        return new Ours(Workers.threads(workers));
    }

    static void main(String[] args) throws Exception {
        Rows.main(new OursThreads(), args);
    }
}
