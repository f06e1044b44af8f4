package io.manyhands.room;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Files by which members of a room tell each other what is too long for a word. Stateless.
final class Letters {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    /// Nothing but what is written here.
    private static final ObjectInputFilter FILTER =
            ObjectInputFilter.Config.createFilter(
                    "maxbytes=67108864;maxdepth=20;maxarray=1000000;io.manyhands.room.*;"
                            + "io.manyhands.waits.*;io.manyhands.shared.*;java.lang.*;java.util.*;"
                            + "java.time.*;!*");

    private Letters() {}

    /// Puts a letter in the place of the one that was there: at once.
    ///
    /// @param draft a name in the same directory, of no file there
    static void write(Path file, Path draft, Object letter) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(letter);
        }
        try (SeekableByteChannel channel =
                Files.newByteChannel(
                        draft,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            ByteBuffer left = ByteBuffer.wrap(bytes.toByteArray());
            while (left.hasRemaining()) {
                int _ = channel.write(left);
            }
        }
        Path _ = Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Reads a letter.
    ///
    /// @return null if there is none that can be read
    static @Nullable Object read(Path file) {
        if (!Files.exists(file)) {
            return null;
        }
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            in.setObjectInputFilter(FILTER);
            return in.readObject();
        } catch (IOException | ClassNotFoundException | RuntimeException unreadable) {
            return null;
        }
    }
}
