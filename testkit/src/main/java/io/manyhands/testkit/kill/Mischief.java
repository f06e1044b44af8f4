package io.manyhands.testkit.kill;

import static io.manyhands.testkit.kill.Outcomes.End.FAILED;
import static io.manyhands.testkit.kill.Outcomes.End.LOST;
import static io.manyhands.testkit.kill.Outcomes.End.TIMED_OUT;
import static io.manyhands.testkit.kill.Outcomes.End.VALUE;

import io.manyhands.testkit.NativeCode;
import io.manyhands.testkit.kill.Outcomes.End;
import java.io.IOException;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// What a task can do to its worker, and how it may end then.
enum Mischief {
    /// Ends the process.
    HALT(LOST),
    /// Ends it in good order.
    EXIT(LOST),
    /// Has it told to end.
    TERMINATE(LOST),
    /// Sends it what a crash sends.
    SIGNAL_SEGV(LOST),
    /// Reads where there is nothing.
    CRASH(LOST),
    /// Calls itself for ever.
    OVERFLOW(FAILED),
    /// Keeps more than the heap can have.
    EXHAUST(FAILED, LOST),
    /// Closes all descriptors from 3 on, and goes on.
    CLOSE_ALL(LOST),
    /// Closes those of the standard streams.
    CLOSE_STANDARD(VALUE),
    /// Closes those that are not its own and lowest, and returns.
    CLOSE_LINE(VALUE, LOST),
    /// Writes garbage to all pipes that it finds, and returns.
    WRITE_LINE(VALUE, LOST),
    /// Leaves children in the worker's group.
    FORK(VALUE),
    /// Leaves a child in a session of its own, which has the worker's pipes.
    FORK_AWAY(VALUE),
    /// Leaves threads.
    LEAVE_THREADS(VALUE),
    /// Does not end when it is interrupted.
    IGNORE(TIMED_OUT),
    /// Prints very much.
    PRINT(VALUE),
    /// Prints very much without a line's end.
    PRINT_ONE_LINE(VALUE),
    /// Is stopped, and goes on within half a second.
    STOP(VALUE),
    /// Interrupts its own thread.
    INTERRUPT(VALUE),
    /// Closes its standard output, the stream.
    CLOSE_OUT(VALUE),
    /// Returns what cannot travel.
    RETURN_THREAD(FAILED),
    /// Throws what cannot travel.
    THROW_THREAD(FAILED);

    // How long the child lives that nobody can end.
    private static final int AWAY_SECONDS = 3;

    private static final int LEFT_THREADS = 20;
    private static final int FIRST_OWN_DESCRIPTOR = 3;
    private static final int MOST_DESCRIPTORS = 1024;

    private static final class Untransportable extends RuntimeException {
        @Serial private static final long serialVersionUID = 1;

        @SuppressWarnings("serial") // what is tested
        private final Object thread = Thread.currentThread();

        @Override
        public String getMessage() {
            return "with " + thread;
        }
    }

    private final End end;
    private final End otherEnd;

    Mischief(End end) {
        this(end, end);
    }

    Mischief(End end, End otherEnd) {
        this.end = end;
        this.otherEnd = otherEnd;
    }

    /// How it may end.
    Set<End> ends() {
        return EnumSet.of(end, otherEnd);
    }

    /// Whether its worker can go on for a moment, and is ended then.
    boolean wrecks() {
        return this == CLOSE_LINE || this == WRITE_LINE;
    }

    /// Whether a process is a child that some task of this program has left.
    ///
    /// @param commandLine as the system has it
    static boolean isLeft(String commandLine) {
        return commandLine.startsWith("sleep\0001000\0000." + ProcessHandle.current().pid() + "\0");
    }

    /// Does it.
    ///
    /// @param bytes how much is printed by those who print much
    /// @return what says that all is well
    Object act(Book book, int number, long bytes) throws Exception {
        book.begun(number);
        try {
            Object value = act(bytes);
            return value == null ? (Object) Deeds.valueOf(number) : value;
        } finally {
            book.ended(number);
        }
    }

