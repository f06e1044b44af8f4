package io.manyhands.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

final class SharedFileTest {
    @TempDir Path directory;

    @Test
    void fileIsOfItsOwnerAloneAndFullOfZeroes() throws Exception {
        long sizeBytes = 3 * (1 << 16) + 8;
        try (SharedFile file = SharedFile.create(directory, "ring", sizeBytes)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                    .isEqualTo("rw-------");
            assertThat(Files.readAllBytes(file.path())).isEqualTo(new byte[(int) sizeBytes]);
            assertThat(file.words().sizeBytes()).isEqualTo(sizeBytes);
        }
    }

    @Test
    void whatOneMappingWritesTheOtherReads() throws Exception {
        try (SharedFile mine = SharedFile.create(directory, "ring", 64);
                SharedFile theirs = SharedFile.open(mine.path())) {
            mine.words().storeLongVolatile(8, 42);
            assertThat(theirs.words().loadLongVolatile(8)).isEqualTo(42);
            assertThat(theirs.words().casInt(16, 0, 5)).isTrue();
            assertThat(mine.words().loadIntAcquire(16)).isEqualTo(5);
        }
    }

    @Test
    void memoryOutlivesTheName() throws Exception {
        try (SharedFile mine = SharedFile.create(directory, "ring", 64);
                SharedFile theirs = SharedFile.open(mine.path())) {
            mine.delete();
            mine.delete();
            assertThat(directory).isEmptyDirectory();
            mine.words().storeIntVolatile(0, 1);
            assertThat(theirs.words().loadIntVolatile(0)).isEqualTo(1);
        }
    }

    @Test
    void useAfterCloseIsRefused() throws Exception {
        SharedFile file = SharedFile.create(directory, "ring", 64);
        file.close();
        file.close();

        assertThatThrownBy(() -> file.words().loadInt(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> file.words().copyIn(0, new byte[8], 0, 8))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void accessOutsideIsRefused() throws Exception {
        try (SharedFile file = SharedFile.create(directory, "ring", 64)) {
            assertThatThrownBy(() -> file.words().loadLong(64))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> file.words().storeInt(-4, 1))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void nameThatIsTakenIsRefusedAndLeftAlone() throws Exception {
        Files.writeString(directory.resolve("ring"), "mine");

        assertThatThrownBy(() -> SharedFile.create(directory, "ring", 64))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(directory.resolve("ring")).hasContent("mine");
    }

    @Test
    void sizeThatIsNotOfWholeWordsIsRefused() {
        for (long sizeBytes : new long[] {0, -8, 12}) {
            assertThatThrownBy(() -> SharedFile.create(directory, "ring", sizeBytes))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void fileThatIsMissingOrALinkIsNotOpened() throws Exception {
        Path link = directory.resolve("link");
        try (SharedFile file = SharedFile.create(directory, "ring", 64)) {
            Files.createSymbolicLink(link, file.path());

            assertThatThrownBy(() -> SharedFile.open(link)).isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> SharedFile.open(directory.resolve("none")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    @EnabledIf("hasFullDevice")
    void fullFileSystemIsASentence() throws Exception {
        Path full = Path.of("/dev/full");
        try (FileChannel channel = FileChannel.open(full, StandardOpenOption.WRITE)) {
            assertThatThrownBy(() -> SharedFile.fill(full, channel, 64))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(
                            "The file system must have room for the shared memory: sizeBytes=64,"
                                    + " written=0, path=/dev/full, reason=");
        }
    }

    static boolean hasFullDevice() {
        return Files.isWritable(Path.of("/dev/full"));
    }
}
