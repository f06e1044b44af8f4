package io.manyhands.cli.find;

import java.io.IOException;
import java.io.Serial;

/// The output takes no more.
final class OutputException extends IOException {
    @Serial private static final long serialVersionUID = 1;

    OutputException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
