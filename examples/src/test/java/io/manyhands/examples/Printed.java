package io.manyhands.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/// What something prints to `System.out`. For tests that run one after the other.
public final class Printed {
    /// Something that prints.
    @FunctionalInterface
    public interface Printing {
        /// Prints.
        ///
        /// @throws Exception what it likes
        void print() throws Exception;
    }

    private Printed() {}

    /// Runs something and gives what it prints.
    ///
    /// @param printing what to run
    /// @return the text
    /// @throws Exception what it throws
    public static String by(Printing printing) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream standardOutput = System.out;
        try (PrintStream ours = new PrintStream(printed, true, UTF_8)) {
            System.setOut(ours);
            printing.print();
        } finally {
            System.setOut(standardOutput);
        }
        return printed.toString(UTF_8);
    }
}
