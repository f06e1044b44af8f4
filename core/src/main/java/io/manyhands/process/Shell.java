package io.manyhands.process;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The system's shell, which puts a new process into a session of its own.
final class Shell {
    static final String PROGRAM = "/bin/sh";

    /// Replaces itself by its arguments in a new session, or fails where nothing makes one.
    ///
    /// The process stays the same, and becomes the leader of a process group that has its number:
    /// `setsid` forks only if it leads a group already, and a process just started does not.
    ///
    /// What makes the session is looked for where systems have it, too: the program may have been
    /// given any `PATH`, which the worker keeps.
    static final String IN_NEW_SESSION =
            """
            for each in setsid /usr/bin/setsid /bin/setsid; do
              command -v "$each" >/dev/null 2>&1 && exec "$each" "$@"
            done
            for each in perl /usr/bin/perl /bin/perl; do
              command -v "$each" >/dev/null 2>&1 &&
                exec "$each" -e 'use POSIX; POSIX::setsid(); exec { $ARGV[0] } @ARGV' "$@"
            done
            echo "Worker processes need the program setsid or perl: PATH=$PATH" >&2
            exit 127
            """;

    private Shell() {}

    /// The words that have the shell run a script with arguments.
    static List<String> command(String script, List<String> arguments) {
        List<String> command = new ArrayList<>(arguments.size() + 4);
        command.add(PROGRAM);
        command.add("-c");
        command.add(script);
        // What the script calls itself.
        command.add("manyhands");
        command.addAll(arguments);
        return command;
    }

    /// Fails on a system that never has what worker processes need.
    static void checkSystem() {
        String system = System.getProperty("os.name", "");
        if (system.startsWith("Windows")) {
            throw new UnsupportedOperationException(
                    "Worker processes need a POSIX system: os=" + system);
        }
    }

    /// Fails if there is no shell here, or nothing that makes a session.
    static void check() throws LaunchFailure {
        if (!new File(PROGRAM).canExecute()) {
            throw new LaunchFailure("Worker processes need a shell: program=" + PROGRAM);
        }
        checkSession(System.getenv("PATH"), List.of("/usr/bin", "/bin"));
    }

    /// Fails if none of the directories has what makes a session: without one, a worker's children
    /// could not be ended with it.
    ///
    /// @param path the environment's, or null
    /// @param usual where systems have it
    static void checkSession(@Nullable String path, List<String> usual) throws LaunchFailure {
        List<String> directories = new ArrayList<>(usual);
        if (path != null) {
            directories.addAll(List.of(path.split(File.pathSeparator, -1)));
        }
        for (String directory : directories) {
            if (new File(directory, "setsid").canExecute()
                    || new File(directory, "perl").canExecute()) {
                return;
            }
        }
        throw new LaunchFailure("Worker processes need the program setsid or perl: PATH=" + path);
    }

    /// Waits for a process's end, whatever interrupts.
    ///
    /// @return whether it has ended
    static boolean awaitExit(Process process, long nanos) {
        long end = System.nanoTime() + nanos;
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Closes something where a failure to do so changes nothing.
    static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (IOException _) {
            // A pipe whose other end is gone.
        } catch (Exception unexpected) {
            throw new IllegalStateException("A pipe must be closable", unexpected);
        }
    }
}
