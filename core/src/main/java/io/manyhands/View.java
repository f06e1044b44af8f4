package io.manyhands;

import java.io.Serial;
import java.io.Serializable;

/// Other defaults over the same workers. Immutable; travels as a handle.
final class View extends AbstractSubmitter implements Serializable {
    @Serial private static final long serialVersionUID = 1;

    private final transient Pool pool;
    private final Settings settings;

    View(Pool pool, Settings settings) {
        this.pool = pool;
        this.settings = settings;
    }

    @Override
    Pool pool() {
        return pool;
    }

    @Override
    Settings settings() {
        return settings;
    }

    @Override
    public String toString() {
        return pool.name() + "[" + settings.name() + "]";
    }

    @Serial
    private Object writeReplace() {
        return Handle.of(pool, settings);
    }
}
