package io.manyhands.peers;

import java.util.List;
import java.util.concurrent.Future;

/// A pool of worker processes in its own API: what the rows of the table ask of it.
///
/// Confined to the thread that opened it.
interface Peer extends AutoCloseable {

    /// The peer has no such thing; the message says what it lacks.
    final class MissingException extends RuntimeException {
        private static final long serialVersionUID = 1;

        MissingException(String message) {
            super(message);
        }
    }

    /// Opens a pool.
    interface Opening {
        /// Opens it without waiting for its workers, where the peer can.
        ///
        /// @param workers how many, at least 1
        Peer open(int workers) throws Exception;
    }

    /// Submits a task that does nothing.
    Future<Integer> empty();

    /// Submits a task that rests 1 ms and gives a number which no other worker gives.
    Future<Long> workerAfterRest();

    /// Submits a task that gives back its argument.
    Future<byte[]> echo(byte[] data);

    /// Submits a task that gives the length of its argument.
    Future<Integer> lengthOf(byte[] data);

    /// Submits a task that makes an array, filled, and gives it back.
    Future<byte[]> filled(int length);

    /// Submits a task that gives back an array, filled, that its worker has already but for the
    /// first time.
    Future<byte[]> kept(int length);

    /// Adds one to every item, by all workers, and gives the sum of the results.
    ///
    /// @throws MissingException if the peer has no such thing
    long sumOfMap(List<Integer> items) throws Exception;

    /// Ends its workers and waits for their end.
    @Override
    void close();
}
