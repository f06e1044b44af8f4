package io.manyhands.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/// The pipe to the program that started the worker. Thread-safe.
///
/// A write blocks while the pipe is full, which the program's reader empties at all times. That the
/// pipe is broken is no news: the control thread ends the JVM for the same reason.
final class ParentPipe {
    private final OutputStream pipe;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private long sent;

    ParentPipe(OutputStream pipe) {
        this.pipe = pipe;
    }

    /// Sends a frame.
    ///
    /// @return how many were sent, with this one
    long send(byte[] frame) {
        lock.lock();
        try {
            sent++;
            write(frame);
            return sent;
        } finally {
            lock.unlock();
        }
    }

    private void write(byte[] frame) {
        try {
            pipe.write(frame);
            pipe.flush();
        } catch (IOException broken) {
            // The control thread reads of it.
        }
    }
}
