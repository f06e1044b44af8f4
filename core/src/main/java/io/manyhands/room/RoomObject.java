package io.manyhands.room;

import io.manyhands.memory.Members;
import io.manyhands.memory.SharedFile;
import io.manyhands.memory.Sleepers;
import io.manyhands.memory.Words;
import io.manyhands.shared.Blueprint;
import io.manyhands.waits.Holders;
import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;

/// One shared object as its front in this process uses it: memory, members, waiting. Thread-safe.
final class RoomObject {
    private final Room room;
    private final String key;
    private final Blueprint<?> blueprint;
    private final SharedFile file;
    private final String title;

    RoomObject(Room room, String key, Blueprint<?> blueprint, SharedFile file) {
        this.room = room;
        this.key = key;
        this.blueprint = blueprint;
        this.file = file;
        String description = blueprint.description();
        int end = description.indexOf(',');
        this.title = title(end < 0 ? description : description.substring(0, end));
    }

    /// What it is called in messages: its kind and its name.
    String title() {
        return title;
    }

    /// The same for a part of it.
    String title(String kind) {
        return blueprint.name() == null ? kind : kind + " " + blueprint.name();
    }

    /// The object's memory, which begins at [#at()].
    Words words() {
        return file.words();
    }

    /// All the bytes of its file, as a segment that ends with the room.
    MemorySegment segment() {
        return file.segment();
    }

    /// Where the object begins in its memory: a multiple of 64.
    long at() {
        return ObjectFile.HEADER_BYTES;
    }

    Members members() {
        return room;
    }

    /// A number that is another after each coming and going of a member.
    int changes() {
        return room.table().changes();
    }

    /// Looks for members that are gone and whose death nobody has noticed.
    ///
    /// @return whether there may be any; false if nobody has come or gone
    boolean findsSomebodyGone() {
        int before = changes();
        room.look();
        return changes() != before;
    }

    /// Who a member is: for messages.
    String who(int member) {
        return room.who(member);
    }

    /// What the object, or a part of it, is called among all that processes share.
    String key(String part) {
        return room.path() + " " + key + part;
    }

    /// Says which thread of a member has something, if any has.
    void tell(Holders holders, String what, int member, int thread) {
        if (member != 0) {
            holders.hold(what, room.pid(member), thread, 1);
        }
    }

    /// One side of a queue.
    ///
    /// @param number 0 or 1
    /// @param what it gives to those on the other
    /// @param isThere whether there is some of that already
    RoomSide side(int number, String what, BooleanSupplier isThere) {
        long at = ObjectFile.SIDES_AT + (long) Sleepers.BYTES * number;
        return new RoomSide(
                room, new Sleepers(words(), at), key(" " + number), what + title(), isThere);
    }

    /// What threads of this process wait by until something changes.
    ///
    /// @param reason what they wait for, for those who look at them: the object's title, say
    Waiting waiting(Sleepers sleepers, String reason) {
        return new Waiting(room, sleepers, reason);
    }

    /// @throws IllegalArgumentException if it is of another kind, or has other parameters
    void ensureIs(Blueprint<?> wanted) {
        if (!blueprint.description().equals(wanted.description())) {
            throw wanted.refusal(blueprint.description());
        }
    }

    /// @throws IllegalStateException if what made the object was closed
    void ensureOpen() {
        room.ensureOpen(title);
    }

    /// A part of this object with memory of its own.
    ///
    /// @param name of the part
    <T> T part(String name, Kind<T> kind) {
        return room.object("p." + key.length() + "." + key + "." + name, blueprint, kind);
    }

    /// What a front is replaced with on its way to another process.
    Object ticket() {
        return new Ticket(room.path().toString(), key, blueprint);
    }

    void close() {
        file.close();
    }
}
