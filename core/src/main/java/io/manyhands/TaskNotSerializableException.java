package io.manyhands;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// Something that should travel cannot: a task, what it captures, an argument or a result. Thrown
/// by `submit` in the caller for a task; the outcome of that task alone for a result.
public final class TaskNotSerializableException extends ManyhandsException {
    @Serial private static final long serialVersionUID = 1;

    private final String path;

    TaskNotSerializableException(String message, String path, @Nullable Throwable cause) {
        super(message, cause);
        this.path = path;
    }

    /// The way to the offending value.
    ///
    /// @return for example `captured variable 'order'.customer.socket`; never empty
    public String path() {
        return path;
    }
}
