package io.manyhands;

import java.io.Serial;

/// A worker's start action failed as often as it is tried: the tasks that waited fail with this,
/// and the workers take no more. The cause is what the start action threw last; what it threw
/// before is suppressed in that.
public final class WorkerStartException extends ManyhandsException {
    @Serial private static final long serialVersionUID = 1;

    WorkerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
