package io.manyhands.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.manyhands.memory.MemberTable;
import io.manyhands.memory.SharedFile;
import io.manyhands.shared.Blueprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What members leave of an annex that die between any two steps, and that nothing else is removed.
class AnnexDeathsTest {
    private static final Set<PosixFilePermission> OWN =
            PosixFilePermissions.fromString("rwx------");
    private static final String OBJECT = "o-n.large";

    @TempDir private Path temporary;
    private Path directory;
    private Path path;
    private Path annex;

    @BeforeEach
    void nameAll() {
        directory = temporary.resolve("manyhands-shared");
        path = directory.resolve("room-far");
        annex = temporary.resolve("manyhands-annex");
    }

    /// What the maker of an object has done last.
    enum Made {
        NOTHING,
        DIRECTORY,
        HALF,
        WHOLE,
        LINK;

        boolean isAtLeast(Made other) {
            return compareTo(other) >= 0;
        }
    }

    /// What the remover of a room has done last.
    enum Removed {
        NOTHING,
        MARK,
        FILE,
        ANNEX,
        LOCKS,
        LINKS,
        MEMBERS;

        boolean isAtLeast(Removed other) {
            return compareTo(other) >= 0;
        }
    }

    private Room makeRoom() throws IOException {
        Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWN));
        return Room.make(path, false, annex);
    }

    /// Has a member that is dead already come as far as a step.
    private void die(Made last) throws IOException {
        int member;
        try (SharedFile file = SharedFile.open(path.resolve(RoomFiles.MEMBERS))) {
            member = new MemberTable(file.words(), RoomFiles.TABLE_AT).enter(1, 1, "");
        }
        if (last.isAtLeast(Made.DIRECTORY)) {
            Annex.make(annex);
        }
        Path draft = annex.resolve(RoomFiles.draftPrefix(member) + 1);
        if (last == Made.HALF) {
            Files.write(draft, new byte[100]);
        } else if (last.isAtLeast(Made.WHOLE)) {
            moveObject(draft);
        }
        if (last.isAtLeast(Made.LINK)) {
            Path _ = Annex.link(path.resolve(OBJECT), draft);
        }
    }

    /// There is one, made by another member.
    private void moveObject(Path draft) throws IOException {
        try (Room room = Room.make(temporary.resolve("other"), false, null)) {
            room.shared(new Blueprint.Counter("large")).set(7);
            Files.copy(room.path().resolve(OBJECT), draft);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheDeadHaveNotFinishedGoesAndWhatTheyHaveStays(Made last) throws Exception {
        try (Room room = makeRoom()) {
            die(last);
            room.look();
            if (last == Made.LINK) {
                assertThat(room.shared(new Blueprint.Counter("large")).get()).isEqualTo(7);
            } else {
                assertThat(room.shared(new Blueprint.Counter("large")).get()).isZero();
                assertThat(annex.toFile().list()).isNullOrEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatAllHaveLeftGoes(Made last) throws Exception {
        Room room = makeRoom();
        die(last);
        room.close();
        HostRooms.leave(HostRooms.enter(directory, "other"));
        assertThat(directory).doesNotExist();
        assertThat(annex).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsHalfRemovedGoes(Removed last) throws Exception {
        Room room = makeRoom();
        die(Made.LINK);
        room.close();
        removeUntil(last);
        HostRooms.leave(HostRooms.enter(directory, "other"));
        assertThat(directory).doesNotExist();
        assertThat(annex).doesNotExist();
    }

    private void removeUntil(Removed last) throws IOException {
        if (last.isAtLeast(Removed.MARK)) {
            Files.write(
                    path.resolve(RoomFiles.MEMBERS),
                    new byte[(int) Files.size(path.resolve(RoomFiles.MEMBERS))]);
        }
        if (last.isAtLeast(Removed.FILE)) {
            try (Stream<Path> files = Files.list(annex)) {
                files.forEach(file -> assertThat(file.toFile().delete()).isTrue());
            }
        }
        if (last.isAtLeast(Removed.ANNEX)) {
            Files.delete(annex);
        }
        if (last.isAtLeast(Removed.LOCKS)) {
            Files.delete(path.resolve(RoomFiles.ALIVE));
        }
        if (last.isAtLeast(Removed.LINKS)) {
            Files.delete(path.resolve("annex"));
            Files.delete(path.resolve(OBJECT));
        }
        if (last.isAtLeast(Removed.MEMBERS)) {
            Files.delete(path.resolve(RoomFiles.MEMBERS));
        }
    }

    @Test
    void annexThatIsNotTheUsersAloneIsNeitherUsedNorRemoved() throws Exception {
        try (Room room = makeRoom()) {
            die(Made.LINK);
            Files.setPosixFilePermissions(annex, PosixFilePermissions.fromString("rwxr-xr-x"));
            assertThatIllegalStateException()
                    .isThrownBy(() -> room.shared(new Blueprint.Counter("large")))
                    .withMessageStartingWith(
                            "The directory of a user's shared objects must be the user's alone:"
                                    + " path="
                                    + annex);
        }
        HostRooms.leave(HostRooms.enter(directory, "other"));
        assertThat(directory).doesNotExist();
        assertThat(annex).isNotEmptyDirectory();
    }

    @Test
    void objectThatIsNotWhereItWasPutIsNotMadeAnew() throws Exception {
        try (Room room = makeRoom()) {
            die(Made.LINK);
            Path elsewhere = temporary.resolve("elsewhere");
            Files.move(annex, elsewhere, StandardCopyOption.ATOMIC_MOVE);
            for (int i = 0; i < 2; i++) {
                assertThatIllegalStateException()
                        .isThrownBy(() -> room.shared(new Blueprint.Counter("large")))
                        .withMessageStartingWith(
                                "A shared object that did not fit into memory must be where it was"
                                        + " put: path="
                                        + annex);
                // Nor by way of a link that somebody has put there.
                Path _ = Files.createSymbolicLink(annex, elsewhere);
                assertThatIllegalStateException()
                        .isThrownBy(() -> room.shared(new Blueprint.Counter("large")));
                Files.delete(annex);
            }
        }
    }

    @Test
    void linkThatLeadsElsewhereIsNotFollowed() throws Exception {
        try (Room room = makeRoom()) {
            for (String target : new String[] {"members", "annex/../members", "/etc/passwd"}) {
                Path link = Files.createSymbolicLink(path.resolve(OBJECT), Path.of(target));
                assertThatIllegalStateException()
                        .isThrownBy(() -> room.shared(new Blueprint.Counter("large")))
                        .withMessageContaining("A link of a room must lead to its annex: link=");
                Files.delete(link);
            }
        }
    }
}
