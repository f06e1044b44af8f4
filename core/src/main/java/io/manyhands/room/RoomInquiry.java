package io.manyhands.room;

import io.manyhands.shared.Deadlock;
import io.manyhands.waits.Resource;
import io.manyhands.waits.Sight;
import io.manyhands.waits.Wait;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/// Asks this process, and all processes in the rooms that it is in, what their threads wait for.
/// Stateless.
public final class RoomInquiry {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private RoomInquiry() {}

    /// Asks. Blocks for at most about a second; an interrupt does not matter.
    ///
    /// @param silent is told the process ids of those who have not answered in time
    /// @return what they tell
    public static List<Sight> sights(LongConsumer silent) {
        Map<Room, Map<Integer, Integer>> asked = new LinkedHashMap<>();
        for (Room room : Room.open()) {
            try {
                asked.put(room, room.inquiries().ask());
            } catch (IllegalStateException left) {
                // It was closed just now.
            }
        }
        List<Sight> sights = new ArrayList<>(List.of(ownSight()));
        long end = System.nanoTime() + LIMIT_NANOS;
        asked.forEach((room, members) -> {
            try {
                sights.addAll(room.inquiries().answers(members, end));
                members.keySet().forEach(member -> silent.accept(room.pid(member)));
            } catch (IllegalStateException left) {
                // Likewise.
            }
        });
        return sights;
    }

    static Sight ownSight() {
        IllegalStateException failure;
        int rooms;
        do {
            List<Room> open = Room.open();
            rooms = open.size();
            List<Resource> all = new ArrayList<>();
            open.forEach(room -> all.addAll(room.resources()));
            try {
                return Sight.own(all);
            } catch (IllegalStateException left) {
                // A room was closed just now, and is among them no more.
                failure = left;
            }
        } while (rooms > 0);
        throw failure;
    }

    /// Has a wait fail that is part of a deadlock. Blocks for at most about a second.
    ///
    /// @param waiter whose wait
    /// @param why what its thread is told
    /// @return whether that could be said to its process
    public static boolean breakUp(Deadlock.Waiter waiter, Deadlock why) {
        if (waiter.pid() == ProcessHandle.current().pid()) {
            return Wait.breakUp(waiter.number(), why);
        }
        long end = System.nanoTime() + LIMIT_NANOS;
        boolean isKnown;
        do {
            isKnown = false;
            for (Room room : Room.open()) {
                try {
                    Inquiries inquiries = room.inquiries();
                    int member = inquiries.member(waiter.pid());
                    isKnown = isKnown || member != 0;
                    if (member != 0
                            && inquiries.canHear(member)
                            && inquiries.breakUp(member, waiter.number(), why, end)) {
                        return true;
                    }
                } catch (IllegalStateException left) {
                    // It was closed just now.
                }
            }
            // It may just be awake, and about to look what has changed.
            LockSupport.parkNanos(PAUSE_NANOS);
        } while (isKnown && System.nanoTime() - end < 0);
        return false;
    }
}
