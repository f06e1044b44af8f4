package io.manyhands.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Descriptions of classes and lambdas that both ends of a line know by number, so that a value
/// need only carry the number. Entries have the numbers 0, 1, 2, ... and never change.
///
/// The writing end's dictionary is filled by encoding. Whoever owns the line sends the new entries
/// ahead: after `encode`, and before its bytes, those from the number of entries sent so far up to
/// [#size]. The reading end gives them to [#define] of its own dictionary, which only stores bytes:
/// classes are looked for when a value that needs them is decoded.
///
/// Processes that share memory keep them there instead, in common, and send nothing ahead.
///
/// Entries are few: 65,536, of at most 64 KiB each and 64 MiB together. What no longer fits goes by
/// JDK serialization. Thread-safe; without locks for what is known already. It keeps no class from
/// being unloaded; the entry of one that was stays, and is found again by one of the same
/// description.
public final class Dictionary {
    /*
     * A class's number is kept with the class (ClassValue), as an object of the JDK's, so that it
     * refers to nothing of ours or of the user's. 0 means that there is none yet.
     *
     * The number is published after the entry, by volatile writes to `entries`, then `size`, then the
     * AtomicInteger. So a thread that finds the number also finds the entry, and finds it below size().
     */
    /// How many entries there can be.
    static final int MAX_ENTRIES = 1 << 16;

    /// How long one entry can be.
    static final int MAX_ENTRY_BYTES = 1 << 16;

    private static final int MAX_TOTAL_BYTES = 1 << 26;
    private static final int INITIAL_ENTRIES = 16;
    private static final int SHARE_ATTEMPTS = 4;

    /// Where each class's number is kept.
    private static final class Numbers extends ClassValue<AtomicInteger> {
        @Override
        protected AtomicInteger computeValue(Class<?> type) {
            return new AtomicInteger();
        }
    }

    /// Where the entries are that this one has in common with others; null if it is for a line.
    private final @Nullable CommonEntries common;

    private final Numbers numbers = new Numbers();
    private final ReentrantLock growing = new ReentrantLock();

    /// The numbers by content: many classes can share one description. Guarded by `growing`.
    private final Map<String, Integer> interned = new HashMap<>();

    /// Guarded by `growing`.
    private int totalBytes;

    /// Written under `growing`, before `size`.
    private volatile byte[][] entries = new byte[INITIAL_ENTRIES][];

    /// Written under `growing`.
    private volatile int size;

    /// How far the common entries were read. Guarded by `growing`.
    private long position;

    /// An empty dictionary.
    public Dictionary() {
        common = null;
    }

    /// A dictionary for values that any of several processes writes and any reads: nothing needs to
    /// be sent ahead.
    ///
    /// @param common the entries that their dictionaries have in common
    public Dictionary(CommonEntries common) {
        this.common = common;
    }

    /// How many entries there are.
    ///
    /// @return the number that the next entry will have
    public int size() {
        return size;
    }

    /// The bytes of an entry, for [#define] at the other end.
    ///
    /// @param id the entry's number, from 0 to below [#size]
    /// @return a copy of the bytes
    /// @throws IndexOutOfBoundsException if there is no such entry
    public byte[] entry(int id) {
        return definition(id).clone();
    }

    /// Stores an entry of the other end's dictionary. Runs no user code. The same entry may come
    /// again.
    ///
    /// @param id the entry's number: at most [#size]
    /// @param definition the bytes that the other end's [#entry] gave
    /// @throws NotDecodableException if an entry before it is missing, if there is another one of
    ///   that number, or if the dictionary would become too large
    public void define(int id, byte[] definition) throws NotDecodableException {
        growing.lock();
        try {
            if (id < 0 || id > size) {
                throw refusal("Entries of a dictionary must come in order", id, definition);
            }
            if (id < size) {
                ensureSame(id, definition);
            } else if (!fits(definition)) {
                throw refusal("A dictionary must stay within its bounds", id, definition);
            } else {
                append(definition.clone());
            }
        } finally {
            growing.unlock();
        }
    }

    /// The number of a class's entry; -1 if it has none yet.
    int idOf(Class<?> type) {
        return numbers.get(type).get() - 1;
    }

    /// Adds a class's entry, unless it is there.
    ///
    /// @return its number; -1 if it does not fit
    int add(Class<?> type, byte[] definition) {
        String content = new String(definition, StandardCharsets.ISO_8859_1);
        growing.lock();
        try {
            Integer id = interned.get(content);
            if (id == null) {
                id = common == null ? intern(content, definition) : share(content, definition);
                if (id < 0) {
                    return -1;
                }
            }
            numbers.get(type).set(id + 1);
            return id;
        } finally {
            growing.unlock();
        }
    }

    /// Looks whether others have added common entries.
    void refresh() {
        if (common != null) {
            growing.lock();
            try {
                readCommon(common);
            } finally {
                growing.unlock();
            }
        }
    }

    private int share(String content, byte[] definition) {
        CommonEntries entries = Objects.requireNonNull(common);
        for (int attempt = 0; attempt < SHARE_ATTEMPTS; attempt++) {
            readCommon(entries);
            Integer id = interned.get(content);
            if (id != null) {
                return id;
            }
            boolean _ = fits(definition) && entries.append(position, definition);
        }
        return -1;
    }

    private void readCommon(CommonEntries entries) {
        while (position < entries.end()) {
            byte[] definition = entries.read(position);
            String content = new String(definition, StandardCharsets.ISO_8859_1);
            interned.putIfAbsent(content, size);
            append(definition);
            position = entries.after(position);
        }
    }

    private int intern(String content, byte[] definition) {
        if (!fits(definition)) {
            return -1;
        }
        int id = size;
        interned.put(content, id);
        append(definition);
        return id;
    }

    /// The bytes of an entry, not to be changed.
    byte[] definition(int id) {
        if (id < 0 || id >= size) {
            throw new IndexOutOfBoundsException(
                    "An entry must be defined before it is used: entry=" + id + (", size=" + size));
        }
        return entries[id];
    }

    private void ensureSame(int id, byte[] definition) throws NotDecodableException {
        if (!Arrays.equals(entries[id], definition)) {
            throw refusal("An entry of a dictionary must not change", id, definition);
        }
    }

    private boolean fits(byte[] definition) {
        return size < MAX_ENTRIES
                && definition.length <= MAX_ENTRY_BYTES
                && definition.length <= MAX_TOTAL_BYTES - totalBytes;
    }

    private void append(byte[] definition) {
        int id = size;
        byte[][] room = id == entries.length ? Arrays.copyOf(entries, 2 * id) : entries;
        room[id] = definition;
        entries = room;
        totalBytes += definition.length;
        size = id + 1;
    }

    private NotDecodableException refusal(String rule, int id, byte[] definition) {
        return new NotDecodableException(
                rule + ": entry=" + id + ", size=" + size + ", bytes=" + definition.length, null);
    }
}