    @SuppressWarnings("SystemExitOutsideMain") // what is tested
    private @Nullable Object act(long bytes) throws Exception {
        switch (this) {
            case HALT -> Runtime.getRuntime().halt(3);
            case EXIT -> System.exit(4);
            case TERMINATE -> signalAndWait("TERM");
            case SIGNAL_SEGV -> signalAndWait("SEGV");
            case CRASH -> NativeCode.crash();
            case OVERFLOW -> overflow(0);
            case EXHAUST -> exhaust();
            case CLOSE_ALL -> {
                close(FIRST_OWN_DESCRIPTOR, MOST_DESCRIPTORS);
                spin();
            }
            case WRITE_LINE -> writeToPipes();
            case CLOSE_STANDARD -> close(0, FIRST_OWN_DESCRIPTOR);
            case CLOSE_LINE -> close(FIRST_OWN_DESCRIPTOR, FIRST_OWN_DESCRIPTOR + 2);
            case FORK -> {
                long program = ProcessHandle.current().parent().orElseThrow().pid();
                shell("sleep 1000 0." + program + " & sleep 1000 0." + program);
                shell("trap '' TERM HUP INT; sleep 1000 0." + program);
            }
            case FORK_AWAY -> shell("exec setsid sleep " + AWAY_SECONDS);
            case LEAVE_THREADS -> leaveThreads();
            case IGNORE -> spin();
            case PRINT -> print(bytes, false);
            case PRINT_ONE_LINE -> print(bytes, true);
            case STOP -> stop();
            case INTERRUPT -> Thread.currentThread().interrupt();
            case CLOSE_OUT -> Streams.out().close();
            case RETURN_THREAD -> {
                return Thread.currentThread();
            }
            case THROW_THREAD -> throw new Untransportable();
        }
        return null;
    }

    private static void spin() {
        while (LEFT_THREADS > 0) {
            Thread.onSpinWait();
        }
    }

    private static int overflow(int depth) {
        return depth < 0 ? 0 : 1 + overflow(depth + 1);
    }

    private static void exhaust() {
        List<byte[]> kept = new ArrayList<>();
        while (kept.size() < MOST_DESCRIPTORS) {
            kept.add(new byte[1 << 20]);
        }
    }

    private static void leaveThreads() {
        for (int i = 0; i < LEFT_THREADS; i++) {
            new Thread(LockSupport::park, "left-" + i).start();
        }
    }

    private static void print(long bytes, boolean isOneLine) {
        String piece = "0123456789".repeat(10);
        for (long i = 0; i < bytes; i += piece.length()) {
            if (isOneLine) {
                Streams.out().print(piece);
            } else {
                Streams.out().println(piece);
            }
        }
        Streams.out().println();
    }

    private static void shell(String command) throws IOException {
        Process _ = new ProcessBuilder("/bin/sh", "-c", command).inheritIO().start();
    }

    private static void signalAndWait(String name) throws IOException {
        shell("kill -" + name + " " + ProcessHandle.current().pid());
        spin();
    }

    private static void stop() throws IOException, InterruptedException {
        long pid = ProcessHandle.current().pid();
        String command = "kill -STOP " + pid + "; sleep 0.3; kill -CONT " + pid;
        int _ = new ProcessBuilder("/bin/sh", "-c", command).start().waitFor();
    }

    private static void close(int first, int end) {
        for (int i = first; i < end; i++) {
            NativeCode.close(i);
        }
    }

    /// Writes what is no frame to every pipe that it finds, but not to the standard streams.
    private static void writeToPipes() throws IOException {
        byte[] garbage = new byte[256];
        Arrays.fill(garbage, (byte) 0xee);
        NativeCode.writeToPipes(garbage);
    }
}
