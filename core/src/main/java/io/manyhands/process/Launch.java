package io.manyhands.process;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A process that was started to be a worker, and its three pipes.
///
/// Its process id is also the number of its process group, which holds its children too unless they
/// leave it. Thread-safe.
final class Launch implements AutoCloseable {
    private final Process process;
    private final long pid;
    private final OutputStream toWorker;
    // There for as long as the worker, which reads it again if it starts workers in turn.
    private final Path argumentFile;
    private final Path fatalErrorFile;
    private final ProcessGroup group;

    Launch(Process process, Path argumentFile, Path fatalErrorFile, Warden warden) {
        this.process = process;
        this.pid = process.pid();
        this.toWorker = new DirectOutput(process.getOutputStream());
        this.argumentFile = argumentFile;
        this.fatalErrorFile = fatalErrorFile;
        this.group = new ProcessGroup(process, warden);
    }

    /// The number of the process and of its group.
    long pid() {
        return pid;
    }

    /// What the worker writes to its descriptor 4.
    InputStream fromWorker() {
        return process.getInputStream();
    }

    /// What the worker reads from its descriptor 3; not buffered.
    OutputStream toWorker() {
        return toWorker;
    }

    /// What the worker, or a child of it, writes to its descriptors 1 and 2.
    InputStream output() {
        return process.getErrorStream();
    }

    /// Opens the pipe that the worker's main thread may sleep at, where there is one.
    @Nullable Doorbell openBell() {
        // It knows the process by more than its number.
        return Doorbell.open(bellOf(pid), process.toHandle()::isAlive);
    }

    /// A process's descriptor 5.
    static Path bellOf(long pid) {
        return Path.of("/proc/" + pid + "/fd/5");
    }

    /// The process itself.
    Process process() {
        return process;
    }

    /// Where the JVM writes its last words if it crashes.
    Path fatalErrorFile() {
        return fatalErrorFile;
    }

    /// Kills the worker at once and what is left of its group a moment later.
    ///
    /// To be called at the end of every worker, also of one that has ended by itself: it may have
    /// left children behind.
    void killGroup() {
        group.kill();
    }

    /// Asks the worker and its group to end.
    void terminateGroup() {
        group.terminate();
    }

    /// Waits for the end of the worker; an interruption is kept for later.
    ///
    /// @return whether it has ended
    boolean awaitExit(long nanos) {
        return Shell.awaitExit(process, nanos);
    }

    /// Kills the group and closes the pipes; what was printed and is not read yet is lost.
    @Override
    public void close() {
        killGroup();
        PrivateDirectory.deleteQuietly(argumentFile);
        Shell.closeQuietly(toWorker);
        Shell.closeQuietly(fromWorker());
        Shell.closeQuietly(output());
    }
}
