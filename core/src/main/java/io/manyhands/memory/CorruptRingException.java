package io.manyhands.memory;

import java.io.Serial;

/// Shared memory does not hold what the protocol allows: the other side is broken, of another
/// version, or wrote where it should not.
///
/// Nothing in the memory can be believed any more. The side that notices ends the other.
public final class CorruptRingException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    CorruptRingException(String message) {
        super(message);
    }
}
