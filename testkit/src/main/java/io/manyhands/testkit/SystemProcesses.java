package io.manyhands.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Processes of the system, by what it tells of them in `/proc`, and programs that are started as
/// processes. Stateless.
public final class SystemProcesses {
    private SystemProcesses() {}

    /// All that there are.
    ///
    /// @return their numbers
    public static List<Long> all() {
        String[] names = new File("/proc").list((_, name) -> Character.isDigit(name.charAt(0)));
        List<Long> pids = new ArrayList<>();
        for (String name : names == null ? new String[0] : names) {
            pids.add(Long.valueOf(name));
        }
        return pids;
    }

    /// Those that run and have inherited an entry of the environment from whoever was started with
    /// it.
    ///
    /// @param name that of the entry
    /// @param value that of the entry
    /// @return their numbers
    public static List<Long> marked(String name, String value) {
        String entry = "\0" + name + "=" + value + "\0";
        List<Long> found = new ArrayList<>();
        for (long pid : all()) {
            if (("\0" + read(pid, "environ")).contains(entry) && isAlive(pid)) {
                found.add(pid);
            }
        }
        return found;
    }

    /// The arguments of a process.
    ///
    /// @param pid its number
    /// @return each with a zero behind it; nothing if it is gone
    public static String commandLine(long pid) {
        return read(pid, "cmdline");
    }

    private static String read(long pid, String what) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/" + what), ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    /// Whether a process runs; one that has ended and waits to be fetched by its parent does not.
    ///
    /// @param pid its number
    /// @return whether it does
    public static boolean isAlive(long pid) {
        String stat = read(pid, "stat");
        return !stat.isEmpty() && "ZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) < 0;
    }

    /// Kills a process.
    ///
    /// @param pid its number
    /// @return whether there was such a process
    public static boolean kill(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly).orElse(false);
    }

    /// Sends a signal.
    ///
    /// @param name of the signal, as `kill` has it
    /// @param pid the number of the process, or that of a group, negative
    /// @return whether there was such a process
    /// @throws IOException if there is no shell
    public static boolean signal(String name, long pid) throws IOException {
        Process kill =
                new ProcessBuilder("/bin/sh", "-c", "kill -s " + name + " -- " + pid).start();
        try {
            return kill.waitFor() == 0;
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    /// The beginning of a command that runs a program with the classes of this JVM.
    ///
    /// @param program has a `main`
    /// @return the command, to which more can be added
    public static List<String> java(Class<?> program) {
        return new ArrayList<>(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath(),
                        program.getName()));
    }

    private static String classPath() {
        List<String> parts = new ArrayList<>();
        for (String property : List.of("java.class.path", "jdk.module.path")) {
            String path = System.getProperty(property, "");
            if (!path.isEmpty()) {
                parts.add(path);
            }
        }
        return String.join(File.pathSeparator, parts);
    }
}
