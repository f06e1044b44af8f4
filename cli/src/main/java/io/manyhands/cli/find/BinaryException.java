package io.manyhands.cli.find;

import java.io.IOException;
import java.io.Serial;

/// A stream turned out to be binary.
final class BinaryException extends IOException {
    @Serial private static final long serialVersionUID = 1;

    BinaryException() {
        super("The stream is binary");
    }
}
