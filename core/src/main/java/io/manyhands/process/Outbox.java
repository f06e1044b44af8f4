package io.manyhands.process;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/// The writing end of the pipe to a worker. Thread-safe.
///
/// A pipe that is broken swallows everything: its other end tells the reader of the answers, and so
/// everyone, that the worker has ended.
/* Who finds the lock taken leaves its frame in the queue: the holder looks into the queue after it
 * has let go. A write waits only while the pipe is full, which the worker's control thread empties
 * at all times: for longer only if the worker is stopped, until it is killed.
 */
final class Outbox {
    private final OutputStream pipe;
    private final ReentrantLock lock = new ReentrantLock();
    private final ConcurrentLinkedQueue<byte[]> frames = new ConcurrentLinkedQueue<>();

    Outbox(OutputStream pipe) {
        this.pipe = pipe;
    }

    /// Sends a small frame now, or has the one send it who is sending. Frames of one thread stay in
    /// order.
    void post(byte[] frame) {
        queue(frame);
        flush();
    }

    /// Has a small frame sent by the next who flushes. Never blocks.
    void queue(byte[] frame) {
        frames.add(frame);
    }

    /// Sends a frame of any length; blocks until the worker has taken it, and before that as long
    /// as others send.
    void postBlocking(byte[] frame) {
        lock.lock();
        try {
            write(frame);
        } finally {
            lock.unlock();
        }
        flush();
    }

    /// Sends what is queued, unless somebody else is at it.
    void flush() {
        while (!frames.isEmpty() && lock.tryLock()) {
            try {
                for (byte[] frame = frames.poll(); frame != null; frame = frames.poll()) {
                    write(frame);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private void write(byte[] frame) {
        try {
            pipe.write(frame);
            pipe.flush();
        } catch (IOException broken) {
            frames.clear();
        }
    }
}
