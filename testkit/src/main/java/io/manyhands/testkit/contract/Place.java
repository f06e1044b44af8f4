package io.manyhands.testkit.contract;

import java.io.File;
import java.io.Serializable;
import java.util.function.Supplier;

/// Where something is that test and tasks share: in the test's JVM, or in a file, where tasks in
/// other processes find it too. Travels; thread-safe.
///
/// @param number of its own in the JVM that made it
/// @param directory that of the file, or nothing if it is in the JVM
record Place(long number, String directory) implements Serializable {
    /// A new place, of the sort that the running test needs.
    ///
    /// @param made makes what is there, if it is in this JVM
    static Place of(Supplier<?> made) {
        String directory = TestDirectory.path();
        return directory.isEmpty()
                ? new Place(Shared.put(made.get()), "")
                : new Place(Shared.nextNumber(), directory);
    }

    boolean isFile() {
        return !directory.isEmpty();
    }

    /// The file; its directory is there until the end of the test.
    File file() {
        return new File(directory, Long.toString(number));
    }

    /// What is in the JVM; after the end of the test, something that nobody else has.
    <T> T object(Class<T> type, Supplier<T> gone) {
        return Shared.get(number, type, gone);
    }

    /// Lets go of what is in the JVM.
    void end() {
        Shared.remove(number);
    }
}
