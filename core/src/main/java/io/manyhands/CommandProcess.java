package io.manyhands;

import io.manyhands.process.ExitStatus;
import io.manyhands.process.RunningProgram;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;

/// A program of the system that runs: [Command#start()]. To be closed, which kills it with its
/// process group if it has not ended.
///
/// ```java
/// try (CommandProcess sort = TaskProcess.command("sort").start()) {
///     sort.input().write("b\na\n".getBytes(UTF_8));
///     sort.input().close();
///     byte[] sorted = sort.output().readAllBytes();
///     sort.join();
/// }
/// ```
///
/// When it has ended by itself, its group is killed, its streams are closed, and no thread of it
/// remains, whether anybody waits for it or not. One that nobody can reach any more goes on to its
/// end: its input is closed then, and what it prints is dropped.
///
/// Thread-safe; its streams are as thread-safe as those of [Process]. *Memory consistency effects:*
/// what happens before [Command#start()] happens-before the program's first instruction, as far as
/// that can tell.
public final class CommandProcess implements AutoCloseable {
    // On a virtual thread: it does not look like something that is left behind.
    private static final Cleaner CLEANER =
            Cleaner.create(work -> Thread.ofVirtual().unstarted(work));

    private final Command command;
    private final RunningProgram program;
    private final Abandoned abandoned;
    private final OutputStream input;
    private final InputStream output;

    CommandProcess(Command command, RunningProgram program) {
        this.command = command;
        this.program = program;
        this.abandoned = new Abandoned(program, new AtomicBoolean());
        this.input = new Input(this, program.input());
        this.output = new Output(this, program.output());
        Cleaner.Cleanable _ = CLEANER.register(this, abandoned);
    }

    /// The command that it runs.
    ///
    /// @return the command
    public Command command() {
        return command;
    }

    /// The process.
    ///
    /// @return its number, which is also that of its process group
    public long pid() {
        return program.pid();
    }

    /// Whether it runs, or what it has left is being cleared up.
    ///
    /// @return false once nothing is left of its process group
    public boolean isAlive() {
        return program.isAlive();
    }

    // What it reads and prints.

    /// What the program reads as its standard input; at its end at once if the command has a file
    /// for that. It has a buffer: flush it, and close it where the program waits for the end.
    ///
    /// A write waits for as long as the program does not read, and cannot be interrupted: a
    /// [#kill()] ends it with an [IOException].
    ///
    /// @return the stream to the program
    public OutputStream input() {
        return input;
    }

    /// What the program prints to its standard output: bytes as they are. While they are not taken
    /// the program waits, behind about 128 KiB and what the system's pipe holds.
    ///
    /// If a thread is interrupted while it waits here it gets [java.io.InterruptedIOException],
    /// with its interrupt status set; nothing is lost then.
    ///
    /// @return the stream from the program; its end is the program's end, or that it has closed it
    public InputStream output() {
        return output;
    }

    /// What the program has printed last to its standard error.
    ///
    /// @return up to 20 lines at this moment, oldest first; where they are no UTF-8, they are read
    ///   as the system's encoding
    public List<String> lastLines() {
        return program.lastLines();
    }

    // Its end.

    /// Waits until the program has ended, and nothing is left of its process group. What it has
    /// printed can be read afterwards still.
    ///
    /// @throws InterruptedException if interrupted; the program goes on then
    public void join() throws InterruptedException {
        while (!program.await(Durations.FOREVER)) {
            // A wait of that length does not end.
        }
    }

    /// As [#join()], for some time.
    ///
    /// @param timeout how long to wait at most; not at all if it is not positive
    /// @return whether it has ended
    /// @throws InterruptedException if interrupted; the program goes on then
    public boolean join(Duration timeout) throws InterruptedException {
        return program.await(Durations.nanos(timeout));
    }

    /// The exit status of the program.
    ///
    /// @return the status; empty while it is alive, and if a signal has ended it
    public OptionalInt exit() {
        return ExitStatus.exit(program.exitStatus());
    }

    /// The signal that has ended the program.
    ///
    /// @return the name, as `SIGKILL`; empty while it is alive, and if it has exited by itself
    public Optional<String> signal() {
        return ExitStatus.signal(program.exitStatus());
    }

    /// Asks the program and its process group to end: each process gets `SIGTERM`, and does what it
    /// likes. Returns at once; does nothing once the program has ended.
    public void terminate() {
        program.terminate();
    }

    /// Kills the program and its process group (`SIGKILL`). Returns at once; does nothing once the
    /// program has ended.
    public void kill() {
        program.kill();
    }

    /// Kills the program with its process group if it has not ended, and waits for that, which
    /// takes moments and cannot be interrupted.
    @Override
    public void close() {
        program.kill();
        program.drop();
        program.awaitAnyway();
    }

    /// Waits for the end, kills the program if interrupted, and fails if it has failed.
    CommandEnd end() throws InterruptedException {
        boolean isDone = false;
        try {
            join();
            isDone = true;
        } finally {
            if (!isDone) {
                close();
            }
        }
        int status = program.exitStatus();
        if (program.isOverdue()) {
            String limit = "timeout=" + command.timeout() + ", ";
            throw failure("A command must end within its timeout: " + limit, status);
        }
        boolean isSignal = ExitStatus.exit(status).isEmpty();
        if (isSignal || (status != 0 && !command.anyExit())) {
            throw failure("A command must succeed: ", status);
        }
        return new CommandEnd(status, lastLines());
    }

    /// What is thrown for that.
    ///
    /// @param rule the rule that is broken
    /// @param status how the program has ended; negative if it has not
    CommandFailedException failure(String rule, int status) {
        List<String> lines = lastLines();
        String end = status < 0 ? "" : "end=" + ExitStatus.describe(status) + ", ";
        String last = lines.isEmpty() ? "" : ", lastLine=" + lines.getLast();
        return new CommandFailedException(
                rule + end + "command=" + command.shown() + last, status, lines, null);
    }

    /// Nothing more is written to the program.
    void closeInput() {
        try {
            input().close();
        } catch (IOException _) {
            // One that was killed before it was let go reads no more: its end says so.
        }
    }

    /// If nobody can reach this any more, the program is killed.
    void killIfAbandoned() {
        abandoned.isKilled().set(true);
    }

    @Override
    public String toString() {
        return command.shown() + "[pid=" + pid() + "]";
    }

    /// The stream to a program, which can be reached as long as this.
    private static final class Input extends FilterOutputStream {
        private final CommandProcess process;

        Input(CommandProcess process, OutputStream out) {
            super(out);
            this.process = process;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } finally {
                Reference.reachabilityFence(process);
            }
        }
    }

    /// The stream from a program, which can be reached as long as this.
    private static final class Output extends FilterInputStream {
        private final CommandProcess process;

        Output(CommandProcess process, InputStream in) {
            super(in);
            this.process = process;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return in.read(bytes, offset, length);
            } finally {
                Reference.reachabilityFence(process);
            }
        }
    }

    /// What is done when nobody can reach it.
    private record Abandoned(RunningProgram program, AtomicBoolean isKilled) implements Runnable {
        @Override
        public void run() {
            program.drop();
            if (isKilled.get()) {
                program.kill();
            }
        }
    }
}
