package io.manyhands.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A program of the system that runs in a process group of its own, which does not outlive this
/// JVM. Thread-safe.
/*
 * A shell in a session of its own reads a line from the pipe that is to be the program's input, and
 * then becomes the program. It gets the line once the warden knows its group: so there is no moment
 * at which this JVM can die and leave the program behind. Without the line, its input ends with
 * this JVM, and so does the shell. A shell reads no byte behind the line.
 *
 * A worker process has a warden of its own, outside its group: so what its tasks run ends with it,
 * and can be killed without it.
 *
 * One thread waits for the end of the program, sees to its time, and clears up: whether anybody
 * waits for the program or not. The warden is kept for a moment longer, since another program often
 * follows.
 */
public final class RunningProgram {
    /// What the shell runs: the file to read or nothing, and the words, are its arguments.
    private static final String SCRIPT =
            """
            IFS= read -r manyhands_go || exit 1
            [ -z "$1" ] || exec <"$1"
            shift
            unset manyhands_go
            exec "$@"
            """;

    private static final long LAST_LINES_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long KILLED_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long FOREVER = Long.MAX_VALUE / 2;
    private static final Executor A_MOMENT_LATER =
            CompletableFuture.delayedExecutor(
                    500, TimeUnit.MILLISECONDS, work -> Thread.ofVirtual().start(work));
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final ProgramPlan plan;
    private final ProcessGroup group;
    private final Warden warden;
    private final @Nullable OutputPump output;
    private final WorkerOutput lines;
    private final Thread watch;
    private final CountDownLatch ended = new CountDownLatch(1);
    // Written by the thread that waits for the end; read by all after that.
    private volatile boolean isOverdue;

    private RunningProgram(ProgramPlan plan, ProcessGroup group, Warden warden) {
        String name = "manyhands-command-" + NUMBERS.incrementAndGet();
        Process process = group.process();
        this.plan = plan;
        this.group = group;
        this.warden = warden;
        InputStream out = process.getInputStream();
        this.output = plan.isStreamed() ? OutputPump.start(name, out) : null;
        boolean areErrors = plan.isStreamed() && !plan.isMerged();
        this.lines =
                WorkerOutput.start(
                        areErrors ? name + "-errors" : name,
                        plan.isStreamed() ? process.getErrorStream() : out,
                        ParentJvm.fileNameCharset(),
                        OutputDelivery.toNobody());
        this.watch = new Thread(null, new Watching(this), name, 0, false);
        watch.setDaemon(true);
        watch.start();
    }

    /// Starts one.
    ///
    /// @param plan what to run
    /// @return the program
    /// @throws IOException if there is no such program, or the system refuses: says what
    /// @throws UnsupportedOperationException on Windows
    /// @throws IllegalArgumentException if a word cannot be told to the system
    public static RunningProgram start(ProgramPlan plan) throws IOException {
        Shell.checkSystem();
        Charset charset = ParentJvm.fileNameCharset();
        for (String word : plan.words()) {
            checkWord(word, charset);
        }
        ProgramFile.check(plan);
        Warden warden = Warden.acquire(charset);
        Process process = null;
        boolean isDone = false;
        try {
            process = startShell(plan);
            warden.add(process.pid());
            RunningProgram program =
                    new RunningProgram(plan, new ProcessGroup(process, warden), warden);
            isDone = true;
            program.go();
            return program;
        } catch (LaunchFailure failure) {
            throw new IOException(failure.getMessage(), failure);
        } finally {
            if (!isDone) {
                abandon(process, warden);
            }
        }
    }

