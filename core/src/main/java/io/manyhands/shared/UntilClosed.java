package io.manyhands.shared;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// Takes items as they are asked for, until the source is closed and drained. Confined to a thread.
final class UntilClosed<T> implements Iterator<T> {
    /// Gives the next item.
    @FunctionalInterface
    interface Source<T> {
        T take() throws InterruptedException;
    }

    private final Source<T> source;
    private @Nullable T next;
    private boolean isOver;

    UntilClosed(Source<T> source) {
        this.source = source;
    }

    @Override
    public boolean hasNext() {
        if (next == null && !isOver) {
            try {
                next = source.take();
            } catch (QueueClosedException end) {
                isOver = true;
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw (CancellationException)
                        new CancellationException("The wait for the next item was interrupted")
                                .initCause(stop);
            }
        }
        return next != null;
    }

    @Override
    public T next() {
        boolean _ = hasNext();
        T item = next;
        if (item == null) {
            throw new NoSuchElementException("A queue that is closed and drained has no next item");
        }
        next = null;
        return item;
    }
}
