package io.manyhands.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/// What workers of this JVM could leave behind: threads, processes and files, as they are at the
/// moment. Stateless.
public final class Leavings {
    private static final Pattern OURS = Pattern.compile("#\\d+ \"manyhands-.*", Pattern.DOTALL);
    private static final Pattern BETWEEN_THREADS = Pattern.compile("\\R\\R");

    private Leavings() {}

    /// The processes that this JVM has started and that run.
    ///
    /// @return each with its number and its command line
    public static List<String> processes() {
        try (Stream<ProcessHandle> children = ProcessHandle.current().children()) {
            return children.filter(ProcessHandle::isAlive)
                    .map(child -> child.pid() + " " + child.info().commandLine().orElse(""))
                    .toList();
        }
    }

    /// The files and directories `manyhands-PID-...` of this JVM.
    ///
    /// @return their paths
    public static List<String> files() {
        return filesOf(ProcessHandle.current().pid());
    }

    /// The files and directories `manyhands-PID-...` of a program, which may be dead.
    ///
    /// @param program its number
    /// @return their paths
    public static List<String> filesOf(long program) {
        String prefix = "manyhands-" + program + "-";
        Set<String> directories = new TreeSet<>();
        directories.add("/dev/shm");
        directories.add(System.getProperty("java.io.tmpdir"));
        List<String> found = new ArrayList<>();
        for (String directory : directories) {
            File[] files = new File(directory).listFiles((_, name) -> name.startsWith(prefix));
            for (File file : files == null ? new File[0] : files) {
                found.add(file.getPath());
            }
        }
        return found;
    }

    /// The threads, virtual ones too, whose names begin with `manyhands-`.
    ///
    /// @return each with its stack
    /// @throws UncheckedIOException if there is no room for the dump
    public static List<String> threads() {
        return BETWEEN_THREADS
                .splitAsStream(threadDump())
                .filter(thread -> OURS.matcher(thread).matches())
                .toList();
    }

    /// All threads with their stacks, virtual ones too, which only a dump into a file has.
    ///
    /// @return the text of the dump
    /// @throws UncheckedIOException if there is no room for it
    public static String threadDump() {
        try {
            Path directory = Files.createTempDirectory("thread-dump");
            Path file = directory.resolve("threads.txt");
            try {
                Object[] arguments = {file.toString(), "TEXT_PLAIN"};
                String[] signature = {String.class.getName(), String.class.getName()};
                Object _ =
                        ManagementFactory.getPlatformMBeanServer()
                                .invoke(
                                        new ObjectName("com.sun.management:type=HotSpotDiagnostic"),
                                        "dumpThreads",
                                        arguments,
                                        signature);
                return Files.readString(file);
            } finally {
                boolean _ = Files.deleteIfExists(file);
                Files.delete(directory);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (JMException failure) {
            throw new IllegalStateException("This JVM dumps its threads", failure);
        }
    }
}
