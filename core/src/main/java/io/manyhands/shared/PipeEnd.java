package io.manyhands.shared;

import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One of the two ends of a [SharedPipe]: what is sent here is received there. It can be captured
/// by a task. Thread-safe.
///
/// @param out what is sent
/// @param in what is received
/// @param <T> what is sent and received; never null
@SuppressWarnings("serial") // queues travel
public record PipeEnd<T>(SharedQueue<T> out, SharedQueue<T> in)
        implements AutoCloseable, Serializable {
    /// Sends something; blocks while the pipe is full.
    ///
    /// @param item what is sent
    /// @throws InterruptedException if interrupted; nothing was sent then
    /// @throws QueueClosedException if one of the ends is closed
    public void send(T item) throws InterruptedException {
        out.put(item);
    }

    /// What was sent at the other end; blocks until there is something.
    ///
    /// @return what was sent
    /// @throws InterruptedException if interrupted; nothing was received then
    /// @throws QueueClosedException if one of the ends is closed, and all was received that was
    ///   sent before
    public T receive() throws InterruptedException {
        return in.take();
    }

    /// What was sent at the other end, if there is something in time.
    ///
    /// @param timeout how long to wait at most; not at all if it is not positive
    /// @return what was sent; null if there is nothing in time, or nothing will be
    /// @throws InterruptedException if interrupted; nothing was received then
    public @Nullable T receive(Duration timeout) throws InterruptedException {
        return in.poll(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    }

    /// What is received, until one of the ends is closed: for a loop. As
    /// [SharedQueue#untilClosed()].
    ///
    /// @return what was sent at the other end
    public Iterable<T> untilClosed() {
        return in.untilClosed();
    }

    /// Closes both directions; what is under way can be received. Never blocks.
    @Override
    public void close() {
        out.close();
        in.close();
    }
}
