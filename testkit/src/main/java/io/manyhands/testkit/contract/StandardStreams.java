package io.manyhands.testkit.contract;

import java.io.PrintStream;

/// Where tasks print, to see what becomes of it: the one class of the module that may touch the
/// standard streams. Stateless.
final class StandardStreams {
    private StandardStreams() {}

    static PrintStream out() {
        return System.out;
    }

    static PrintStream err() {
        return System.err;
    }
}
