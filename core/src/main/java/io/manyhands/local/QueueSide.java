package io.manyhands.local;

import io.manyhands.waits.Holders;
import io.manyhands.waits.Need;
import io.manyhands.waits.Resource;
import io.manyhands.waits.Users;
import java.util.function.BooleanSupplier;

/// What those who have used one side of a queue give to those on the other. Thread-safe.
final class QueueSide implements Resource {
    private final String title;
    private final BooleanSupplier isThere;
    private final Users users = new Users();

    /// @param title what they give
    /// @param isThere whether there is some of it already
    QueueSide(String title, BooleanSupplier isThere) {
        this.title = title;
        this.isThere = isThere;
    }

    /// The current thread uses it.
    void note() {
        boolean _ = users.note();
    }

    /// What one on the other side needs.
    Need need() {
        return Need.any(this, this);
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public void tell(Holders holders) {
        users.tell(this, isThere.getAsBoolean(), holders);
    }
}
