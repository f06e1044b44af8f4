package io.manyhands.process;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Looks for what a program needs before it is started: what a shell says afterwards is not for the
/// eyes of programs. Stateless.
final class ProgramFile {
    private static final String NAME = "PATH";

    private ProgramFile() {}

    /// @throws IOException if the program, its directory or its input is not there
    static void check(ProgramPlan plan) throws IOException {
        File directory = plan.directory();
        if (directory != null && !directory.isDirectory()) {
            throw new FileNotFoundException(
                    "The directory of a command must be there: directory=" + directory);
        }
        String input = plan.input();
        if (input != null && !new File(input).canRead()) {
            throw new FileNotFoundException(
                    "The input of a command must be readable: file=" + input);
        }
        String program = plan.words().getFirst();
        String path = plan.environment().getOrDefault(NAME, System.getenv(NAME));
        if (!isThere(program, directory, path)) {
            String where = program.indexOf('/') >= 0 ? "" : ", PATH=" + path;
            throw new FileNotFoundException(
                    "A command must begin with a program that can be run: program="
                            + (program + where));
        }
    }

    private static boolean isThere(
            String program, @Nullable File directory, @Nullable String path) {
        if (program.indexOf('/') >= 0) {
            return isProgram(file(directory, program));
        }
        // What a shell does without it is its own business.
        if (path == null) {
            return true;
        }
        for (String each : path.split(File.pathSeparator, -1)) {
            if (isProgram(file(directory, each.isEmpty() ? program : each + "/" + program))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isProgram(File file) {
        return file.isFile() && file.canExecute();
    }

    private static File file(@Nullable File directory, String path) {
        File file = new File(path);
        return directory == null || file.isAbsolute() ? file : new File(directory, path);
    }
}
