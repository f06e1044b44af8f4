package io.manyhands.room;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The annexes of rooms that programs share by name: what they are called, and what is to be done
/// with one whose room has vanished. Stateless, but for whether that was done.
/* Whoever removes a room removes its annex before. But memory does not outlive the system, or the
 * container, and temporary files may. So the name of an annex says for which boot of the system and
 * in which place its room is: `manyhands-annex-USER.BOOT.DEVICE.INODE.RANDOM`, the device and the
 * inode those of the directory where all the user's rooms are. If the boot was another, or the place
 * is ours and no room there leads to it, it is nobody's. A place that is not ours may be that of
 * another container, and what belongs to it stays.
 */
final class HostAnnexes {
    private static final String PREFIX = "manyhands-annex-";
    private static final String BOOT = "/proc/sys/kernel/random/boot_id";
    private static final int BOOT_LETTERS = 8;
    private static final AtomicBoolean IS_SWEPT = new AtomicBoolean();

    private HostAnnexes() {}

    /// Where the next room's can be; null if there is no other file system for it.
    ///
    /// @param directory where the rooms are
    static @Nullable Path next(Path directory) {
        return next(temporary(), directory);
    }

    static @Nullable Path next(Path place, Path directory) {
        if (!Annex.isElsewhere(place, directory)) {
            return null;
        }
        try {
            String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
            return place.resolve(name(directory, random));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknown) {
            return null;
        }
    }

    static String name(Path directory, String random) throws IOException {
        return prefix() + boot() + whereabouts(directory) + random;
    }

    /// Removes those whose rooms have vanished, once in this program.
    ///
    /// @param directory where the rooms are; the caller has its gate
    static void sweepOnce(Path directory) {
        if (IS_SWEPT.compareAndSet(false, true)) {
            sweep(temporary(), directory);
        }
    }

    static void sweep(Path place, Path directory) {
        try {
            String prefix = prefix();
            File[] all = place.toFile().listFiles((_, name) -> name.startsWith(prefix));
            if (all != null && all.length > 0) {
                String sameBoot = prefix + boot();
                String here = name(directory, "");
                Set<String> used = used(directory);
                for (File each : all) {
                    boolean isVanished =
                            each.getName().startsWith(here)
                                    ? !used.contains(each.getName())
                                    : !each.getName().startsWith(sameBoot);
                    if (isVanished) {
                        delete(each);
                    }
                }
            }
        } catch (IOException
                | DirectoryIteratorException
                | UnsupportedOperationException
                | IllegalArgumentException unknown) {
            // Nobody can know. They stay.
        }
    }

    private static void delete(File annex) {
        try {
            Annex.deleteAll(annex.toPath());
        } catch (IOException
                | DirectoryIteratorException
                | IllegalArgumentException
                | IllegalStateException refused) {
            // Somebody else's, or another program will, or its name is none here. The others are
            // next.
        }
    }

    /// Their names alone: one place can have several paths.
    private static Set<String> used(Path directory) throws IOException {
        Set<String> used = new HashSet<>();
        try (DirectoryStream<Path> rooms = Files.newDirectoryStream(directory)) {
            for (Path room : rooms) {
                Path annex = Files.isDirectory(room) ? Annex.of(room) : null;
                if (annex != null) {
                    used.add(String.valueOf(annex.getFileName()));
                }
            }
        }
        return used;
    }

    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir", "/tmp")).toAbsolutePath();
    }

    private static String prefix() {
        return PREFIX + User.id() + ".";
    }

    /// By what no interrupt breaks.
    private static String boot() throws IOException {
        try (FileInputStream in = new FileInputStream(BOOT)) {
            byte[] letters = in.readNBytes(BOOT_LETTERS);
            return new String(letters, StandardCharsets.ISO_8859_1) + ".";
        }
    }

    private static String whereabouts(Path directory) throws IOException {
        Path place = directory.resolveSibling("");
        long device = ((Number) Files.getAttribute(place, "unix:dev")).longValue();
        long inode = ((Number) Files.getAttribute(place, "unix:ino")).longValue();
        return Long.toHexString(device) + "." + Long.toHexString(inode) + ".";
    }
}
