package io.manyhands.wire;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/// JDK serialization that also knows the paths of the default file system. Confined to one thread.
final class PathOutput extends ObjectOutputStream {
    PathOutput(OutputStream out) throws IOException {
        super(out);
        enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object object) {
        String text = object instanceof Path path ? SentPath.text(path) : null;
        return text == null ? object : new SentPath(text);
    }
}
