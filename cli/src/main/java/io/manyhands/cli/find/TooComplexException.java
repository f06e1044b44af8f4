package io.manyhands.cli.find;

import java.io.Serial;

/// A regular expression needs more stack for a line than there is.
final class TooComplexException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    TooComplexException(StackOverflowError cause) {
        super("A line is too long for this regular expression", cause);
    }
}
