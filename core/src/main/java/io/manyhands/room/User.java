package io.manyhands.room;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Whose program this is, and where what it shares with others of the same user is.
final class User {
    private static final String MEMORY = "/dev/shm";

    private User() {}

    /// The user's number; the name, where there are no numbers.
    static String id() {
        try {
            return String.valueOf(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | RuntimeException unknown) {
            return System.getProperty("user.name", "user").replaceAll("[^A-Za-z0-9]", "_");
        }
    }

    /// The same for all programs of the user: in memory where that is possible at all, else in the
    /// temporary directory.
    static Path directory() {
        File memory = new File(MEMORY);
        boolean isThere = memory.isDirectory() && memory.canWrite();
        String place = isThere ? MEMORY : System.getProperty("java.io.tmpdir", "/tmp");
        return Path.of(place).toAbsolutePath().resolve("manyhands-shared-" + id());
    }
}
