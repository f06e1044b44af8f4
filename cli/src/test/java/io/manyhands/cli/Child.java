package io.manyhands.cli;

import io.manyhands.Workers;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Starts the program as a process of its own.
final class Child {
    private Child() {}

    /// The command that runs `manyhands` with some arguments.
    ///
    /// @param flags flags for the JVM
    static List<String> command(List<String> flags, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        List<String> classPath = new ArrayList<>(List.of(place(Main.class), place(Workers.class)));
        classPath.add(System.getProperty("java.class.path"));
        classPath.add(System.getProperty("jdk.module.path", ""));
        command.addAll(List.of("-cp", String.join(":", classPath), Main.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    static Process start(List<String> flags, String... arguments) throws IOException {
        return new ProcessBuilder(command(flags, arguments)).start();
    }

    private static String place(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .toString();
        } catch (URISyntaxException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
