package io.manyhands.process;

import io.manyhands.room.Annex;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The directories of programs that were killed together with their wardens, as a system is that
/// ends in haste: removed by the next program. Stateless, but for whether that was done.
/* The name of a directory says whose it is, so that it is said from the first moment: the process's
 * id, its start in clock ticks, the namespace that the id is of, and the boot of the system. A program
 * is dead if the system has booted since, or if no process of that number and start is there where the
 * number means something to us. In doubt it lives.
 */
final class Leftovers {
    private static final int PARTS = 6;
    private static final int BOOT_LETTERS = 8;
    private static final String BOOT = "/proc/sys/kernel/random/boot_id";
    private static final int MOST_BYTES = 4096;
    private static final Set<?> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final AtomicBoolean IS_SWEPT = new AtomicBoolean();

    private Leftovers() {}

    /// What the names of this program's directories have behind the prefix: `pid-start-space-boot`,
    /// or the id alone where the rest cannot be known.
    static String owner(String pid) {
        try {
            return pid + "-" + start(pid) + "-" + space("self") + "-" + boot();
        } catch (IOException | RuntimeException unknown) {
            return pid;
        }
    }

    /// Has what is left removed, once in this program, by a thread of its own.
    static void sweepOnce() {
        if (IS_SWEPT.compareAndSet(false, true)) {
            try {
                Thread sweeping =
                        new Thread(null, Leftovers::sweepAll, "manyhands-sweep", 0, false);
                sweeping.setDaemon(true);
                sweeping.start();
            } catch (OutOfMemoryError noThread) {
                // Another program will.
            }
        }
    }

    private static void sweepAll() {
        for (String place : PrivateDirectory.places()) {
            sweep(Path.of(place));
        }
    }

    /// Removes what is left in a place; what cannot be removed stays.
    static void sweep(Path place) {
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(place, PrivateDirectory.PREFIX + "*")) {
            Object self = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            for (Path entry : entries) {
                sweep(entry, self);
            }
        } catch (IOException | RuntimeException refused) {
            // Another program will.
        }
    }

    private static void sweep(Path entry, Object self) {
        try {
            if (isDead(String.valueOf(entry.getFileName())) && isOwn(entry, self)) {
                Path annex = Annex.of(entry);
                if (annex != null) {
                    // First: its name is in the directory.
                    sweep(annex, self);
                }
                PrivateDirectory.deleteAll(entry);
            }
        } catch (IOException | RuntimeException refused) {
            // Somebody removes it at this moment, or another program will. The others are next.
        }
    }

    /// Nobody but its owner can put something else in the place of such a directory.
    private static boolean isOwn(Path entry, Object self) throws IOException {
        Map<String, Object> found =
                Files.readAttributes(
                        entry, "unix:uid,isDirectory,permissions", LinkOption.NOFOLLOW_LINKS);
        return self.equals(found.get("uid"))
                && Boolean.TRUE.equals(found.get("isDirectory"))
                && OWNER_ONLY.equals(found.get("permissions"));
    }

    private static boolean isDead(String name) throws IOException {
        String[] parts = name.split("-", -1);
        if (parts.length != PARTS) {
            return false;
        }
        String boot = parts[4];
        if (!boot.equals(boot())) {
            return true;
        }
        return parts[3].equals(space("self")) && !parts[2].equals(startOrNull(parts[1]));
    }

    private static @Nullable String startOrNull(String pid) {
        try {
            return start(pid);
        } catch (IOException gone) {
            return null;
        }
    }

    /// When a process has started: field 22, counted from behind the name, which may have blanks.
    private static String start(String pid) throws IOException {
        String line = read("/proc/" + pid + "/stat");
        return line.substring(line.lastIndexOf(')') + 2).split(" ", -1)[19];
    }

    /// The number of the namespace of process ids: `pid:[4026531836]`.
    private static String space(String pid) throws IOException {
        String link = Files.readSymbolicLink(Path.of("/proc", pid, "ns/pid")).toString();
        return link.substring(link.indexOf('[') + 1, link.indexOf(']'));
    }

    private static String boot() throws IOException {
        return read(BOOT).substring(0, BOOT_LETTERS);
    }

    /// By the oldest way there is, since it is on the way to a program's first worker.
    private static String read(String file) throws IOException {
        try (FileInputStream in = new FileInputStream(file)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
        }
    }
}
