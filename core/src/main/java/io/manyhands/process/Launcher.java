package io.manyhands.process;

import io.manyhands.room.Annex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Starts the worker processes of one pool. Thread-safe.
final class Launcher implements AutoCloseable {
    /// The beginning of the name of the file about a crash; the process id follows.
    static final String FATAL_ERROR_FILE = "hs_err_";

    private final Warden warden;
    private final PrivateDirectory directory;
    private final LaunchPlan plan;
    private final AtomicInteger launches = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();

    /// Guarded by the lock.
    private @Nullable PrivateDirectory annex;

    private Launcher(Warden warden, PrivateDirectory directory, LaunchPlan plan) {
        this.warden = warden;
        this.directory = directory;
        this.plan = plan;
    }

    /// Prepares workers that are the same program as this JVM.
    ///
    /// @param neededBytes the space that the private directory needs
    /// @throws LaunchFailure if this system or these options cannot have workers
    static Launcher open(JvmOptions options, long neededBytes) throws LaunchFailure {
        Shell.check();
        // First: it comes up while the rest is prepared.
        Warden warden = Warden.acquire(ParentJvm.fileNameCharset());
        PrivateDirectory directory = null;
        try {
            ParentJvm parent = ParentJvm.current();
            LaunchPlan plan = null;
            Path chosen = PrivateDirectory.choose(neededBytes);
            if (chosen != null) {
                plan = LaunchPlan.of(parent, options, chosen);
            }
            directory = PrivateDirectory.create(warden, chosen, neededBytes);
            if (!directory.path().equals(chosen)) {
                plan = null;
            }
            return open(parent, plan, options, directory, warden);
        } finally {
            if (directory == null) {
                warden.close();
            }
        }
    }

    /// Prepares them with a directory and a warden, which are closed with the launcher.
    ///
    /// @param parent what they are to be the same as
    static Launcher open(
            ParentJvm parent, JvmOptions options, PrivateDirectory directory, Warden warden)
            throws LaunchFailure {
        warden.keep(directory.path());
        return open(parent, null, options, directory, warden);
    }

    private static Launcher open(
            ParentJvm parent,
            @Nullable LaunchPlan known,
            JvmOptions options,
            PrivateDirectory directory,
            Warden warden)
            throws LaunchFailure {
        boolean isDone = false;
        try {
            LaunchPlan plan =
                    known == null ? LaunchPlan.of(parent, options, directory.path()) : known;
            plan.furnish(directory);
            Launcher launcher = new Launcher(warden, directory, plan);
            isDone = true;
            return launcher;
        } finally {
            if (!isDone) {
                end(warden, directory, null);
            }
        }
    }

    /// The directory for the files of these workers.
    PrivateDirectory directory() {
        return directory;
    }

    /// Where files can be that do not fit into the directory. The warden knows it before anybody
    /// makes it, and so does who finds the directory.
    ///
    /// @return null if there is no other file system for it
    @Nullable Path annex() {
        lock.lock();
        try {
            if (annex == null) {
                annex = nameAnnex();
            }
            return annex == null ? null : annex.path();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable PrivateDirectory nameAnnex() {
        PrivateDirectory elsewhere = directory.elsewhere();
        if (elsewhere != null) {
            warden.keep(elsewhere.path());
            try {
                Annex.name(directory.path(), elsewhere.path());
            } catch (IOException refused) {
                warden.forget(elsewhere.path());
                return null;
            }
        }
        return elsewhere;
    }

    /// What the workers are.
    LaunchPlan plan() {
        return plan;
    }

    /// Starts a process, guarded by the warden.
    ///
    /// @throws LaunchFailure if the system refuses
    Launch launch() throws LaunchFailure {
        try (WaitingShell shell = WaitingShell.start(plan.surroundings())) {
            return launch(shell);
        }
    }

    /// Has a shell that waits become such a process, guarded by the warden.
    ///
    /// @param shell in the surroundings of the plan; the caller closes it
    /// @throws LaunchFailure if the system refuses
    Launch launch(WaitingShell shell) throws LaunchFailure {
        Process process = shell.process();
        Path arguments = null;
        try {
            String name = "arguments-" + launches.incrementAndGet();
            arguments = directory.write(name, plan.argumentFile());
            // Before it can have children.
            warden.add(process.pid());
            Path fatalErrorFile = directory.resolve(FATAL_ERROR_FILE + process.pid() + ".log");
            Launch launch = new Launch(process, arguments, fatalErrorFile, warden);
            shell.run(List.of(plan.java(), "@" + arguments), plan.charset());
            return launch;
        } catch (LaunchFailure failure) {
            abandon(arguments, process);
            throw failure;
        } catch (Throwable failure) {
            abandon(arguments, process);
            throw new LaunchFailure(
                    "A worker process must be startable: cause=" + failure.getMessage(), failure);
        }
    }

    /// Ends what is left of the workers, and removes their directory.
    @Override
    public void close() {
        PrivateDirectory other;
        lock.lock();
        try {
            other = annex;
        } finally {
            lock.unlock();
        }
        end(warden, directory, other);
    }

    /* The annex is the second: somebody who still makes an object there finds no room to link it in,
     * and removes it.
     */
    private static void end(
            Warden warden, PrivateDirectory directory, @Nullable PrivateDirectory annex) {
        try {
            remove(directory, warden);
            if (annex != null) {
                remove(annex, warden);
            }
        } finally {
            warden.close();
        }
    }

    /// What cannot be removed now is left to the warden.
    private static void remove(PrivateDirectory directory, Warden warden) {
        try {
            directory.close();
            warden.forget(directory.path());
        } catch (IOException _) {
            // Somebody writes in it still.
        }
    }

    private void abandon(@Nullable Path arguments, Process process) {
        boolean _ = process.toHandle().destroyForcibly();
        // Its number may become somebody else's.
        warden.kill(process.pid());
        if (arguments != null) {
            PrivateDirectory.deleteQuietly(arguments);
        }
    }
}
