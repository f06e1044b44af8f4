package io.manyhands.room;

import io.manyhands.memory.Members;
import io.manyhands.memory.Sleepers;
import io.manyhands.waits.Holders;
import io.manyhands.waits.Need;
import io.manyhands.waits.Resource;
import io.manyhands.waits.Users;
import java.util.function.BooleanSupplier;

/// Who has used one side of a queue of processes: the memory knows which processes, each of them
/// which of its threads. Thread-safe.
final class RoomSide implements Resource {
    private final Room room;
    private final Sleepers members;
    private final String key;
    private final String title;
    private final BooleanSupplier isThere;
    private final Users users = new Users();

    /// @param isThere whether there is already what this side gives
    RoomSide(Room room, Sleepers members, String key, String title, BooleanSupplier isThere) {
        this.room = room;
        this.members = members;
        this.key = key;
        this.title = title;
        this.isThere = isThere;
    }

    /// The current thread uses it.
    void note() {
        if (users.note()) {
            boolean _ = members.add(Members.slot(room.self()));
        }
    }

    /// What one on the other side needs.
    Need need() {
        return Need.any(this, key);
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public void tell(Holders holders) {
        users.tell(key, isThere.getAsBoolean(), holders);
        for (int slot = 0; slot < Members.MOST; slot++) {
            if (members.has(slot)) {
                // Where one has gone, another may come at any time.
                boolean isGone = room.table().member(slot) == 0;
                int who = isGone ? Holders.ANYBODY : Holders.ITS_OWN;
                holders.hold(key, room.pid(slot), who, 1);
            }
        }
    }
}
