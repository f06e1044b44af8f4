package io.manyhands.room;

import io.manyhands.memory.NoRoomException;
import io.manyhands.memory.SharedFile;
import io.manyhands.memory.Sleepers;
import io.manyhands.memory.Words;
import io.manyhands.shared.Blueprint;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// The file of one shared object: a header that says what it is, then the object. Stateless.
/* It is made under another name and linked to its own when it is complete. So there is either no
 * file of that name, or a whole one, and of two who make it at a time one finds the other's. The same
 * holds for one that is in the annex: its name in the room is a symbolic link, which like the other
 * kind is made only if the name is free.
 */
final class ObjectFile {
    /// Where the object begins.
    static final long HEADER_BYTES = 2048;

    /// Which members have used the sides of a queue, at the end of the header.
    static final long SIDES_AT = HEADER_BYTES - 2L * Sleepers.BYTES;

    /// `manyhand`, and the version of the layout of all that is in a room.
    static final long MAGIC = 0x6d616e7968616e64L;

    static final int VERSION = 1;

    /// No file's name can be longer than 255 bytes.
    private static final int MOST_PLAIN = 200;

    private static final String KEY = ", key=";
    private static final int MAGIC_AT = 0;
    private static final int VERSION_AT = 8;
    private static final int LENGTH_AT = 12;
    private static final int SIZE_AT = 16;
    private static final int TEXT_AT = 64;

    private ObjectFile() {}

    /// Opens the file of an object, or makes it if there is none.
    static SharedFile openOrCreate(
            Path room, String draft, String key, Blueprint<?> blueprint, Kind<?> kind)
            throws IOException {
        Path path = room.resolve(fileName(key));
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            new Maker(room, path, draft, describe(key, blueprint), kind).make();
        }
        SharedFile file = SharedFile.open(Annex.follow(path));
        boolean isGood = false;
        try {
            check(file, key, blueprint);
            isGood = true;
            return file;
        } finally {
            if (!isGood) {
                file.close();
            }
        }
    }

    /// What is to be made.
    private record Maker(Path room, Path path, String draft, String text, Kind<?> kind) {
        void make() throws IOException {
            try {
                makeIn(room);
            } catch (NoRoomException full) {
                makeInAnnex(full);
            }
        }

        private void makeInAnnex(NoRoomException full) throws IOException {
            Path annex = Annex.of(room);
            if (annex == null) {
                throw full;
            }
            try {
                Annex.make(annex);
                makeIn(annex);
            } catch (ClosedByInterruptException again) {
                throw again;
            } catch (IllegalStateException foreign) {
                foreign.addSuppressed(full);
                throw foreign;
            } catch (IOException refused) {
                boolean isFull = refused instanceof NoRoomException;
                String reason = isFull ? refused.getMessage() : refused.toString();
                refused.addSuppressed(full);
                throw new IOException(full.getMessage() + ", otherwise=" + reason, refused);
            } finally {
                Annex.deleteIfRoomGone(room, annex);
            }
        }

        private void makeIn(Path directory) throws IOException {
            long size = HEADER_BYTES + roundUp(kind.sizeBytes());
            // Rather than to fill what all others need, too.
            long free = Files.getFileStore(directory).getUsableSpace();
            if (free < size) {
                throw new NoRoomException(
                        "sizeBytes=" + (size + ", freeBytes=" + free + ", path=" + directory));
            }
            try (SharedFile file = SharedFile.create(directory, draft, size)) {
                boolean isLinked = false;
                try {
                    fill(file.words(), size);
                    isLinked = link(file.path());
                } finally {
                    if (!isLinked || directory.equals(room)) {
                        file.delete();
                    }
                }
            }
        }

        private void fill(Words words, long size) {
            byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            words.copyIn(TEXT_AT, encoded, 0, encoded.length);
            words.storeInt(LENGTH_AT, encoded.length);
            words.storeLong(SIZE_AT, size);
            words.storeInt(VERSION_AT, VERSION);
            words.storeLong(MAGIC_AT, MAGIC);
            kind.layout().lay(words, HEADER_BYTES);
        }

        /// Returns false if somebody else was quicker.
        private boolean link(Path file) throws IOException {
            try {
                Path _ =
                        file.startsWith(room)
                                ? Files.createLink(path, file)
                                : Annex.link(path, file);
                return true;
            } catch (FileAlreadyExistsException other) {
                return false;
            }
        }
    }

    private static void check(SharedFile file, String key, Blueprint<?> blueprint) {
        String wanted = describe(key, blueprint);
        Words words = file.words();
        long size = file.segment().byteSize();
        if (size < HEADER_BYTES
                || words.loadLong(MAGIC_AT) != MAGIC
                || words.loadLong(SIZE_AT) != size) {
            throw new IllegalStateException(
                    "The file of a shared object must be whole: wanted="
                            + (wanted + ", sizeBytes=" + size));
        }
        if (words.loadInt(VERSION_AT) != VERSION) {
            throw new IllegalStateException(
                    "The file of a shared object must have the layout of this version: wanted="
                            + (wanted + ", version=" + VERSION)
                            + (", found=" + words.loadInt(VERSION_AT)));
        }
        String found = text(words);
        if (!found.equals(wanted)) {
            throw blueprint.refusal(found.replace(KEY + key, ""));
        }
    }

    private static String text(Words words) {
        byte[] text =
                new byte[Math.clamp(words.loadInt(LENGTH_AT), 0, (int) HEADER_BYTES - TEXT_AT)];
        words.copyOut(TEXT_AT, text, 0, text.length);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static String describe(String key, Blueprint<?> blueprint) {
        return blueprint.description() + KEY + key;
    }

    /// A name is free to have any letters: a plain one is that of the file, unless it is long;
    /// another is mixed up.
    private static String fileName(String key) {
        boolean isPlain = key.length() <= MOST_PLAIN && key.chars().allMatch(ObjectFile::isPlain);
        return isPlain ? "o-" + key : "x-" + mixed(key);
    }

    private static boolean isPlain(int letter) {
        return (letter >= 'a' && letter <= 'z')
                || (letter >= '0' && letter <= '9')
                || letter == '-'
                || letter == '.';
    }

    /// A short text for a long one, as good as only its own.
    static String mixed(String name) {
        return mixed(name, 31) + mixed(name, 0x9E3779B97F4A7C15L);
    }

    private static String mixed(String name, long factor) {
        long mixed = name.length();
        for (int i = 0; i < name.length(); i++) {
            mixed = (mixed ^ name.charAt(i)) * factor;
            mixed ^= mixed >>> 29;
        }
        return Long.toHexString(mixed * 0xD6E8FEB86659FD93L);
    }

    private static long roundUp(long bytes) {
        return (bytes + Long.BYTES - 1) & -Long.BYTES;
    }
}
