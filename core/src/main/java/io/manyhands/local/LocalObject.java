package io.manyhands.local;

import java.io.Serial;
import java.io.Serializable;

/// Something that the tasks of one JVM share. It travels as a handle, and arrives as itself.
abstract class LocalObject implements Serializable {
    @Serial private static final long serialVersionUID = 1;

    final transient LocalObjects home;

    LocalObject(LocalObjects home) {
        this.home = home;
    }

    @Serial
    final Object writeReplace() {
        return LocalHandle.of(home, this);
    }
}
