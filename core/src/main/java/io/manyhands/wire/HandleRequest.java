package io.manyhands.wire;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What a worker asks of the program that started it, for the handles of workers that its tasks
/// have: the body of an ASK frame. Immutable, as long as nobody writes into the payload.
///
/// ```
///   kind (1) number (8) program (8) workers (8)
///   timeout (8) deadline (8) limit (8) loader (4) name code payload
/// ```
///
/// @param kind one of the constants
/// @param number that of the question, or of the task that it is about, as the worker counts
/// @param workers which workers are asked
/// @param task what is submitted; [Task#NONE] in all other requests
public record HandleRequest(byte kind, long number, Target workers, Task task) {
    /// Run a task, and tell its outcome.
    public static final byte TASK = 1;

    /// Apply a function to an argument, and tell the outcome. The payload is that of
    /// [CallDescriptor#GUEST_ITEM].
    public static final byte ITEM = 2;

    /// Run a task, and tell that it was accepted.
    public static final byte EXECUTE = 3;

    /// Cancel a task, and interrupt it if it runs. It is told as cancelled, if it had not ended.
    public static final byte INTERRUPT = 4;

    /// Cancel the task whose number is in the place of the workers', unless it has begun. To be
    /// answered with whether it has not begun and never will.
    public static final byte TAKE_BACK = 5;

    /// Whether the task runs whose number is in the place of the workers': to be answered with a
    /// truth value, as the two that follow.
    public static final byte IS_RUNNING = 6;

    /// Whether the workers were shut down.
    public static final byte IS_SHUTDOWN = 7;

    /// Whether the workers have terminated.
    public static final byte IS_TERMINATED = 8;

    /// What the statistics are: to be answered with them.
    public static final byte STATISTICS = 9;

    /// May a task of this worker wait for one of those workers? To be answered with null for yes.
    public static final byte WAIT = 10;

    /// No task of this worker waits any more. Not to be answered.
    public static final byte WAITED = 11;

    /// Whether all that was asked before has been read. To be answered with null, when it has.
    public static final byte READ = 12;

    /// Where the objects are that tasks of these workers share: to be answered with the directory.
    public static final byte SHARED = 13;

    /// The longest frame of a request or a reply.
    public static final int MAX_BYTES = 64 * 1024 * 1024;

    /// What workers are called by.
    ///
    /// @param program the number of the program that opened them
    /// @param number their number in that program
    public record Target(long program, long number) {
        // By hand: the JDK makes the code for a record's own when they are first called, which is
        // on the way to the first task of a program.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Target same && program == same.program && number == same.number;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(program) * 31 + Long.hashCode(number);
        }
    }

    /// A task on its way.
    ///
    /// @param name its name
    /// @param code what the user's code is called, for messages
    /// @param timeoutNanos the running time that it has; 0 for no limit
    /// @param deadlineNanos how far off its deadline is
    /// @param limitNanos how far off that was when it was set; negative for no deadline
    /// @param loader the number of the loader that finds its classes
    /// @param payload the encoded task
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Task(
            String name,
            String code,
            long timeoutNanos,
            long deadlineNanos,
            long limitNanos,
            int loader,
            byte[] payload) {
        /// Nothing.
        public static final Task NONE = new Task("", "", 0, 0, -1, 0, new byte[0]);
    }

    /// The frame of it.
    ///
    /// @return an ASK frame
    public byte[] frame() {
        return FrameWriter.of(FrameDescriptor.ASK)
                .addByte(kind)
                .addLong(number)
                .addLong(workers.program)
                .addLong(workers.number)
                .addLong(task.timeoutNanos)
                .addLong(task.deadlineNanos)
                .addLong(task.limitNanos)
                .addInt(task.loader)
                .addText(task.name)
                .addText(task.code)
                .addBytes(task.payload, 0, task.payload.length)
                .finished();
    }

    /// The request of a frame's body.
    ///
    /// @param body what came after the header
    /// @return the request
    /// @throws BrokenFrameException if it is none
    public static HandleRequest of(byte[] body) throws BrokenFrameException {
        ByteBuffer rest = ByteBuffer.wrap(body);
        try {
            byte kind = rest.get();
            long number = rest.getLong();
            Target workers = new Target(rest.getLong(), rest.getLong());
            long timeout = rest.getLong();
            long deadline = rest.getLong();
            long limit = rest.getLong();
            int loader = rest.getInt();
            String name = text(rest);
            String code = text(rest);
            byte[] payload = rest(rest);
            Task task = new Task(name, code, timeout, deadline, limit, loader, payload);
            return new HandleRequest(kind, number, workers, task);
        } catch (BufferUnderflowException tooShort) {
            throw new BrokenFrameException("A request must be whole: bytes=" + body.length);
        }
    }

    static String text(ByteBuffer rest) throws BrokenFrameException {
        int length = rest.getInt();
        if (length < 0 || length > rest.remaining()) {
            throw new BrokenFrameException("A text must be within its frame: length=" + length);
        }
        byte[] text = new byte[length];
        rest.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    static byte[] rest(ByteBuffer rest) {
        byte[] bytes = new byte[rest.remaining()];
        rest.get(bytes);
        return bytes;
    }
}
