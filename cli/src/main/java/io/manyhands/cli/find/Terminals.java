package io.manyhands.cli.find;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// What the standard output and the error output are connected with.
public final class Terminals {
    private static final int FILE_TYPE = 0170000;
    private static final int PIPE = 0010000;
    private static final int SOCKET = 0140000;

    private Terminals() {}

    /// Whether the standard output is a terminal.
    ///
    /// @return true if it is
    public static boolean isOutput() {
        return isTerminal("/dev/fd/1");
    }

    /// Whether the error output is a terminal.
    ///
    /// @return true if it is
    public static boolean isError() {
        return isTerminal("/dev/fd/2");
    }

    static boolean isClosedPipe(OutputException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("broken pipe") || isPipe("/dev/fd/1");
    }

    private static boolean isTerminal(String descriptor) {
        try {
            String target = Path.of(descriptor).toRealPath().toString();
            return target.startsWith("/dev/pts/")
                    || target.startsWith("/dev/tty")
                    || target.equals("/dev/console");
        } catch (IOException unknown) {
            return false;
        }
    }

    private static boolean isPipe(String descriptor) {
        try {
            Object mode = Files.getAttribute(Path.of(descriptor), "unix:mode");
            int type = mode instanceof Integer bits ? bits & FILE_TYPE : 0;
            return type == PIPE || type == SOCKET;
        } catch (IOException | IllegalArgumentException | UnsupportedOperationException unknown) {
            return false;
        }
    }
}
