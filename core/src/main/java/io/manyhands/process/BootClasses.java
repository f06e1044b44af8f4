package io.manyhands.process;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// This library's own classes and nothing else, for the loader that belongs to the JVM itself: read
/// first, and put into the private directory when that is there. Immutable.
/* That loader does not verify what it defines, and runs no Java to find it, which takes a quarter off
 * the start of a worker. It comes before all others, so it must not have what belongs to the program:
 * classes beside ours in one jar, or what lies in META-INF, which programs ask for by its place on
 * the class path.
 *
 * Of a jar everything is copied but the entries of its directory that are not wanted; a folder gets
 * a link. Where that cannot be, the worker has these classes from the class path, as its parent has.
 */
final class BootClasses {
    private static final String NAME = "boot";
    private static final String ROOT = "io/manyhands/";

    /// The packages of this library that workers need, by their last names.
    private static final String[] PACKAGES = {
        "local", "memory", "process", "room", "shared", "spi", "waits", "wire", "worker"
    };

    /// More than this is not this library alone.
    private static final long MAX_JAR_BYTES = 4 << 20;

    // Offsets in the records of a zip file: its end, and an entry of its directory.
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int END_COUNT = 8;
    private static final int END_DIRECTORY_BYTES = 12;
    private static final int END_DIRECTORY_AT = 16;
    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int ENTRY_BYTES = 46;
    private static final int ENTRY_NAME_BYTES = 28;
    private static final int ENTRY_EXTRA_BYTES = 30;
    private static final int ENTRY_COMMENT_BYTES = 32;

    private final Path library;
    private final byte @Nullable [] jar;
    private final int length;

    private BootClasses(Path library, byte @Nullable [] jar, int length) {
        this.library = library;
        this.jar = jar;
        this.length = length;
    }

    /// Reads them.
    ///
    /// @param library the jar or the folder that they come from
    /// @return null if they must come from the class path
    static @Nullable BootClasses of(Path library) {
        File file = library.toFile();
        if (file.isDirectory()) {
            boolean isOurs = isOurs(new File(file, ROOT).list());
            return isOurs ? new BootClasses(library, null, 0) : null;
        }
        return file.length() <= MAX_JAR_BYTES ? ofJar(library) : null;
    }

    private static @Nullable BootClasses ofJar(Path library) {
        try {
            return of(library, Files.readAllBytes(library));
        } catch (IOException unusual) {
            return null;
        }
    }

    /// Those in a jar of these bytes, which are changed.
    static @Nullable BootClasses of(Path library, byte[] jar) {
        try {
            int length = keepClasses(jar);
            return length == 0 ? null : new BootClasses(library, jar, length);
        } catch (RuntimeException broken) {
            return null;
        }
    }

    /// Where they are to be.
    Path place(Path directory) {
        return directory.resolve(jar == null ? NAME : NAME + ".jar");
    }

    /// Puts them there. Where that cannot be, nothing is there, and the worker has them from the
    /// class path.
    void put(PrivateDirectory directory) {
        Path place = place(directory.path());
        try {
            if (jar == null) {
                link(place);
            } else {
                copy(place, jar, directory);
            }
        } catch (IOException | RuntimeException unusual) {
            PrivateDirectory.deleteQuietly(place);
        }
    }

    private static boolean isOurs(String @Nullable [] names) {
        if (names == null) {
            return false;
        }
        for (String name : names) {
            if (!name.endsWith(".class") && !isPackage(name)) {
                return false;
            }
        }
        return true;
    }

    private void link(Path place) throws IOException {
        Path parent = place.resolve(ROOT).getParent();
        Files.createDirectories(parent);
        Path _ = Files.createSymbolicLink(place.resolve(ROOT), library.resolve(ROOT));
    }

    private void copy(Path place, byte[] bytes, PrivateDirectory directory) throws IOException {
        try (OutputStream out = directory.newFile(place.getFileName().toString())) {
            out.write(bytes, 0, length);
        }
    }

    /// Removes all other entries from the directory of a jar.
    ///
    /// @return the new length; 0 if this is no jar of the usual kind, or has no such classes
    static int keepClasses(byte[] jar) {
        ByteBuffer zip = ByteBuffer.wrap(jar).order(ByteOrder.LITTLE_ENDIAN);
        int end = jar.length - END_BYTES;
        if (end < 0 || zip.getInt(end) != END_SIGNATURE) {
            return 0;
        }
        int start = zip.getInt(end + END_DIRECTORY_AT);
        int from = start;
        int to = start;
        int kept = 0;
        while (from < end && zip.getInt(from) == ENTRY_SIGNATURE) {
            int nameBytes = count(zip, from + ENTRY_NAME_BYTES);
            int bytes =
                    ENTRY_BYTES
                            + nameBytes
                            + count(zip, from + ENTRY_EXTRA_BYTES)
                            + count(zip, from + ENTRY_COMMENT_BYTES);
            if (isClass(jar, from + ENTRY_BYTES, nameBytes)) {
                System.arraycopy(jar, from, jar, to, bytes);
                to += bytes;
                kept++;
            }
            from += bytes;
        }
        if (from != end || kept == 0) {
            return 0;
        }
        System.arraycopy(jar, end, jar, to, END_BYTES);
        zip.putShort(to + END_COUNT, (short) kept);
        zip.putShort(to + END_COUNT + 2, (short) kept);
        zip.putInt(to + END_DIRECTORY_BYTES, to - start);
        return to + END_BYTES;
    }

    private static int count(ByteBuffer zip, int at) {
        return Short.toUnsignedInt(zip.getShort(at));
    }

    private static boolean isClass(byte[] jar, int at, int length) {
        String name = new String(jar, at, length, StandardCharsets.UTF_8);
        if (!name.startsWith(ROOT) || !name.endsWith(".class")) {
            return false;
        }
        int slash = name.lastIndexOf('/');
        return slash == ROOT.length() - 1 || isPackage(name.substring(ROOT.length(), slash));
    }

    private static boolean isPackage(String name) {
        for (String each : PACKAGES) {
            if (each.equals(name)) {
                return true;
            }
        }
        return false;
    }
}
