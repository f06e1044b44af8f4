package io.manyhands.testkit.kill;

import io.manyhands.testkit.Leavings;
import io.manyhands.testkit.SystemProcesses;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// What this program has of workers: processes, threads, files, and how many descriptors.
/// Immutable.
///
/// @param things all but the descriptors, one a line
/// @param descriptors where they lead
record Remains(List<String> things, List<String> descriptors) {
    private static final long PATIENCE_NANOS = 10_000_000_000L;
    private static final long PAUSE_NANOS = 20_000_000;

    static Remains now() throws IOException {
        List<String> things = new ArrayList<>();
        Leavings.processes().forEach(process -> things.add("process " + process));
        descendants().forEach(pid -> things.add("descendant " + pid));
        Leavings.files().forEach(file -> things.add("file " + file));
        Leavings.threads().forEach(thread -> things.add("thread " + thread));
        return new Remains(things, openDescriptors());
    }

    /// What tasks have started, wherever it is now.
    private static List<Long> descendants() {
        return SystemProcesses.all().stream()
                .filter(pid -> Mischief.isLeft(SystemProcesses.commandLine(pid)))
                .toList();
    }

    /// Ends what should have ended by itself.
    static void endDescendants() {
        for (long pid : descendants()) {
            boolean _ = SystemProcesses.kill(pid);
        }
    }

    private static List<String> openDescriptors() {
        List<String> found = new ArrayList<>();
        String[] numbers = new File("/proc/self/fd").list();
        for (String number : numbers == null ? new String[0] : numbers) {
            try {
                Path target = Files.readSymbolicLink(Path.of("/proc/self/fd", number));
                // Jars are opened when something of them is needed first.
                if (!target.toString().endsWith(".jar")) {
                    found.add(number + " " + target);
                }
            } catch (IOException closed) {
                // That by which they were listed.
            }
        }
        return found;
    }

    /// What there is more than before, once all had time to go: nothing, if all is well.
    List<String> more() throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        List<String> more = moreNow();
        while (!more.isEmpty() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(PAUSE_NANOS);
            more = moreNow();
        }
        return more;
    }

    private List<String> moreNow() throws IOException {
        Remains now = now();
        List<String> more = new ArrayList<>(now.things);
        more.removeAll(things);
        if (now.descriptors.size() > descriptors.size()) {
            List<String> opened = new ArrayList<>(now.descriptors);
            opened.removeAll(descriptors);
            more.add("descriptors " + opened);
        }
        return more;
    }
}
