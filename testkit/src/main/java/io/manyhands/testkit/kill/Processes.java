package io.manyhands.testkit.kill;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Processes of the system, by what it tells of them in `/proc`. Stateless.
final class Processes {
    private Processes() {}

    static List<Long> all() {
        String[] names = new File("/proc").list((_, name) -> Character.isDigit(name.charAt(0)));
        List<Long> pids = new ArrayList<>();
        for (String name : names == null ? new String[0] : names) {
            pids.add(Long.valueOf(name));
        }
        return pids;
    }

    /// Its arguments, each with a zero behind it; nothing if it is gone.
    static String commandLine(long pid) {
        return read(pid, "cmdline");
    }

    /// Its environment when it began, each entry with a zero behind it; nothing if it is gone.
    static String environment(long pid) {
        return read(pid, "environ");
    }

    private static String read(long pid, String what) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/" + what), ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    /// Whether it runs; one that waits to be fetched by its parent does not.
    static boolean isAlive(long pid) {
        String stat = read(pid, "stat");
        return !stat.isEmpty() && "ZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) < 0;
    }

    static boolean kill(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly).orElse(false);
    }

    /// Sends a signal.
    ///
    /// @return whether there was such a process
    static boolean signal(String name, long pid) throws IOException {
        Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + pid).start();
        try {
            return kill.waitFor() == 0;
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }
}
