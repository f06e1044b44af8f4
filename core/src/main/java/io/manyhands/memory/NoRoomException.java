package io.manyhands.memory;

import java.io.IOException;
import java.io.Serial;

/// A file system has too little room for memory that is to be shared: another one may have it.
public final class NoRoomException extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    private static final String RULE = "The file system must have room for the shared memory: ";

    /// Of what was seen.
    ///
    /// @param details names with values
    public NoRoomException(String details) {
        super(RULE + details);
    }

    NoRoomException(String details, IOException cause) {
        super(RULE + details, cause);
    }
}
