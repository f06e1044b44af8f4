package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What killed programs have left is removed, and nothing else.
class LeftoversTest {
    @TempDir private Path place;

    private Path leave(String owner, String mode) throws IOException {
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(mode);
        Path directory = place.resolve("manyhands-" + owner + "-abc");
        Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(permissions));
        Files.setPosixFilePermissions(directory, permissions);
        Files.createDirectory(directory.resolve("folder"));
        Files.writeString(directory.resolve("folder").resolve("file"), "left");
        return directory;
    }

    @Test
    void directoryGoesWhenItsProgramHasEnded() throws Exception {
        Process program = new ProcessBuilder("sleep", "60").start();
        Path directory;
        try {
            directory = leave(Leftovers.owner(Long.toString(program.pid())), "rwx------");
            Leftovers.sweep(place);
            assertThat(directory).isDirectory();
        } finally {
            program.destroyForcibly();
        }
        assertThat(program.waitFor()).isNotZero();
        Leftovers.sweep(place);
        assertThat(directory).doesNotExist();
    }

    @Test
    void directoryOfAnotherProcessOfTheSameNumberGoes() throws Exception {
        String[] own = Leftovers.owner(ownPid()).split("-", -1);
        String earlier = Long.toString(Long.parseLong(own[1]) - 1);
        Path directory = leave(own[0] + "-" + earlier + "-" + own[2] + "-" + own[3], "rwx------");
        Leftovers.sweep(place);
        assertThat(directory).doesNotExist();
    }

    @Test
    void directoryOfBeforeTheSystemsStartGoes() throws Exception {
        String[] own = Leftovers.owner(ownPid()).split("-", -1);
        Path directory = leave(own[0] + "-" + own[1] + "-" + own[2] + "-0123abcd", "rwx------");
        Leftovers.sweep(place);
        assertThat(directory).doesNotExist();
    }

    /// It is in another place, perhaps in one that is not looked at.
    @Test
    void annexGoesWithItsDirectoryAndNoOther() throws Exception {
        String[] own = Leftovers.owner(ownPid()).split("-", -1);
        String ended = "999999999-1-" + own[2] + "-" + own[3];
        Path other = Files.createDirectory(place.resolve("other"));
        Path directory = leave(ended, "rwx------");
        Path annex = Files.move(leave(ended + "-annex", "rwx------"), other.resolve("annex"));
        Path _ = Files.createSymbolicLink(directory.resolve("annex"), annex);
        Leftovers.sweep(place);
        assertThat(directory).doesNotExist();
        assertThat(annex).isNotEmptyDirectory();
        Path again = leave(ended, "rwx------");
        Path named = other.resolve(String.valueOf(again.getFileName()));
        Path _ = Files.move(annex, named);
        Path _ = Files.createSymbolicLink(again.resolve("annex"), named);
        Leftovers.sweep(place);
        assertThat(again).doesNotExist();
        assertThat(named).doesNotExist();
    }

    @Test
    void whatMayBeSomebodysStays() throws Exception {
        String[] own = Leftovers.owner(ownPid()).split("-", -1);
        String ended = "999999999-1";
        leave(String.join("-", own), "rwx------");
        leave(ended + "-1234-" + own[3], "rwx------");
        leave(ended + "-" + own[2] + "-" + own[3], "rwxr-xr-x");
        leave(ended, "rwx------");
        Path link = place.resolve("manyhands-" + ended + "-" + own[2] + "-" + own[3] + "-link");
        Files.createSymbolicLink(link, leave("other", "rwx------"));
        Leftovers.sweep(place);
        try (var left = Files.list(place)) {
            assertThat(left).hasSize(6);
        }
        assertThat(place.resolve("manyhands-other-abc/folder/file")).isRegularFile();
    }

    private static String ownPid() {
        return Long.toString(ProcessHandle.current().pid());
    }
}
