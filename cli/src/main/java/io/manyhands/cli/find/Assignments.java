package io.manyhands.cli.find;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// The batches that workers are given, and those of them whose results have not come back: so it is
/// known what was lost. Thread-safe: one thread gives, another takes back.
final class Assignments implements Iterator<Batch> {
    private final Iterator<Batch> batches;
    private final ConcurrentLinkedQueue<Batch> given = new ConcurrentLinkedQueue<>();

    Assignments(Iterator<Batch> batches) {
        this.batches = batches;
    }

    @Override
    public boolean hasNext() {
        return batches.hasNext();
    }

    @Override
    public Batch next() {
        Batch next = batches.next();
        given.add(next);
        return next;
    }

    /// Takes back the batch that was given first of all that are not back.
    @Nullable Batch takeFirst() {
        return given.poll();
    }

    /// Takes back the batch that was searched with these results.
    void take(List<Found> results) {
        Range first = results.getFirst().range();
        boolean _ = given.removeIf(batch -> batch.begins(first));
    }
}
