package io.manyhands.room;

import io.manyhands.memory.MemberTable;
import io.manyhands.memory.SharedFile;
import io.manyhands.memory.Words;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The files of a room that are not objects: who is in it, and who is alive.
///
/// @param path the room's directory
/// @param members the table's file
/// @param liveness the locks
record RoomFiles(Path path, SharedFile members, Liveness liveness) implements AutoCloseable {
    static final String MEMBERS = "members";
    static final String ALIVE = "alive";

    /// Files that are of use to one member only, with its id.
    private static final Pattern OF_MEMBERS =
            Pattern.compile("(?:bell|answer|request|draft)-([0-9a-f]{1,7})(?:-.*)?");

    private static final int VERSION_AT = 8;
    private static final int WATCHED_AT = 16;
    static final int TABLE_AT = 64;
    private static final int BYTES = TABLE_AT + MemberTable.BYTES;

    /// Makes a room where nobody is.
    ///
    /// @param annex where what does not fit is to be, or null
    static void make(Path directory, boolean isWatched, @Nullable Path annex) throws IOException {
        var ownerAll = PosixFilePermissions.fromString("rwx------");
        var ownerFile = PosixFilePermissions.fromString("rw-------");
        Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(ownerAll));
        boolean isMade = false;
        try {
            if (annex != null) {
                Annex.name(directory, annex);
            }
            FileChannel.open(
                            directory.resolve(ALIVE),
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(ownerFile))
                    .close();
            makeMembers(directory, isWatched);
            isMade = true;
        } finally {
            if (!isMade) {
                // Or it could not be made again, when an interrupt has broken it off.
                Annex.deleteAll(directory);
            }
        }
    }

    private static void makeMembers(Path directory, boolean isWatched) throws IOException {
        try (SharedFile file = SharedFile.create(directory, MEMBERS, BYTES)) {
            Words words = file.words();
            words.storeInt(WATCHED_AT, isWatched ? 1 : 0);
            words.storeInt(VERSION_AT, ObjectFile.VERSION);
            words.storeLong(0, ObjectFile.MAGIC);
        }
    }

    /// Opens the files of a room.
    ///
    /// @throws IllegalStateException if they are not what they should be
    static RoomFiles open(Path directory) throws IOException {
        SharedFile members = SharedFile.open(directory.resolve(MEMBERS));
        boolean isGood = false;
        try {
            check(directory, members.words());
            Liveness liveness = Liveness.open(directory.resolve(ALIVE));
            isGood = true;
            return new RoomFiles(directory, members, liveness);
        } finally {
            if (!isGood) {
                members.close();
            }
        }
    }

    private static void check(Path directory, Words words) {
        if (words.sizeBytes() != BYTES || words.loadLong(0) != ObjectFile.MAGIC) {
            throw new IllegalStateException(
                    "The files of shared objects must be whole: path="
                            + (directory + ", sizeBytes=" + words.sizeBytes()));
        }
        int version = words.loadInt(VERSION_AT);
        if (version != ObjectFile.VERSION) {
            throw new IllegalStateException(
                    "The files of shared objects must have the layout of this version: path="
                            + (directory + ", version=" + ObjectFile.VERSION)
                            + (", found=" + version));
        }
    }

    /// Removes a room, unless somebody is in it. The caller sees to it that this process does not
    /// enter it meanwhile.
    /* Who takes a slot after the removal, since it has opened the files before, finds the mark. */
    static void removeIfEmpty(Path directory) throws IOException {
        try (Liveness liveness = Liveness.open(directory.resolve(ALIVE))) {
            if (liveness.takeAll()) {
                markRemoved(directory.resolve(MEMBERS));
                delete(directory);
            }
        } catch (NoSuchFileException unfinished) {
            delete(directory);
        }
    }

    private static void markRemoved(Path members) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        members, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
            int _ = channel.write(ByteBuffer.allocate(Long.BYTES), 0);
        } catch (NoSuchFileException unfinished) {
            // Nobody could have opened it.
        }
    }

    private static void delete(Path directory) throws IOException {
        // First: its name is in the room.
        Annex.delete(directory);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(directory);
    }

    /// To be asked by one who has taken a slot, after which nobody removes the room.
    ///
    /// @throws IllegalStateException if it was removed before
    void ensureThere() {
        if (members.words().loadLongVolatile(0) != ObjectFile.MAGIC) {
            throw new IllegalStateException(
                    "Shared objects must be used while what made them is open: path=" + path);
        }
    }

    static String draftPrefix(int member) {
        return "draft-" + Integer.toHexString(member) + "-";
    }

    /// Removes what is only of use to members that are gone: their bells, answers and drafts, and
    /// what they were asked.
    ///
    /// @param isGone tells it of the id of a member
    static void deleteOfGone(Path directory, IntPredicate isGone) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*-*")) {
            for (Path file : files) {
                if (isOfGone(file, isGone)) {
                    Files.deleteIfExists(file);
                }
            }
            Annex.deleteOfGone(directory, isGone);
        } catch (IOException | DirectoryIteratorException | IllegalStateException gone) {
            // They go with the directory.
        }
    }

    /// Whether a file was of use to a member alone that is gone.
    static boolean isOfGone(Path file, IntPredicate isGone) {
        Matcher name = OF_MEMBERS.matcher(String.valueOf(file.getFileName()));
        return name.matches() && isGone.test(Integer.parseInt(name.group(1), 16));
    }

    MemberTable table() {
        return new MemberTable(members.words(), TABLE_AT);
    }

    boolean isWatched() {
        return members.words().loadInt(WATCHED_AT) != 0;
    }

    @Override
    public void close() throws IOException {
        members.close();
        liveness.close();
    }
}
