package io.manyhands.testkit.contract;

import java.io.Serializable;

/// A number that test and tasks write in turn, plainly: only what the workers promise makes each
/// write seen. Travels; not thread-safe.
record Cell(Place place) implements Serializable {
    Cell() {
        this(Place.of(() -> new int[1]));
    }

    int value() {
        return place.isFile() ? new Rows(place.file()).sum() : plain()[0];
    }

    void set(int value) {
        if (place.isFile()) {
            Rows rows = new Rows(place.file());
            int _ = rows.addAndSum(value - rows.sum());
        } else {
            plain()[0] = value;
        }
    }

    int increment() {
        set(value() + 1);
        return value();
    }

    /// Lets go of it.
    void end() {
        place.end();
    }

    private int[] plain() {
        return place.object(int[].class, () -> new int[1]);
    }
}
