package io.manyhands.room;

import io.manyhands.memory.MemberTable;
import io.manyhands.memory.Members;
import io.manyhands.memory.SharedFile;
import io.manyhands.shared.Blueprint;
import io.manyhands.shared.SharedObjects;
import io.manyhands.spi.Upstream;
import io.manyhands.waits.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A directory of shared objects, and this process as one of its members.
///
/// There is one for a directory and JVM at a time. Thread-safe.
public final class Room implements Members, SharedObjects, AutoCloseable {
    private static final ReentrantLock LOCK = new ReentrantLock();

    /// Those that this JVM is in, by their directories. Guarded by the lock.
    private static final Map<Path, Room> OPEN = new HashMap<>();

    private final Path path;
    private final SharedFile file;
    private final MemberTable table;
    private final Liveness liveness;
    private final int self;
    private final Slumber slumber;
    private final Inquiries inquiries = new Inquiries(this);
    private final AtomicLong numbers = new AtomicLong();
    private final RoomObjects objects = new RoomObjects(this);
    private volatile boolean isClosed;

    private Room(RoomFiles files) throws IOException {
        this.path = files.path();
        this.file = files.members();
        this.table = files.table();
        this.liveness = files.liveness();
        int slot = takeSlot();
        files.ensureThere();
        int dead = table.member(slot);
        if (dead != 0) {
            boolean _ = table.markGone(dead);
        }
        String name = Objects.requireNonNullElse(Upstream.workerName(), "");
        this.self = table.enter(slot, ProcessHandle.current().pid(), name);
        this.slumber = new Slumber(this, files.isWatched());
        if (dead == 0) {
            RoomFiles.deleteOfGone(path, table::isGone);
        } else {
            bury(dead);
        }
    }

    /// Makes a room and enters it.
    ///
    /// @param directory is made: its parent is there, and the user's alone
    /// @param isWatched whether its maker only watches: notices deaths of those that it has started
    ///   and then calls [HostRooms#lookAll()]; otherwise those who wait look themselves
    /// @param annex what is put where the directory's file system has no more room: made when it is
    ///   needed first, and the caller's to remove; null for none
    /// @return the room, to be closed; the directory is the caller's to remove
    /// @throws IllegalStateException if it cannot be made
    public static Room make(Path directory, boolean isWatched, @Nullable Path annex) {
        Path _ = Uninterrupted.get(() -> makeFiles(directory, isWatched, annex));
        return Uninterrupted.get(() -> attach(directory));
    }

    private static Path makeFiles(Path directory, boolean isWatched, @Nullable Path annex) {
        try {
            RoomFiles.make(directory, isWatched, annex);
            return directory;
        } catch (IOException refused) {
            throw new IllegalStateException(
                    "Shared objects need a directory that can be made: path=" + directory, refused);
        }
    }

    /// The room of a directory: the one that this JVM is in, or it enters now.
    ///
    /// @param directory where it is
    /// @return the room; who is the first here may close it
    /// @throws IllegalStateException if there is none, or it cannot be entered
    public static Room attach(String directory) {
        return Uninterrupted.get(() -> attach(Path.of(directory)));
    }

    private static Room attach(Path path) {
        LOCK.lock();
        try {
            Room open = OPEN.get(path);
            return open == null ? enter(path) : open;
        } catch (IOException refused) {
            throw new IllegalStateException(
                    "Shared objects must be used while what made them is open: path=" + path,
                    refused);
        } finally {
            LOCK.unlock();
        }
    }

    /// Removes a room, unless somebody is in it.
    /* Not while this JVM enters it: to look opens a file whose close would give up what keeps this
     * member alive.
     */
    static void removeIfEmpty(Path directory) throws IOException {
        LOCK.lock();
        try {
            if (!OPEN.containsKey(directory)) {
                RoomFiles.removeIfEmpty(directory);
            }
        } finally {
            LOCK.unlock();
        }
    }

    private static Room enter(Path directory) throws IOException {
        RoomFiles files = RoomFiles.open(directory);
        boolean isDone = false;
        try {
            Room room = new Room(files);
            OPEN.put(directory, room);
            isDone = true;
            return room;
        } finally {
            if (!isDone) {
                files.close();
            }
        }
    }

    /// Where it is.
    ///
    /// @return its directory
    public Path path() {
        return path;
    }

    // Members.

