package io.manyhands;

import io.manyhands.process.Surroundings;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where worker processes find themselves. Immutable; [ProcessOptions] has a `with...` for each
/// part, which tells what it does.
///
/// @param environment the environment variables that differ from those of this JVM
/// @param directory the working directory; null for that of this JVM
public record ProcessPlace(Map<String, String> environment, @Nullable Path directory) {
    private static final ProcessPlace SAME = new ProcessPlace(Map.of(), null);

    /// Checks and copies the parts.
    ///
    /// @throws IllegalArgumentException if the name of a variable is empty, or has an equals sign
    ///   or a zero in it, or a value has a zero in it; if the directory is not of the default file
    ///   system
    public ProcessPlace {
        environment = Map.copyOf(environment);
        for (Map.Entry<String, String> each : environment.entrySet()) {
            Checks.variable(each.getKey(), each.getValue());
        }
        Checks.argument(
                directory == null || directory.getFileSystem().equals(FileSystems.getDefault()),
                "The directory of a process must be of the default file system",
                "directory",
                String.valueOf(directory));
    }

    /// That of this JVM.
    ///
    /// @return the default
    public static ProcessPlace same() {
        return SAME;
    }

    ProcessPlace withVariable(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(Checks.notNull("name", name), Checks.notNull("value", value));
        return new ProcessPlace(more, directory);
    }

    ProcessPlace withDirectory(Path path) {
        return new ProcessPlace(environment, Checks.notNull("path", path));
    }

    Surroundings surroundings() {
        return directory == null && environment.isEmpty()
                ? Surroundings.SAME
                : new Surroundings(
                        environment,
                        directory == null ? null : directory.toAbsolutePath().toFile());
    }
}
