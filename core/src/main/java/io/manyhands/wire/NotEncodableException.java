package io.manyhands.wire;

import org.jspecify.annotations.Nullable;

/// Says that a value cannot travel, and which part of it is the reason. The message is one
/// sentence: the rule, then `path=`, `type=` and, where there is one, `fix=`. Immutable.
public final class NotEncodableException extends Exception {
    private static final long serialVersionUID = 1L;

    /// The way to the part that cannot travel.
    private final String path;

    /// The class name of that part.
    private final String typeName;

    NotEncodableException(String message, String path, String typeName, @Nullable Throwable cause) {
        super(message, cause);
        this.path = path;
        this.typeName = typeName;
    }

    /// The way from the encoded object to the part that cannot travel, such as
    /// `result.orders[3].customer.socket` or `captured variable 'socket'`; the subject's name alone
    /// when the part could not be found.
    ///
    /// @return the path
    public String path() {
        return path;
    }

    /// The class name of the part that cannot travel, as written in source code.
    ///
    /// @return the class name
    public String typeName() {
        return typeName;
    }
}
