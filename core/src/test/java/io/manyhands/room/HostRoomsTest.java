package io.manyhands.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.manyhands.shared.Blueprint;
import io.manyhands.shared.SharedCounter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rooms that programs share by name: who makes and removes them, and what is refused.
class HostRoomsTest {
    @TempDir Path temporary;

    private Path directory;

    @BeforeEach
    void nameDirectory() {
        directory = temporary.resolve("manyhands-shared");
    }

    private static SharedCounter counter(Room room, String name) {
        return room.shared(new Blueprint.Counter(name));
    }

    @Test
    void roomIsTheSameForAllAndGoesWithTheLast() {
        Room room = HostRooms.enter(directory, "billing");
        Room same = HostRooms.enter(directory, "billing");
        assertThat(same).isSameAs(room);
        SharedCounter hits = counter(room, "hits");
        assertThat(counter(same, "hits")).isSameAs(hits);
        hits.set(3);
        HostRooms.leave(same);
        assertThat(counter(room, "hits").get()).isEqualTo(3);
        HostRooms.leave(room);
        assertThat(directory).doesNotExist();
        Room anew = HostRooms.enter(directory, "billing");
        assertThat(counter(anew, "hits").get()).isZero();
        HostRooms.leave(anew);
        assertThat(directory).doesNotExist();
    }

    @Test
    void roomOfAnotherNameIsAnother() {
        Room one = HostRooms.enter(directory, "one");
        Room other = HostRooms.enter(directory, "x".repeat(200));
        counter(one, "hits").set(1);
        assertThat(counter(other, "hits").get()).isZero();
        HostRooms.leave(one);
        assertThat(directory).isNotEmptyDirectory();
        HostRooms.leave(other);
        assertThat(directory).doesNotExist();
    }

    @Test
    void whatKilledProgramsHaveLeftIsRemovedAndNothingOfTheLiving() throws Exception {
        Room room = HostRooms.enter(directory, "shared");
        Board board = Board.create(room);
        Process mate = RoomMate.start(room, "wait", 0);
        awaitMate(board);
        counter(room, "hits").set(7);
        HostRooms.leave(room);
        Room again = HostRooms.enter(directory, "shared");
        assertThat(counter(again, "hits").get()).isEqualTo(7);
        HostRooms.leave(again);
        assertThat(again.path()).exists();
        boolean _ = mate.toHandle().destroyForcibly();
        int _ = mate.waitFor();
        Room other = HostRooms.enter(directory, "other");
        assertThat(again.path()).doesNotExist();
        HostRooms.leave(other);
        assertThat(directory).doesNotExist();
    }