    private static void checkWord(String word, Charset charset) {
        if (word.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "A word of a command must have no zero in it: word=" + word.replace('\0', '?'));
        }
        if (!charset.newEncoder().canEncode(word)) {
            throw new IllegalArgumentException(
                    "A word of a command must be made of the characters of this JVM's file names:"
                            + (" encoding=" + charset + ", word=" + word));
        }
    }

    private static Process startShell(ProgramPlan plan) throws IOException, LaunchFailure {
        List<String> command = new ArrayList<>(Shell.inNewSession(SCRIPT, "manyhands-command"));
        command.add(plan.input() == null ? "" : plan.input());
        command.addAll(plan.words());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(plan.isMerged());
        Shell.prepare(builder, plan.environment(), plan.directory());
        return builder.start();
    }

    private static void abandon(@Nullable Process process, Warden warden) {
        if (process != null) {
            boolean _ = process.toHandle().destroyForcibly();
            warden.kill(process.pid());
            Shell.closeQuietly(process.getOutputStream());
            Shell.closeQuietly(process.getInputStream());
            Shell.closeQuietly(process.getErrorStream());
        }
        warden.close();
    }

    /// One that has ended meanwhile does not hear it.
    private void go() {
        try {
            OutputStream out = group.process().getOutputStream();
            out.write("\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        } catch (IOException _) {
            // Its end says why.
        }
    }

    /// Its number, and that of its group.
    ///
    /// @return the process id
    public long pid() {
        return group.pid();
    }

    /// What it reads, if that is a pipe.
    ///
    /// @return a stream with a buffer
    public OutputStream input() {
        return group.process().getOutputStream();
    }

    /// What it prints to its standard output, if that is streamed.
    ///
    /// @return a stream whose reads can be interrupted
    public InputStream output() {
        return output == null ? InputStream.nullInputStream() : output;
    }

    /// What it has printed last: to its standard error; or to its standard output, too, if that is
    /// not streamed or both are one.
    ///
    /// @return the last lines, oldest first; all of them once it has ended
    public List<String> lastLines() {
        return lines.lastLines();
    }

    /// Whether it runs, or is being cleared up after.
    ///
    /// @return false once nothing is left of its group
    public boolean isAlive() {
        return ended.getCount() > 0;
    }

    /// How it has ended.
    ///
    /// @return as [Process#exitValue()]; -1 while it is alive
    public int exitStatus() {
        return isAlive() ? -1 : group.process().exitValue();
    }

    /// Whether it was ended because its time was over.
    ///
    /// @return true if it was
    public boolean isOverdue() {
        return isOverdue;
    }

    /// Asks it and its process group to end, by `SIGTERM`.
    public void terminate() {
        group.terminate();
    }

    /// Kills it and its process group.
    public void kill() {
        group.kill();
    }

    /// Waits until nothing is left of it.
    ///
    /// @param nanos how long at most
    /// @return whether nothing is
    /// @throws InterruptedException if interrupted; nothing else changes then
    public boolean await(long nanos) throws InterruptedException {
        return ended.await(nanos, TimeUnit.NANOSECONDS);
    }

    /// The same for one that was killed, whatever interrupts, which is kept for later.
    public void awaitAnyway() {
        boolean _ = Threads.join(watch, KILLED_NANOS);
    }

    /// Nobody reads what it prints, or writes what it reads, any more.
    public void drop() {
        if (output != null) {
            output.close();
        }
        Shell.closeQuietly(input());
    }

    private void watch() {
        Process process = group.process();
        try {
            if (!Shell.awaitExit(process, plan.timeoutNanos())) {
                isOverdue = true;
                group.terminate();
                if (!Shell.awaitExit(process, plan.graceNanos())) {
                    group.kill();
                }
                boolean _ = Shell.awaitExit(process, FOREVER);
            }
        } finally {
            clearUp();
        }
    }

    private void clearUp() {
        try {
            group.kill();
            if (output != null) {
                output.release();
            }
            boolean _ = lines.awaitEnd(LAST_LINES_NANOS);
            Shell.closeQuietly(input());
        } finally {
            ended.countDown();
            A_MOMENT_LATER.execute(warden::close);
        }
    }

    /// The thread's work.
    private record Watching(RunningProgram program) implements Runnable {
        @Override
        public void run() {
            program.watch();
        }
    }
}
