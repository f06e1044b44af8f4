package io.manyhands.process;

import java.io.File;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a process finds itself. Immutable.
///
/// @param variables the environment variables that differ from those of the process that starts it
/// @param directory the working directory, an absolute path; null for that of the process that
///   starts it
public record Surroundings(Map<String, String> variables, @Nullable File directory) {
    /// Those of the process that starts it.
    public static final Surroundings SAME = new Surroundings(Map.of(), null);

    /// Copies what could change.
    public Surroundings {
        variables = Map.copyOf(variables);
    }

    /// Fails if the directory is not there.
    void check() {
        if (directory != null && !directory.isDirectory()) {
            throw new IllegalArgumentException(
                    "The directory of worker processes must be there: directory=" + directory);
        }
    }

    /// The same for a process that a JVM starts which has these variables: it does not get the
    /// debuggers in them, unless it was given them for itself.
    Surroundings within(Map<String, String> environment) {
        Map<String, String> changed = JvmVariables.withoutDebuggers(environment);
        changed.putAll(variables);
        return new Surroundings(changed, directory);
    }

    /// All variables of a process that is started by one which has these.
    Map<String, String> environment(Map<String, String> environment) {
        if (variables.isEmpty()) {
            return environment;
        }
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(variables);
        return all;
    }

    /// Has a process start there.
    void prepare(ProcessBuilder builder) {
        Shell.prepare(builder, variables, directory);
    }
}
