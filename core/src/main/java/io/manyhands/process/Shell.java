package io.manyhands.process;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The system's shell, which puts a new process into a session of its own.
final class Shell {
    static final String PROGRAM = "/bin/sh";

    /// Replaces itself by its arguments in a new session, or, where nothing makes one, in this one.
    ///
    /// The process stays the same, and becomes the leader of a process group that has its number:
    /// `setsid` forks only if it leads a group already, and a process just started does not.
    static final String IN_NEW_SESSION =
            """
            command -v setsid >/dev/null 2>&1 && exec setsid "$@"
            command -v perl >/dev/null 2>&1 &&
              exec perl -e 'use POSIX; POSIX::setsid(); exec { $ARGV[0] } @ARGV' "$@"
            exec "$@"
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

    /// Fails if there is no shell here.
    static void check() throws LaunchFailure {
        String system = System.getProperty("os.name", "");
        if (system.startsWith("Windows")) {
            throw new LaunchFailure("Worker processes need a POSIX system: os=" + system);
        }
        if (!new File(PROGRAM).canExecute()) {
            throw new LaunchFailure("Worker processes need a shell: program=" + PROGRAM);
        }
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