    @Test
    void roomThatWasNotFinishedIsMadeAnew() throws Exception {
        Files.createDirectory(
                directory,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createDirectory(directory.resolve("room-half"));
        Room room = HostRooms.enter(directory, "half");
        counter(room, "hits").set(1);
        HostRooms.leave(room);
        assertThat(directory).doesNotExist();
    }

    @Test
    void gateIsShutForOtherProcesses() throws Exception {
        try (Gate _ = Gate.enter(directory)) {
            Process other = RoomMate.start(directory.resolve("lock"), "gate", "");
            assertThat(other.waitFor()).isZero();
        }
    }

    @Test
    void interruptBreaksNothing() throws Exception {
        Thread.currentThread().interrupt();
        Room room = HostRooms.enter(directory, "billing");
        counter(room, "hits").set(1);
        HostRooms.leave(room);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(directory).doesNotExist();
    }

    @Test
    void whoHasOpenedARoomThatIsRemovedDoesNotEnterIt() throws Exception {
        Path path = temporary.resolve("room");
        RoomFiles.make(path, false, null);
        try (RoomFiles files = RoomFiles.open(path)) {
            files.ensureThere();
            assertThat(files.liveness().take(0)).isTrue();
            RoomFiles.removeIfEmpty(path);
            assertThat(path).exists();
        }
        try (RoomFiles files = RoomFiles.open(path)) {
            RoomFiles.removeIfEmpty(path);
            assertThat(path).doesNotExist();
            assertThat(files.liveness().take(0)).isTrue();
            assertThatIllegalStateException().isThrownBy(files::ensureThere);
        }
    }

    @Test
    void badNamesAreRefused() {
        for (String name : new String[] {"", "a/b", "..\\x/", "ä", "x".repeat(10_000)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> HostRooms.enter(directory, name))
                    .withMessageStartingWith(
                            "The name of a user's shared objects must have from 1 to 200 letters,"
                                    + " digits, points, hyphens and underscores: letters="
                                    + name.length());
        }
        assertThat(directory).doesNotExist();
    }

    @Test
    void anyNameOfAnObjectWorks() {
        Room room = HostRooms.enter(directory, "names");
        String[] names = {"a/b", "../../x", "A", "a", "ä€😀", "n", "\0", "x".repeat(200), "lock"};
        for (int i = 0; i < names.length; i++) {
            counter(room, names[i]).set(i + 1);
        }
        for (int i = 0; i < names.length; i++) {
            assertThat(counter(room, names[i]).get()).isEqualTo(i + 1);
        }
        HostRooms.leave(room);
        assertThat(directory).doesNotExist();
    }

    @Test
    void directoryThatOthersCanOpenIsRefused() throws Exception {
        Files.createDirectory(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatIllegalStateException()
                .isThrownBy(() -> HostRooms.enter(directory, "open"))
                .withMessageStartingWith(
                        "The directory of a user's shared objects must be the user's alone: path="
                                + directory);
    }

    @Test
    void placeThatIsMissingIsRefused() {
        Path nowhere = temporary.resolve("missing").resolve("manyhands-shared");
        assertThatIllegalStateException()
                .isThrownBy(() -> HostRooms.enter(nowhere, "nowhere"))
                .withMessageStartingWith(
                        "The shared objects of a user need a directory: path=" + nowhere);
    }

    @Test
    void roomOfAnotherVersionIsRefused() throws Exception {
        damageWhileSomebodyIsIn(
                room -> {
                    try (RandomAccessFile file = open(room, RoomFiles.MEMBERS)) {
                        file.seek(8);
                        file.write(99);
                    }
                },
                "The files of shared objects must have the layout of this version: path=");
    }

    @Test
    void roomWhoseTableWasCutIsRefused() throws Exception {
        damageWhileSomebodyIsIn(
                room -> {
                    try (RandomAccessFile file = open(room, RoomFiles.MEMBERS)) {
                        file.setLength(100);
                    }
                },
                "The files of shared objects must be whole: path=");
    }

    private static void awaitMate(Board board) throws InterruptedException {
        assertThat(
                        board.waiting(RoomMate.READY)
                                .await(() -> board.value(RoomMate.READY) != 0, Long.MAX_VALUE))
                .isTrue();
    }

    private interface Damage {
        void to(Path room) throws IOException;
    }

    private static RandomAccessFile open(Path room, String name) throws IOException {
        return new RandomAccessFile(room.resolve(name).toFile(), "rw");
    }

    private void damageWhileSomebodyIsIn(Damage damage, String sentence) throws Exception {
        Room room = HostRooms.enter(directory, "damaged");
        Path path = room.path();
        Board board = Board.create(room);
        Process mate = RoomMate.start(room, "wait", 0);
        try {
            awaitMate(board);
            HostRooms.leave(room);
            damage.to(path);
            assertThatIllegalStateException()
                    .isThrownBy(() -> HostRooms.enter(directory, "damaged"))
                    .withMessageStartingWith(sentence + path);
        } finally {
            boolean _ = mate.toHandle().destroyForcibly();
            boolean _ = mate.waitFor(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void objectsThatAreNotWhatTheyShouldBeAreRefused() throws Exception {
        Room room = HostRooms.enter(directory, "objects");
        try {
            Object _ = counter(room, "hits");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> room.shared(Blueprint.lock("hits")))
                    .withMessage(
                            "A name stands for one shared object: name=hits, there=[counter],"
                                    + " asked=[lock, fair=false]");
            Files.copy(room.path().resolve("o-n.hits"), room.path().resolve("o-n.moved"));
            assertThatIllegalArgumentException().isThrownBy(() -> counter(room, "moved"));
            Files.write(room.path().resolve("o-n.cut"), new byte[] {1, 2, 3});
            assertThatIllegalStateException()
                    .isThrownBy(() -> counter(room, "cut"))
                    .withMessageStartingWith("The file of a shared object must be whole: wanted=");
            Files.write(room.path().resolve("o-n.none"), new byte[0]);
            assertThatIllegalStateException().isThrownBy(() -> counter(room, "none"));
            Files.copy(room.path().resolve("o-n.hits"), room.path().resolve("o-n.old"));
            try (RandomAccessFile file = open(room.path(), "o-n.old")) {
                file.seek(8);
                file.write(99);
            }
            assertThatIllegalStateException()
                    .isThrownBy(() -> counter(room, "old"))
                    .withMessageStartingWith(
                            "The file of a shared object must have the layout of this version:");
        } finally {
            HostRooms.leave(room);
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> counter(room, "late"))
                .withMessageStartingWith(
                        "Shared objects must be used while what made them is open: what=counter");
    }

    @Test
    void objectWithoutRoomIsRefused() {
        Room room = HostRooms.enter(directory, "large");
        try {
            assertThatIllegalStateException()
                    .isThrownBy(() -> room.shared(new Blueprint.Array("all", 1L << 50)))
                    .withMessageStartingWith(
                            "A shared object needs a file that can be made: what=array");
        } finally {
            HostRooms.leave(room);
        }
    }
}
