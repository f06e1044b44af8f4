package io.manyhands.peers;

import io.manyhands.Results;
import io.manyhands.Workers;

import java.util.List;
import java.util.concurrent.Future;

/// Manyhands, over its public API.
///
/// Confined to the thread that opened it.
final class Ours implements Peer {
    private final Workers workers;

    Ours(Workers workers) {
        this.workers = workers;
    }

    @Override
    public Future<Integer> empty() {
        return workers.submit(() -> 1);
    }

    @Override
    public Future<Long> workerAfterRest() {
        return workers.submit(() -> Work.workerAfterRest());
    }

    @Override
    public Future<byte[]> echo(byte[] data) {
        return workers.submit(() -> data);
    }

    @Override
    public Future<Integer> lengthOf(byte[] data) {
        return workers.submit(() -> data.length);
    }

    @Override
    public Future<byte[]> filled(int length) {
        return workers.submit(() -> Work.filled(length));
    }

    @Override
    public Future<byte[]> kept(int length) {
        return workers.submit(() -> Work.kept(length));
    }

    @Override
    public long sumOfMap(List<Integer> items) {
        long sum = 0;
        try (Results<Integer> results = workers.map(items, item -> item + 1)) {
            for (Integer result : results) {
                sum += result;
            }
        }
        return sum;
    }

    @Override
    public void close() {
        workers.close();
    }
}
