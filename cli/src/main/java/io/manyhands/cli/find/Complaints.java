package io.manyhands.cli.find;

import java.io.PrintStream;

/// Says on the error output what went wrong, and remembers that something did. Confined to one
/// thread.
final class Complaints {
    private final PrintStream error;
    private boolean any;

    Complaints(PrintStream error) {
        this.error = error;
    }

    /// Something went wrong; the search goes on.
    void trouble(String sentence) {
        any = true;
        note(sentence);
    }

    /// Something worth knowing.
    void note(String sentence) {
        error.println("manyhands: " + sentence);
        error.flush();
    }

    boolean any() {
        return any;
    }
}
