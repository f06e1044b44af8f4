package io.manyhands.worker;

import io.manyhands.spi.StackRoom;
import io.manyhands.wire.OutputMarker;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// What stands in for `System.out` and `System.err`: passes lines on, each marked with the task
/// that runs and the stream. Thread-safe.
///
/// A line that is too long goes on in the next one. Closing changes nothing.
final class TaskOutput extends OutputStream {
    /// Together with a marker within what a pipe takes in one piece, so that no other writer comes
    /// in between.
    private static final int MAX_LINE_BYTES = 4000;

    private static final int FIRST_BYTES = 256;
    private static final long NO_TASK = -1;

    private final OutputStream descriptor;
    private final boolean isError;
    private final ReentrantLock lock = new ReentrantLock();
    private byte[] line = new byte[0];
    private int length;

    /// Whether a line could not be passed on: then nobody reads them any more. Guarded by the lock.
    private boolean isUnread;

    /// Written by the main thread, for every call: what others print at that very moment may be
    /// given to the call before.
    private final AtomicLong task = new AtomicLong(NO_TASK);

    private TaskOutput(OutputStream descriptor, boolean isError) {
        this.descriptor = descriptor;
        this.isError = isError;
    }

    /// Output that goes to a descriptor of the process.
    static TaskOutput to(OutputStream descriptor, boolean isError) {
        return new TaskOutput(descriptor, isError);
    }

    /// The stream for the user.
    PrintStream stream() {
        return new PrintStream(this, true, StandardCharsets.UTF_8);
    }

    /// From now on lines belong to a call.
    void begin(long sequence) {
        task.lazySet(sequence);
    }

    /// The call has ended: what it left without an end is a line, too.
    void end() {
        if (length > 0) {
            lock.lock();
            try {
                endLine();
            } finally {
                lock.unlock();
            }
        }
        task.lazySet(NO_TASK);
    }

    @Override
    public void write(int value) {
        StackRoom.ensure();
        lock.lock();
        try {
            add((byte) value);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(byte[] source, int offset, int count) {
        StackRoom.ensure();
        lock.lock();
        try {
            for (int i = 0; i < count; i++) {
                add(source[offset + i]);
            }
        } finally {
            lock.unlock();
        }
    }

    private void add(byte value) {
        if (value == '\n') {
            endLine();
            return;
        }
        if (length == MAX_LINE_BYTES) {
            endLine();
        }
        if (length == line.length) {
            line = Arrays.copyOf(line, Math.min(MAX_LINE_BYTES, FIRST_BYTES + 2 * length));
        }
        line[length++] = value;
    }

    private void endLine() {
        if (isUnread) {
            // To find that out again each time would take many times as long as printing does.
            length = 0;
            return;
        }
        byte[] marker = OutputMarker.encode(task.get(), isError);
        byte[] whole = Arrays.copyOf(marker, marker.length + length + 1);
        System.arraycopy(line, 0, whole, marker.length, length);
        whole[whole.length - 1] = '\n';
        length = 0;
        try {
            descriptor.write(whole);
        } catch (IOException nobodyListens) {
            // Printing never fails the one who prints.
            isUnread = true;
        }
    }
}
