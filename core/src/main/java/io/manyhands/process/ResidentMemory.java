package io.manyhands.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// How much memory a process has, as its system sees it. Stateless.
final class ResidentMemory {
    private static final String KEY = "VmRSS:";
    private static final int KIB = 1024;

    private ResidentMemory() {}

    /// How many bytes a process has in memory, shared ones included.
    ///
    /// @return [Tenure#UNKNOWN] if it is gone, or the system has no `/proc` as Linux has it
    static long of(long pid) {
        // Not by a channel, which an interrupt would close.
        try (FileInputStream in = new FileInputStream("/proc/" + pid + "/status")) {
            return parsed(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
        } catch (IOException | NumberFormatException unknown) {
            return Tenure.UNKNOWN;
        }
    }

    /// From text like `VmRSS: 1234 kB`.
    private static long parsed(String status) {
        int at = status.indexOf(KEY);
        if (at < 0) {
            return Tenure.UNKNOWN;
        }
        int end = status.indexOf("kB", at);
        return KIB * Long.parseLong(status.substring(at + KEY.length(), end).strip());
    }
}
