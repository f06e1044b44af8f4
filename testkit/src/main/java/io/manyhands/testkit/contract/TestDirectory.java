package io.manyhands.testkit.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The directory by which the test that runs and its tasks in other processes share things. There
/// is one at a time, as there is one test at a time; in the JVMs of the tasks there is none.
///
/// The system property [#FORCED] makes every kind share by files, so that what only kinds with
/// [Kind.Trait#SEPARATE] use can be tried on threads.
final class TestDirectory {
    /// If it is `true`, all kinds share by files.
    static final String FORCED = "io.manyhands.testkit.files";

    private static volatile @Nullable Path current;

    private TestDirectory() {}

    /// Makes one for the test that begins, if it needs one.
    ///
    /// @return to be closed with the test, or null
    static @Nullable Path openIf(boolean separate) {
        current = null;
        if (separate || Boolean.getBoolean(FORCED)) {
            try {
                // So named, the build finds one that stays, and NothingLeftBehind too.
                String prefix = "manyhands-" + ProcessHandle.current().pid() + "-test-";
                current = Files.createTempDirectory(base(), prefix);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        return current;
    }

    /// Its path, or nothing if what is shared now is shared within this JVM.
    static String path() {
        Path directory = current;
        return directory == null ? "" : directory.toString();
    }

    /// Deletes it; tasks that are still there find nothing from then on, and go on.
    ///
    /// @param directory the test's own: a test that ends late leaves alone that of the next
    static void close(@Nullable Path directory) {
        if (directory != null) {
            if (directory.equals(current)) {
                current = null;
            }
            try {
                delete(directory);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private static Path base() {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
    }

    private static void delete(Path directory) throws IOException {
        while (true) {
            try {
                deleteFilesIn(directory);
                Files.delete(directory);
                return;
            } catch (NoSuchFileException gone) {
                return;
            } catch (DirectoryNotEmptyException written) {
                // By a task that has not ended; it will find no directory the next time.
                Thread.onSpinWait();
            }
        }
    }

    private static void deleteFilesIn(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                boolean _ = Files.deleteIfExists(file);
            }
        }
    }
}
