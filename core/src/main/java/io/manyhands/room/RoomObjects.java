package io.manyhands.room;

import io.manyhands.memory.SharedFile;
import io.manyhands.shared.Blueprint;
import io.manyhands.shared.SharedPipe;
import io.manyhands.waits.Resource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// The objects of a room that this process uses. Thread-safe.
final class RoomObjects implements AutoCloseable {
    private final Room room;
    private final ReentrantLock lock = new ReentrantLock();

    /// Guarded by the lock.
    private final Map<String, Entry> entries = new HashMap<>();

    private record Entry(RoomObject object, Object front) {}

    RoomObjects(Room room) {
        this.room = room;
    }

    /// An object: the one there is, or a new one.
    ///
    /// @param blueprint its own, or that of what it is a part of
    /// @return its front: one for each key in this JVM
    <T> T get(String key, Blueprint<?> blueprint, Kind<T> kind) {
        lock.lock();
        try {
            Entry entry = entries.get(key);
            if (entry == null) {
                room.ensureOpen(blueprint.description());
                entry = Uninterrupted.get(() -> open(key, blueprint, kind));
                entries.put(key, entry);
            }
            entry.object().ensureIs(blueprint);
            @SuppressWarnings("unchecked") // a description stands for one kind
            T front = (T) entry.front();
            return front;
        } finally {
            lock.unlock();
        }
    }

    private Entry open(String key, Blueprint<?> blueprint, Kind<?> kind) {
        String draft = room.newDraft();
        try {
            SharedFile memory = ObjectFile.openOrCreate(room.path(), draft, key, blueprint, kind);
            RoomObject object = new RoomObject(room, key, blueprint, memory);
            return entry(kind, object);
        } catch (IOException refused) {
            throw new IllegalStateException(
                    "A shared object needs a file that can be made: what="
                            + (blueprint.description() + ", name=" + blueprint.name())
                            + (", reason=" + refused.getMessage()),
                    refused);
        }
    }

    private static Entry entry(Kind<?> kind, RoomObject object) {
        boolean isDone = false;
        try {
            Entry entry = new Entry(object, kind.front().apply(object));
            isDone = true;
            return entry;
        } finally {
            if (!isDone) {
                object.close();
            }
        }
    }

    /// What there is that threads of others may wait for, as far as this process uses it.
    List<Resource> resources() {
        lock.lock();
        try {
            List<Resource> all = new ArrayList<>();
            for (Entry entry : entries.values()) {
                if (entry.front() instanceof Resource resource) {
                    all.add(resource);
                } else if (entry.front() instanceof MappedQueue<?> queue) {
                    all.addAll(queue.sides());
                } else if (entry.front() instanceof SharedPipe<?>(MappedPipeEnd<?> end, _)) {
                    all.addAll(end.sides());
                }
            }
            return all;
        } finally {
            lock.unlock();
        }
    }

    /// Unmaps all: who is in the middle of a change goes no further.
    @Override
    public void close() {
        IllegalStateException failure = null;
        lock.lock();
        try {
            for (Entry entry : entries.values()) {
                try {
                    entry.object().close();
                } catch (IllegalStateException inUse) {
                    // An array that goes to a file or comes from one at this moment stays mapped.
                    failure = inUse;
                }
            }
            entries.clear();
        } finally {
            lock.unlock();
        }
        if (failure != null) {
            throw failure;
        }
    }
}
