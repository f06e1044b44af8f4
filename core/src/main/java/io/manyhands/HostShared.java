package io.manyhands;

import io.manyhands.room.HostRooms;
import io.manyhands.room.Room;
import io.manyhands.shared.Blueprint;
import io.manyhands.shared.SharedObjects;
import java.util.concurrent.atomic.AtomicBoolean;

/// Locks, queues, memory and more that programs of one user on one machine share by a name, though
/// none of them has started the other.
///
/// ```java
/// try (HostShared billing = HostShared.open("billing")) {
///     SharedLock ledger = billing.lock("ledger");
///     try (var _ = ledger.hold()) {
///         write();
///     }
/// }
/// ```
///
/// What is made is there until the last program that has opened the name has closed it or has
/// ended, in whatever way; the next one begins anew. When a program ends that holds something, one
/// who waits for it goes on within about 20 milliseconds. What killed programs have left is removed
/// when somebody opens something the next time.
///
/// All lies in a directory of the user's that nobody else can open, in `/dev/shm` or, where that is
/// missing, in the directory for temporary files, which has to be the same for all programs then.
/// What does not fit into `/dev/shm` is among the temporary files of the program that was the first
/// to open the name. At most 256 processes share one name. A task in a worker process can use a
/// captured object as well.
///
/// Thread-safe.
public final class HostShared implements SharedObjects, AutoCloseable {
    private final String name;
    private final Room room;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    private HostShared(String name, Room room) {
        this.name = name;
        this.room = room;
    }

    /// Opens what programs share by a name. Waits while others open or close something of the
    /// user's, which takes milliseconds.
    ///
    /// @param name from 1 to 200 letters and digits of ASCII, points, hyphens and underscores
    /// @return what they share, to be closed
    /// @throws IllegalArgumentException if the name is something else
    /// @throws IllegalStateException if there is no directory for it that is the user's alone, no
    ///   room in it, or what is there is of another version of this library; if 256 processes have
    ///   it open; or if somebody keeps others from opening for ten seconds
    public static HostShared open(String name) {
        Checks.notNull("name", name);
        return new HostShared(name, HostRooms.enter(name));
    }

    /// {@inheritDoc}
    ///
    /// @throws IllegalStateException if this was closed, or there is no room for it: neither in
    ///   `/dev/shm` nor among the temporary files
    @Override
    public <T> T shared(Blueprint<T> blueprint) {
        Checks.notNull("blueprint", blueprint);
        if (isClosed.get()) {
            throw new IllegalStateException(
                    "What programs share must be used before it is closed: name=" + name);
        }
        return room.shared(blueprint);
    }

    /// Closes it. When it is closed as often as it was opened in this program, what this program
    /// holds is taken from it, its objects are of no more use here, and threads that wait for them
    /// get [IllegalStateException]. Does nothing the second time.
    @Override
    public void close() {
        if (isClosed.compareAndSet(false, true)) {
            HostRooms.leave(room);
        }
    }

    @Override
    public String toString() {
        return "HostShared[" + name + "]";
    }
}
