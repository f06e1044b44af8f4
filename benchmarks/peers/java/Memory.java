package io.manyhands.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What one process has in memory, as Linux counts it.
///
/// @param lines of its `smaps_rollup`
record Memory(List<String> lines) {

    /// Reads it of the only JVM that was started from here.
    ///
    /// @throws Peer.MissingException if there is none
    static Memory ofOnlyJavaBelow() throws IOException {
        List<Long> pids =
                ProcessHandle.current()
                        .descendants()
                        .filter(process -> process.info().command().orElse("").endsWith("/java"))
                        .map(ProcessHandle::pid)
                        .toList();
        if (pids.isEmpty()) {
            throw new Peer.MissingException("has no process of its own");
        }
        if (pids.size() > 1) {
            throw new IllegalStateException("One worker has one JVM: pids=" + pids);
        }
        return new Memory(
                Files.readAllLines(Path.of("/proc/" + pids.getFirst() + "/smaps_rollup")));
    }

    /// What nobody else has mapped: what one more worker costs.
    long privateBytes() {
        return bytes("Private_Clean:") + bytes("Private_Dirty:") + bytes("Private_Hugetlb:");
    }

    /// With what it shares, such as the JDK's own files.
    long residentBytes() {
        return bytes("Rss:");
    }

    private long bytes(String name) {
        for (String line : lines) {
            if (line.startsWith(name)) {
                return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return 0;
    }
}
