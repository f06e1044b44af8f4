package io.manyhands.wire;

import java.io.Serial;
import java.io.Serializable;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A [Path] of the default file system on its way, where JDK serialization, which does not know
/// paths, writes it: its text. What is read is the path again. Immutable.
///
/// @param text the path as it shows itself, relative if it is
record SentPath(String text) implements Serializable {
    @Serial private static final long serialVersionUID = 1;

    /// What a name has in it where its bytes are no text.
    private static final char REPLACEMENT = '\ufffd';

    /// What travels for a path.
    ///
    /// @return its text; null if another path would be made of that, or none
    static @Nullable String text(Path path) {
        if (!isOfDefault(path)) {
            return null;
        }
        String text = path.toString();
        return text.indexOf(REPLACEMENT) < 0 || Path.of(text).equals(path) ? text : null;
    }

    /// Whether an object is a path that can travel.
    static boolean canStandFor(Object object) {
        return object instanceof Path path && text(path) != null;
    }

    /// Whether a path is one of the file system that the other side has, too.
    static boolean isOfDefault(Path path) {
        return path.getFileSystem().equals(FileSystems.getDefault());
    }

    @Serial
    private Object readResolve() {
        return Path.of(text);
    }
}
