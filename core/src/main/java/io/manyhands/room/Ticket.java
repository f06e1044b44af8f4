package io.manyhands.room;

import io.manyhands.shared.Blueprint;
import java.io.Serial;
import java.io.Serializable;

/// What a shared object is on its way to another process of the same user, which finds it by this.
///
/// @param room the room's directory
/// @param key what the object is called in the room
/// @param blueprint what it is
record Ticket(String room, String key, Blueprint<?> blueprint) implements Serializable {
    @Serial private static final long serialVersionUID = 1;

    @Serial
    private Object readResolve() {
        return Room.attach(room).object(key, blueprint);
    }
}
