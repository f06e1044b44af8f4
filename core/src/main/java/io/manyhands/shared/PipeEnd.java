package io.manyhands.shared;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One of the two ends of a [SharedPipe]: what is sent here is received there. It can be captured
/// by a task. Thread-safe.
///
/// On processes, an end is that of the process that has used it last. When that is gone and the end
/// was not closed, whoever would wait at the other end is told so by a [PipeBrokenException], once
/// all was received; when another process uses the end, the pipe is whole again.
///
/// *Memory consistency effects:* what happened before something was sent happens-before what
/// follows its being received.
///
/// @param <T> what is sent and received; never null
public interface PipeEnd<T> extends AutoCloseable {
    /// Sends something; blocks while the pipe is full.
    ///
    /// @param item what is sent
    /// @throws InterruptedException if interrupted; nothing was sent then
    /// @throws QueueClosedException if one of the ends is closed
    /// @throws PipeBrokenException if the pipe is full and the other end's process is gone
    void send(T item) throws InterruptedException;

    /// What was sent at the other end; blocks until there is something.
    ///
    /// @return what was sent
    /// @throws InterruptedException if interrupted; nothing was received then
    /// @throws QueueClosedException if one of the ends is closed, and all was received that was
    ///   sent before
    /// @throws PipeBrokenException if the other end's process is gone, and all was received
    T receive() throws InterruptedException;

    /// What was sent at the other end, if there is something in time.
    ///
    /// @param timeout how long to wait at most; not at all if it is not positive
    /// @return what was sent; null if there is nothing in time, or nothing will be
    /// @throws InterruptedException if interrupted; nothing was received then
    /// @throws PipeBrokenException if the other end's process is gone, and all was received
    @Nullable T receive(Duration timeout) throws InterruptedException;

    /// What is received, until one of the ends is closed: for a loop. As
    /// [SharedQueue#untilClosed()]; but a [PipeBrokenException] comes out of it.
    ///
    /// @return what was sent at the other end
    default Iterable<T> untilClosed() {
        return () -> new UntilClosed<>(this::receive);
    }

    /// Closes both directions; what is under way can be received. Never blocks.
    @Override
    void close();
}
