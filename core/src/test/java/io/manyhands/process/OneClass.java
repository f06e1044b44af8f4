package io.manyhands.process;

import io.manyhands.wire.Codec;
import io.manyhands.wire.Subject;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;

/// A class of a task that is on no class path.
///
/// @param bytes its class file
/// @param instance an encoded task of it
@SuppressWarnings("ArrayRecordComponent") // never compared
record OneClass(byte[] bytes, byte[] instance) {
    private static final String SOURCE =
            """
            public class Only
                    implements java.util.concurrent.Callable<String>, java.io.Serializable {
                private static final long serialVersionUID = 1;
                public String call() { return "only"; }
            }
            """;

    static OneClass compile(Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("Only.java"), SOURCE);
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
        if (javac.run(nowhere, nowhere, "-d", folder.toString(), file.toString()) != 0) {
            throw new IllegalArgumentException("The source must compile");
        }
        URL[] places = {folder.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(places)) {
            Object task = loader.loadClass("Only").getConstructor().newInstance();
            return new OneClass(
                    Files.readAllBytes(folder.resolve("Only.class")),
                    Codec.of(loader).encode(Subject.TASK, task));
        }
    }
}
