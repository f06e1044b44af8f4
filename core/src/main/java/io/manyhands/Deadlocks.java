package io.manyhands;

import io.manyhands.room.RoomInquiry;
import io.manyhands.shared.Deadlock;
import io.manyhands.waits.Knots;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Finds threads that wait for each other, and so for ever: threads and virtual threads of this
/// program, of its worker processes, and of the programs that share something with it by
/// [HostShared].
///
/// ```java
/// for (Deadlock deadlock : Deadlocks.find()) {
///     System.err.println(deadlock);
///     Deadlocks.breakUp(deadlock);
/// }
/// ```
///
/// What is found is a deadlock: the same waits are seen twice, and whoever is not known to wait is
/// taken to go on. It is found if all of it is
/// - waits for locks, permits, room in queues or their items that these workers or a [HostShared]
///   have made, or for the end of tasks, without a limit of time;
/// - waits of platform threads for other locks of the JDK and for monitors, which cannot be broken
///   up, and are not seen in a process where no thread waits for something shared.
///
/// A queue does not say who will put or take. Who has done so is taken to be all who will, as long
/// as each of them is still at the same task, or its thread alive if it runs none.
///
/// Nothing is looked at unless somebody asks. Thread-safe.
public final class Deadlocks {
    private Deadlocks() {}

    /// Looks for deadlocks at this moment. Blocks for some milliseconds, two seconds if a process
    /// is stopped; such a one is logged, and left out. An interrupt does not matter.
    ///
    /// @return what there is; mostly nothing
    public static List<Deadlock> find() {
        Set<Long> silent = new TreeSet<>();
        Knots.Round first = Knots.first(RoomInquiry.sights(silent::add));
        List<Deadlock> found =
                first.numbers().isEmpty()
                        ? List.of()
                        : Knots.second(RoomInquiry.sights(silent::add), first);
        if (!silent.isEmpty()) {
            Reports.log("A process did not say in time what it waits for: pids=" + silent, null);
        }
        return found;
    }

    /// Has one of the waits of a deadlock fail with [io.manyhands.shared.DeadlockException]: the
    /// youngest that can, in whatever process. Its thread gets nothing by that and keeps what it
    /// had, so the others go on when it gives that up. Blocks for some milliseconds.
    ///
    /// @param deadlock what was found
    /// @return whether there was such a wait; it may have ended otherwise at that very moment
    public static boolean breakUp(Deadlock deadlock) {
        Checks.notNull("deadlock", deadlock);
        return deadlock.waiters().stream()
                .filter(waiter -> waiter.number() != 0)
                .sorted(Comparator.comparing(Deadlock.Waiter::since).reversed())
                .anyMatch(waiter -> RoomInquiry.breakUp(waiter, deadlock));
    }
}
