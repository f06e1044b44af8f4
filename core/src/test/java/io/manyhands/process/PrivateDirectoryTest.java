package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrivateDirectoryTest {
    @Test
    void itsOwnerAloneMayEnter(@TempDir Path place) throws Exception {
        try (PrivateDirectory directory = PrivateDirectory.create(0, place.toString())) {
            Path file = directory.write("file", new byte[] {1, 2});

            assertThat(mode(directory.path())).isEqualTo("rwx------");
            assertThat(mode(file)).isEqualTo("rw-------");
            assertThat(file).hasBinaryContent(new byte[] {1, 2});
            assertThat(directory.path()).hasParent(place);
            assertThat(directory.path().getFileName().toString())
                    .startsWith("manyhands-" + ProcessHandle.current().pid() + "-");
        }
        assertThat(place).isEmptyDirectory();
    }

    @Test
    void eachIsAnother(@TempDir Path place) throws Exception {
        try (PrivateDirectory one = PrivateDirectory.create(0, place.toString());
                PrivateDirectory other = PrivateDirectory.create(0, place.toString())) {
            assertThat(one.path()).isNotEqualTo(other.path());
        }
    }

    @Test
    void theFirstPlaceThatTakesItIsTaken(@TempDir Path place) throws Exception {
        Path file = Files.createFile(place.resolve("file"));
        Path good = Files.createDirectory(place.resolve("good"));
        try (PrivateDirectory directory =
                PrivateDirectory.create(
                        1, place.resolve("none").toString(), file.toString(), good.toString())) {
            assertThat(directory.path()).hasParent(good);
        }
    }

    @Test
    void noPlaceIsASentence(@TempDir Path place) {
        assertThatThrownBy(() -> PrivateDirectory.create(7, place + "/none", "/proc"))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageStartingWith(
                        "Worker processes need a directory of their own: neededBytes=7, places="
                                + place
                                + "/none is no directory; /proc ");
    }

    @Test
    void linksAreDeletedAndNotFollowed(@TempDir Path place) throws Exception {
        Path mine = Files.createDirectory(place.resolve("mine"));
        Path kept = Files.createFile(mine.resolve("kept"));
        PrivateDirectory directory = PrivateDirectory.create(0, place.toString());
        Files.createDirectories(directory.resolve("a/b"));
        Files.createFile(directory.resolve("a/b/c"));
        Files.createSymbolicLink(directory.resolve("a/link"), mine);

        directory.close();
        directory.close();

        assertThat(kept).exists();
        assertThat(directory.path()).doesNotExist();
    }

    @Test
    void aFileIsNotWrittenTwice(@TempDir Path place) throws Exception {
        try (PrivateDirectory directory = PrivateDirectory.create(0, place.toString())) {
            directory.write("file", new byte[1]);
            assertThatThrownBy(() -> directory.write("file", new byte[2]))
                    .isInstanceOf(FileAlreadyExistsException.class);
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
