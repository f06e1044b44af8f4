package io.manyhands.room;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// A directory in the file system of temporary files, for what finds no room in that of a room.
/// Stateless.
/* The room has a symbolic link to it, `annex`, from before anybody is in. The directory itself is
 * made by the member that needs it first: most rooms never do.
 *
 *     make:    link room/annex -> directory file as a draft -> link room/object -> annex/draft
 *     remove:  files -> directory -> room, and with it the links
 *
 * So whoever removes a room knows its annex, whenever the one before has died. An object is there
 * when its link is: a name of the room, as that of any object, so of two who make it, one in the room
 * and one in the annex, one finds the other's.
 *
 * A file keeps the name of its draft, which tells its maker. If that one is gone and no link leads
 * to the file, none ever will: it can be removed. A member is gone only when none of its threads can
 * link any more.
 */
public final class Annex {
    private static final String NAME = "annex";
    private static final String DEVICE = "unix:dev";

    private Annex() {}

    /// Whether what is put there is in another file system than a directory, which may have room.
    ///
    /// @param place where an annex could be
    /// @param directory what has too little room
    /// @return false also where nobody can know
    public static boolean isElsewhere(Path place, Path directory) {
        try {
            return !Files.getAttribute(place, DEVICE).equals(Files.getAttribute(directory, DEVICE));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknown) {
            return false;
        }
    }

    /// Says where the annex of a directory is to be.
    ///
    /// @param directory has none yet
    /// @param annex need not be there
    /// @throws IOException if it cannot be said
    public static void name(Path directory, Path annex) throws IOException {
        Path _ = Files.createSymbolicLink(directory.resolve(NAME), annex);
    }

    /// The annex of a directory, which need not be there.
    ///
    /// @param directory a room, or what else has one
    /// @return null if it has none
    /// @throws IOException if nobody can know
    public static @Nullable Path of(Path directory) throws IOException {
        try {
            return Files.readSymbolicLink(directory.resolve(NAME));
        } catch (NoSuchFileException | NotLinkException none) {
            return null;
        }
    }

    /// Makes one, unless it is there.
    ///
    /// @param annex what [#of(Path)] gave
    /// @throws IOException if it cannot be made
    /// @throws IllegalStateException if it is there and not the user's alone
    public static void make(Path annex) throws IOException {
        Gate.makeDirectory(annex);
    }

    /// Gives a file of the annex the name of an object, if nothing has it.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException if something has
    static Path link(Path object, Path file) throws IOException {
        // Short: the room's file system may be full to the last byte.
        return Files.createSymbolicLink(object, Path.of(NAME).resolve(file.getFileName()));
    }

    /// Where the file of an object is: in the room, or in the annex.
    ///
    /// @param object its name in the room
    /// @throws IllegalStateException if it is in the annex, and not there or not the user's alone
    static Path follow(Path object) throws IOException {
        if (!Files.isSymbolicLink(object)) {
            return object;
        }
        Path annex = of(object.resolveSibling(""));
        Path link = Files.readSymbolicLink(object);
        if (annex == null || link.getNameCount() != 2 || !link.startsWith(NAME)) {
            throw new IOException("A link of a room must lead to its annex: link=" + link);
        }
        Path file = annex.resolve(link.getFileName());
        Gate.check(annex);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalStateException(
                    "A shared object that did not fit into memory must be where it was put: path="
                            + file);
        }
        return file;
    }

    /// Removes files that members have not finished which are gone.
    ///
    /// @throws IllegalStateException if the annex is not the user's alone
    static void deleteOfGone(Path room, IntPredicate isGone) throws IOException {
        Path annex = of(room);
        if (annex == null) {
            return;
        }
        Gate.check(annex);
        List<Path> ofGone = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(annex)) {
            for (Path file : files) {
                if (RoomFiles.isOfGone(file, isGone)) {
                    ofGone.add(file);
                }
            }
        } catch (NoSuchFileException _) {
            return;
        }
        if (!ofGone.isEmpty()) {
            Set<Path> linked = linked(room);
            for (Path file : ofGone) {
                if (!linked.contains(file.getFileName())) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static Set<Path> linked(Path room) throws IOException {
        Set<Path> names = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(room)) {
            for (Path file : files) {
                if (Files.isSymbolicLink(file)) {
                    names.add(Files.readSymbolicLink(file).getFileName());
                }
            }
        }
        return names;
    }

    /// Removes the annex of a room in which nobody is; what cannot be removed stays.
    static void delete(Path room) {
        try {
            Path annex = of(room);
            if (annex != null) {
                deleteAll(annex);
            }
        } catch (IOException | DirectoryIteratorException | IllegalStateException refused) {
            // The next program does (HostAnnexes), if it can.
        }
    }

    /// Removes one with what is in it.
    ///
    /// @throws IllegalStateException if it is not the user's alone
    static void deleteAll(Path annex) throws IOException {
        Gate.check(annex);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(annex)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException gone) {
            return;
        }
        Files.deleteIfExists(annex);
    }

    /// Removes what a member has made after the room was removed, as one can whose program has
    /// closed its workers.
    static void deleteIfRoomGone(Path room, Path annex) {
        try {
            if (Files.notExists(room)) {
                Files.deleteIfExists(annex);
            }
        } catch (IOException refused) {
            // Others are about to do the same.
        }
    }
}
