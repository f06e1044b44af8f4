package io.manyhands.process;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What the system tells of a process, at a moment. Immutable.
///
/// @param isStopped whether a signal has stopped it; not if a debugger has
/// @param processorTicks how much processor time it has used, in the system's own unit
/// @param residentBytes how much of its memory is resident, with what it shares with others
record ProcessLook(boolean isStopped, long processorTicks, long residentBytes) {
    private static final File ALL = new File("/proc");
    private static final boolean IS_SUPPORTED = new File(ALL, "self/status").canRead();
    private static final int LONGEST_BYTES = 8 * 1024;
    private static final int KILO = 1024;

    // Of the words in `stat` behind the name, from 0.
    private static final int STATE_AT = 0;
    private static final int USER_TICKS_AT = 11;
    private static final int SYSTEM_TICKS_AT = 12;
    private static final String STOPPED = "T";
    private static final String RESIDENT = "\nVmRSS:";

    /// Whether this system tells it.
    static boolean isSupported() {
        return IS_SUPPORTED;
    }

    /// Looks.
    ///
    /// @return null if there is no such process, or nothing is told of it
    static @Nullable ProcessLook at(long pid) {
        File own = new File(ALL, Long.toString(pid));
        try {
            return of(read(new File(own, "stat")), read(new File(own, "status")));
        } catch (IOException | RuntimeException untold) {
            return null;
        }
    }

    /// What is in the two files; proc_pid_stat(5) and proc_pid_status(5).
    static ProcessLook of(String stat, String status) {
        // The name may have anything in it.
        String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return new ProcessLook(
                words[STATE_AT].equals(STOPPED),
                Long.parseLong(words[USER_TICKS_AT]) + Long.parseLong(words[SYSTEM_TICKS_AT]),
                kilobytesIn(status) * KILO);
    }

    /// One that has just ended has no memory.
    private static long kilobytesIn(String status) {
        int at = status.indexOf(RESIDENT);
        if (at < 0) {
            return 0;
        }
        int end = status.indexOf(" kB", at);
        return Long.parseLong(status.substring(at + RESIDENT.length(), end).strip());
    }

    /// As a stream: a channel would be closed by an interrupt.
    private static String read(File file) throws IOException {
        try (InputStream in = new FileInputStream(file)) {
            return new String(in.readNBytes(LONGEST_BYTES), StandardCharsets.ISO_8859_1);
        }
    }
}
