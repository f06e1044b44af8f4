package io.manyhands.room;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// The rooms that programs of one user share by name. Thread-safe.
/* Rooms are made and removed, entered and left by one process at a time (Gate). So whoever leaves sees
 * whether it is the last, and whoever enters finds either a room with somebody in it or one that
 * killed programs have left, which it removes.
 */
public final class HostRooms {
    private static final int MOST_PLAIN = 32;
    private static final int MOST_NAME = 200;
    private static final ReentrantLock LOCK = new ReentrantLock();

    /// How often each is entered by this JVM. Guarded by the lock.
    private static final Map<Room, Integer> ENTERED = new HashMap<>();

    /// Rooms that this JVM has left, and in which others were left. Changed with the lock.
    private static final Set<Path> LEFT = ConcurrentHashMap.newKeySet();

    private HostRooms() {}

    /// Looks in all rooms that this JVM is in whether members have died, and removes rooms that it
    /// has left and where nobody is any more: workers to whom an object had travelled, say. To be
    /// called when a process has ended that may have been in one. Hardly ever blocks.
    public static void lookAll() {
        Room.lookAll();
        if (LEFT.isEmpty()) {
            return;
        }
        LOCK.lock();
        try {
            for (Path room : LEFT) {
                boolean _ = Uninterrupted.get(() -> sweepIfFree(room));
            }
        } catch (IllegalStateException refused) {
            // The next program removes it.
        } finally {
            LOCK.unlock();
        }
    }

    private static boolean sweepIfFree(Path room) {
        Path directory = room.resolveSibling("");
        try (Gate gate = Files.exists(room) ? Gate.tryEnter(directory) : null) {
            if (gate != null) {
                sweep(directory);
                gate.removeIfEmpty();
            }
        } catch (IOException refused) {
            throw new IllegalStateException(refused);
        }
        return !Files.exists(room) && LEFT.remove(room);
    }

    /// Enters a room, which is made if nobody is in it.
    ///
    /// @param name the room's
    /// @return the room, to be left as often as it is entered
    /// @throws IllegalArgumentException if the name is refused
    /// @throws IllegalStateException if the room cannot be made or entered
    public static Room enter(String name) {
        return enter(User.directory(), name);
    }

    static Room enter(Path directory, String name) {
        Path path = directory.resolve(fileName(name));
        return Uninterrupted.get(() -> enterNow(directory, path));
    }

    private static Room enterNow(Path directory, Path path) {
        LOCK.lock();
        try (Gate _ = Gate.enter(directory)) {
            sweep(directory);
            HostAnnexes.sweepOnce(directory);
            Room room =
                    Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                            ? Room.attach(path.toString())
                            : Room.make(path, false, HostAnnexes.next(directory));
            ENTERED.merge(room, 1, Integer::sum);
            return room;
        } catch (IOException refused) {
            throw new IllegalStateException(
                    "The shared objects of a user need a directory: path="
                            + (directory + ", reason=" + refused),
                    refused);
        } finally {
            LOCK.unlock();
        }
    }

    /// Leaves a room; the last one removes it.
    ///
    /// @param room what [#enter(String)] gave
    public static void leave(Room room) {
        Path directory = room.path().resolveSibling("");
        LOCK.lock();
        try {
            Integer left = ENTERED.computeIfPresent(room, (_, count) -> count - 1);
            if (left != null && left == 0) {
                ENTERED.remove(room);
                boolean _ = Uninterrupted.get(() -> leave(directory, room));
            }
        } catch (IllegalStateException refused) {
            // The next program removes it.
        } finally {
            LOCK.unlock();
        }
    }

    private static boolean leave(Path directory, Room room) {
        try (Gate gate = Gate.enter(directory)) {
            room.close();
            sweep(directory);
            gate.removeIfEmpty();
            return Files.exists(room.path()) && LEFT.add(room.path());
        } catch (IOException refused) {
            throw new IllegalStateException(refused);
        } finally {
            room.close();
        }
    }

    /// Removes the rooms where nobody is.
    private static void sweep(Path directory) throws IOException {
        try (DirectoryStream<Path> rooms =
                Files.newDirectoryStream(
                        directory, entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))) {
            for (Path room : rooms) {
                Room.removeIfEmpty(room);
            }
        }
    }

    /// Sockets have short paths only, so a long name is not that of the directory.
    private static String fileName(String name) {
        boolean isGood =
                !name.isEmpty()
                        && name.length() <= MOST_NAME
                        && name.chars().allMatch(HostRooms::isGood);
        if (!isGood) {
            String shown = name.length() > MOST_PLAIN ? name.substring(0, MOST_PLAIN) : name;
            throw new IllegalArgumentException(
                    "The name of a user's shared objects must have from 1 to 200 letters, digits,"
                            + " points, hyphens and underscores: letters="
                            + (name.length() + ", name=" + shown));
        }
        return "room-"
                + (name.length() <= MOST_PLAIN
                        ? name
                        : name.substring(0, MOST_PLAIN / 2) + "~" + ObjectFile.mixed(name));
    }

    private static boolean isGood(int letter) {
        return (letter < 128 && Character.isLetterOrDigit(letter)) || "._-".indexOf(letter) >= 0;
    }
}