    private int takeSlot() throws IOException {
        for (int slot = 0; slot < MOST; slot++) {
            if (liveness.take(slot)) {
                return slot;
            }
        }
        throw new IllegalStateException(
                "Shared objects must be used by 256 processes at most: path=" + path);
    }

    @Override
    public int self() {
        return self;
    }

    @Override
    public boolean isGone(int member) {
        return table.isGone(member);
    }

    @Override
    public boolean isGoneForSure(int member) {
        if (table.isGone(member)) {
            return true;
        }
        if (member == self) {
            return false;
        }
        if (liveness.ifFree(Members.slot(member), () -> table.markGone(member))) {
            bury(member);
            return true;
        }
        return false;
    }

    /// Removes what is left of a member that is marked as gone, and wakes all others. What is left
    /// of others goes as well: who was to bury them may have died before.
    private void bury(int member) {
        slumber.forget(member);
        RoomFiles.deleteOfGone(path, table::isGone);
        ringAll();
    }

    @Override
    public void ring(int slot) {
        if (slot == Members.slot(self)) {
            slumber.wakeThreads();
        } else {
            int member = table.member(slot);
            if (member != 0) {
                slumber.ring(member);
            }
        }
    }

    /// Looks whether members have died that are not known to have: marks them and wakes everyone
    /// who waits.
    public void look() {
        for (int slot = 0; slot < MOST; slot++) {
            int member = table.member(slot);
            if (member != 0) {
                boolean _ = isGoneForSure(member);
            }
        }
    }

    /// Does so in all rooms that this JVM is in.
    static void lookAll() {
        open().forEach(Room::look);
    }

    private void ringAll() {
        for (int slot = 0; slot < MOST; slot++) {
            if (table.member(slot) != 0) {
                ring(slot);
            }
        }
    }

    long pid(int member) {
        return table.pid(Members.slot(member));
    }

    String who(int member) {
        return table.who(Members.slot(member));
    }

    MemberTable table() {
        return table;
    }

    Inquiries inquiries() {
        return inquiries;
    }

    /// All rooms that this JVM is in.
    static List<Room> open() {
        LOCK.lock();
        try {
            return List.copyOf(OPEN.values());
        } finally {
            LOCK.unlock();
        }
    }

    Slumber slumber() {
        return slumber;
    }

    // Objects.

    @Override
    public <T> T shared(Blueprint<T> blueprint) {
        String name = blueprint.name();
        return object(
                name == null
                        ? "a." + Integer.toHexString(self) + "-" + numbers.incrementAndGet()
                        : "n." + name,
                blueprint);
    }

    /// An object of this room: the one there is, or a new one.
    ///
    /// @param key what it is called in this room
    /// @return its front: one for each key in this JVM
    <T> T object(String key, Blueprint<T> blueprint) {
        return object(key, blueprint, Kinds.of(blueprint));
    }

    /// An object of this room that may be a part of another, whose blueprint it has then.
    <T> T object(String key, Blueprint<?> blueprint, Kind<T> kind) {
        return objects.get(key, blueprint, kind);
    }

    /// What there is that threads of others may wait for, as far as this process uses it.
    List<Resource> resources() {
        return objects.resources();
    }

    /// A name for a file until it is complete: who dies before leaves it to those who notice.
    String newDraft() {
        return RoomFiles.draftPrefix(self) + numbers.incrementAndGet();
    }

    /// @throws IllegalStateException if this process has left
    void ensureOpen(String what) {
        if (isClosed) {
            throw new IllegalStateException(
                    "Shared objects must be used while what made them is open: what=" + what);
        }
    }

    /// Leaves: what this process holds is taken from it, and its threads that wait fail. The
    /// directory stays. Does nothing the second time.
    @Override
    public void close() {
        LOCK.lock();
        try {
            if (OPEN.remove(path, this)) {
                leave();
            }
        } finally {
            LOCK.unlock();
        }
    }

    /* To leave is like dying. A thread of this process may be in the middle of a change that others
     * undo once this member is gone: so the objects are unmapped first, which stops every access.
     */
    private void leave() {
        isClosed = true;
        try {
            objects.close();
        } finally {
            boolean _ = table.markGone(self);
            ringAll();
            slumber.close();
            inquiries.forget(self);
            Listener.closeQuietly(liveness);
            file.close();
        }
    }
}
