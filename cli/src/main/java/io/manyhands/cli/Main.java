package io.manyhands.cli;

import io.manyhands.cli.find.Output;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// The program: `manyhands COMMAND ...`.
public final class Main {
    private Main() {}

    /// Runs a command and ends the program with its exit status.
    ///
    /// @param arguments the command and what it is given
    public static void main(String[] arguments) {
        PrintStream error =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int status = Program.TROUBLE;
        try {
            status = Program.run(Output.standard(), error, arguments);
        } catch (Throwable failure) {
            // A status of its own would mean that no line was selected.
            error.println("manyhands: The program has failed: cause=" + failure);
            failure.printStackTrace(error);
        }
        // Nothing is left to be done at exit, and halting does not look for a logger to say so.
        Runtime.getRuntime().halt(status);
    }
}
