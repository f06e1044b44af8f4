package io.manyhands.testkit.kill;

import java.io.PrintStream;

/// The standard streams, for what tasks print and for the log. Stateless.
final class Streams {
    private Streams() {}

    static PrintStream out() {
        return System.out;
    }

    static PrintStream err() {
        return System.err;
    }
}
