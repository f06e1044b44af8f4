package io.manyhands.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Annexes whose rooms have vanished are removed, and no others.
class HostAnnexesTest {
    private static final String OTHER_BOOT = "0123abcd";

    @TempDir private Path temporary;
    private Path place;
    private Path directory;

    @BeforeEach
    void makePlaces() throws IOException {
        place = Files.createDirectory(temporary.resolve("place"));
        directory = Files.createDirectories(temporary.resolve("memory").resolve("rooms"));
    }

    /// A name as it is given, of `manyhands-annex-USER.BOOT.DEVICE.INODE.RANDOM`.
    private String[] nextName() throws IOException {
        String name = HostAnnexes.name(directory, "1f");
        assertThat(name).matches("manyhands-annex-\\w+\\.[0-9a-f-]{8}\\.\\w+\\.\\w+\\.1f");
        return name.split("\\.", -1);
    }

    private Path leave(String[] name, String mode) throws IOException {
        Path annex = Files.createDirectory(place.resolve(String.join(".", name)));
        Files.setPosixFilePermissions(annex, PosixFilePermissions.fromString(mode));
        Files.writeString(annex.resolve("draft-101-1"), "left");
        return annex;
    }

    @Test
    void annexOfBeforeTheSystemsStartGoes() throws Exception {
        String[] name = nextName();
        name[1] = OTHER_BOOT;
        name[2] = "0";
        Path annex = leave(name, "rwx------");
        HostAnnexes.sweep(place, directory);
        assertThat(annex).doesNotExist();
    }

    @Test
    void annexToWhichNoRoomLeadsGoes() throws Exception {
        Path annex = leave(nextName(), "rwx------");
        HostAnnexes.sweep(place, directory);
        assertThat(annex).doesNotExist();
    }

    @Test
    void annexOfARoomStaysByWhateverPathItIsKnown() throws Exception {
        Path annex = leave(nextName(), "rwx------");
        Path room = Files.createDirectory(directory.resolve("room-a"));
        Path byAnother = Files.createSymbolicLink(temporary.resolve("link"), place);
        Annex.name(room, byAnother.resolve(annex.getFileName()));
        HostAnnexes.sweep(place, directory);
        assertThat(annex).isNotEmptyDirectory();
    }

    @Test
    void whatMayBeSomebodysStays() throws Exception {
        String[] name = nextName();
        name[3] += "0";
        // Of another place: a container that has the same temporary directory.
        leave(name, "rwx------");
        name[2] += "0";
        leave(name, "rwx------");
        String[] mode = nextName();
        mode[1] = OTHER_BOOT;
        leave(mode, "rwxr-xr-x");
        name[0] += "0";
        name[1] = OTHER_BOOT;
        // Of another user.
        leave(name, "rwx------");
        HostAnnexes.sweep(place, directory);
        try (var left = Files.list(place)) {
            assertThat(left).hasSize(4).allMatch(Files::isDirectory);
        }
    }

    @Test
    void roomHasNoneWhereTheTemporaryDirectoryIsInTheSameFileSystem() {
        assertThat(HostAnnexes.next(place, directory)).isNull();
        Path elsewhere = Path.of("/proc");
        assertThat(HostAnnexes.next(elsewhere, directory))
                .hasParentRaw(elsewhere)
                .isNotEqualTo(HostAnnexes.next(elsewhere, directory));
    }
}
