package io.manyhands.wire;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// A class compiled by a test, in a loader of its own.
final class Compiled {
    private Compiled() {}

    /// Compiles one source file into the folder and gives a loader that sees it.
    static URLClassLoader compile(Path folder, String className, String source, String... options)
            throws IOException {
        Path file = Files.writeString(folder.resolve(className + ".java"), source);
        String[] arguments =
                Stream.concat(
                                Stream.of(options),
                                Stream.of("-d", folder.toString(), file.toString()))
                        .toArray(String[]::new);
        StringWriter messages = new StringWriter();
        PrintWriter printer = new PrintWriter(messages);
        ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
        if (javac.run(printer, printer, arguments) != 0) {
            throw new IllegalArgumentException("The source must compile: " + messages);
        }
        return loader(folder);
    }

    /// A loader of the classes in the folder, beside those of the JDK.
    static URLClassLoader loader(Path folder) throws MalformedURLException {
        URL[] places = {folder.toUri().toURL()};
        return new URLClassLoader(places, ClassLoader.getPlatformClassLoader());
    }
}
