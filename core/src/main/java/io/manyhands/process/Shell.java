package io.manyhands.process;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The system's shell, and what puts a new one into a session of its own.
final class Shell {
    static final String PROGRAM = "/bin/sh";

    private static final String PERL =
            "use POSIX; POSIX::setsid(); exec { $ARGV[0] } @ARGV or exit 127";
    private static final List<String> USUAL = List.of("/usr/bin", "/bin");

    private Shell() {}

    /// The words that have the shell run a script in a new session.
    ///
    /// The process stays the same, and becomes the leader of a process group that has its number:
    /// `setsid` forks only if it leads a group already, and a process just started does not.
    ///
    /// @param name what the script calls itself
    /// @throws LaunchFailure if there is no shell here, or nothing that makes a session
    static List<String> inNewSession(String script, String name) throws LaunchFailure {
        if (!new File(PROGRAM).canExecute()) {
            throw new LaunchFailure("Worker processes need a shell: program=" + PROGRAM);
        }
        List<String> command = new ArrayList<>(session(USUAL, System.getenv("PATH")));
        command.add(PROGRAM);
        command.add("-c");
        command.add(script);
        command.add(name);
        return command;
    }

    /// Has a process start with other variables and in another directory than this one.
    ///
    /// @param variables the variables that differ
    /// @param directory null for the directory of this process
    static void prepare(
            ProcessBuilder builder, Map<String, String> variables, @Nullable File directory) {
        builder.directory(directory);
        if (!variables.isEmpty()) {
            builder.environment().putAll(variables);
        }
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
        List<String> _ = inNewSession("", "");
    }

    /// The words that have what follows them run in a new session.
    ///
    /// What makes one is looked for where systems have it, first: the program may have been given
    /// any `PATH`, which the worker keeps.
    ///
    /// @param usual where systems have it
    /// @param path the environment's, or null
    /// @throws LaunchFailure if there is no such program: without one, a worker's children could
    ///   not be ended with it
    static List<String> session(List<String> usual, @Nullable String path) throws LaunchFailure {
        List<String> directories = new ArrayList<>(usual);
        if (path != null) {
            directories.addAll(List.of(path.split(File.pathSeparator, -1)));
        }
        String setsid = find("setsid", directories);
        if (setsid != null) {
            return List.of(setsid);
        }
        String perl = find("perl", directories);
        if (perl != null) {
            return List.of(perl, "-e", PERL);
        }
        throw new LaunchFailure("Worker processes need the program setsid or perl: PATH=" + path);
    }

    private static @Nullable String find(String program, List<String> directories) {
        for (String directory : directories) {
            // An empty one is the working directory.
            File file = new File(directory.isEmpty() ? "." : directory, program);
            if (file.isFile() && file.canExecute()) {
                return file.getAbsolutePath();
            }
        }
        return null;
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
