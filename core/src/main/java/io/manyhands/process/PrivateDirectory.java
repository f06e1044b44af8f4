package io.manyhands.process;

import io.manyhands.room.Annex;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/// A directory that nobody else can open, for the files that a parent shares with its workers.
///
/// It lies in memory if there is room. Its name is `manyhands-`, whose it is (see `Leftovers`), and
/// a random part. Thread-safe.
final class PrivateDirectory implements AutoCloseable {
    static final String PREFIX = "manyhands-";

    private static final String MEMORY = "/dev/shm";
    private static final int ATTEMPTS = 100;
    private static final EnumSet<PosixFilePermission> OWNER_ALL =
            EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);
    private static final EnumSet<PosixFilePermission> OWNER_FILE =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path path;

    private PrivateDirectory(Path path) {
        this.path = path;
    }

    /// Where one can be that is likely to be created: in memory if there is room.
    ///
    /// @param neededBytes the space that must be free
    /// @return null if there is no place for it
    static @Nullable Path choose(long neededBytes) {
        for (String place : places()) {
            if (obstacle(new File(place), neededBytes) == null) {
                return candidate(new File(place).toPath(), 0);
            }
        }
        return null;
    }

    /// Creates one where there is room, in memory if possible. The warden knows it before it is
    /// there, so that it never outlives this JVM.
    ///
    /// @param chosen where it is to be if that can be, as [#choose(long)] said
    /// @param neededBytes the space that must be free
    /// @throws LaunchFailure if there is no place for it, or no warden
    static PrivateDirectory create(Warden warden, @Nullable Path chosen, long neededBytes)
            throws LaunchFailure {
        Process _ = warden.awaitProcess(null);
        if (chosen != null) {
            try {
                return new PrivateDirectory(createAt(chosen, warden));
            } catch (IOException | UnsupportedOperationException refused) {
                // Another name, or another place, may do.
            }
        }
        return create(warden, neededBytes, places());
    }

    /// Where they are.
    static String[] places() {
        return new String[] {MEMORY, System.getProperty("java.io.tmpdir", "/tmp")};
    }

    /// Creates one in the first of these places that takes it.
    static PrivateDirectory create(long neededBytes, String... places) throws LaunchFailure {
        return create(null, neededBytes, places);
    }

    private static PrivateDirectory create(
            @Nullable Warden warden, long neededBytes, String... places) throws LaunchFailure {
        StringBuilder reasons = new StringBuilder();
        IOException cause = null;
        for (String place : places) {
            reasons.append(reasons.isEmpty() ? "" : "; ").append(place).append(' ');
            String obstacle = obstacle(new File(place), neededBytes);
            if (obstacle == null) {
                try {
                    return new PrivateDirectory(createIn(new File(place).toPath(), warden));
                } catch (IOException | UnsupportedOperationException failure) {
                    obstacle = "refused: " + failure;
                    cause = failure instanceof IOException checked ? checked : cause;
                }
            }
            reasons.append(obstacle);
        }
        throw new LaunchFailure(
                "Worker processes need a directory of their own: neededBytes="
                        + neededBytes
                        + ", places="
                        + reasons,
                cause);
    }

    /// Where another one of this program can be, for what does not fit into this one. It is not
    /// made.
    ///
    /// @return null if there is no other file system for it
    @Nullable PrivateDirectory elsewhere() {
        Path place = Path.of(places()[1]);
        return Annex.isElsewhere(place, path) ? new PrivateDirectory(candidate(place, 0)) : null;
    }

    /// Where it is: absolute.
    Path path() {
        return path;
    }

    /// A name in it.
    Path resolve(String name) {
        return path.resolve(name);
    }

    /// Writes a new file that its owner alone can read.
    Path write(String name, byte[] content) throws IOException {
        Path file = resolve(name);
        try (OutputStream out = newFile(name)) {
            out.write(content);
        } catch (IOException failure) {
            deleteQuietly(file);
            throw failure;
        }
        return file;
    }

    /// Opens a new file that its owner alone can read.
    OutputStream newFile(String name) throws IOException {
        return Channels.newOutputStream(
                Files.newByteChannel(
                        resolve(name),
                        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(OWNER_FILE)));
    }

    /// Deletes it and all that is in it; links are deleted, not followed.
    @Override
    public void close() throws IOException {
        deleteAll(path);
    }

    static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // The directory it is in goes too, sooner or later.
        }
    }

    private static @Nullable String obstacle(File place, long neededBytes) {
        if (!place.isDirectory()) {
            return "is no directory";
        }
        if (!place.canWrite()) {
            return "is not writable";
        }
        long free = place.getUsableSpace();
        return free < neededBytes ? "has too little room, freeBytes=" + free : null;
    }

    private static Path createIn(Path place, @Nullable Warden warden) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return createAt(candidate(place, attempt), warden);
            } catch (FileAlreadyExistsException taken) {
                if (attempt == ATTEMPTS) {
                    throw taken;
                }
            }
        }
    }

    private static Path candidate(Path place, int attempt) {
        String name = PREFIX + Leftovers.owner(processId()) + "-" + randomName(attempt);
        return place.toAbsolutePath().resolve(name);
    }

    private static Path createAt(Path path, @Nullable Warden warden) throws IOException {
        try {
            if (warden != null) {
                warden.keep(path);
            }
            return Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER_ALL));
        } catch (IOException refused) {
            if (warden != null) {
                warden.forget(path);
            }
            throw refused;
        }
    }

    /// Needs to be unused, not secret: nobody else can open the directory.
    private static String randomName(int attempt) {
        long mixed = (System.nanoTime() + attempt) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
        return Long.toString((mixed ^ (mixed >>> 32)) >>> 1, Character.MAX_RADIX);
    }

    /// The link is quick to read; the handle of a process, when first asked for, is not.
    private static String processId() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self")).toString();
        } catch (IOException | UnsupportedOperationException _) {
            return Long.toString(ProcessHandle.current().pid());
        }
    }

    /// Deletes a directory and all that is in it; links are deleted, not followed.
    static void deleteAll(Path file) throws IOException {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(file)) {
                for (Path entry : entries) {
                    deleteAll(entry);
                }
            } catch (NoSuchFileException | NotDirectoryException _) {
                // Somebody else was quicker.
            }
        }
        Files.deleteIfExists(file);
    }
}
