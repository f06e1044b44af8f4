package io.manyhands.process;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The classes of jshell's snippets that a loader's workers have, as they were when they went
/// there. Thread-safe.
final class ServedSnippets {
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    // Set by whoever serves a class; read by whoever submits.
    private volatile boolean differ;

    void add(String className, byte[] file) {
        byte[] earlier = files.putIfAbsent(className, file);
        if (earlier != null && !Arrays.equals(earlier, file)) {
            differ = true;
        }
    }

    /// Whether jshell has redefined one of them since. Asks the loader.
    boolean haveChanged(ClassLoader loader) {
        if (differ) {
            return true;
        }
        for (Map.Entry<String, byte[]> each : files.entrySet()) {
            if (!Arrays.equals(each.getValue(), now(loader, each.getKey()))) {
                return true;
            }
        }
        return false;
    }

    private static byte[] now(ClassLoader loader, String className) {
        try {
            byte[] file = ClassFiles.bytes(loader, className);
            return file == null ? new byte[0] : file;
        } catch (IOException | RuntimeException unreadable) {
            return new byte[0];
        }
    }
}
