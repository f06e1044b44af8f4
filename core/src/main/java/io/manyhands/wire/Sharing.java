package io.manyhands.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The numbers of the objects that one encoding has met, by identity, so that one that is met again
/// is written as its number. Confined to one thread.
@SuppressWarnings("ReferenceEquality") // Identity is what it is about.
final class Sharing {
    /*
     * Up to SCANNED objects are compared one by one, which needs no hash code. Beyond that, an
     * open-addressing table holds 1 + number. A text is hashed by its content, which is cached and
     * cheap, whereas an identity hash code must be made by the virtual machine; since equal texts
     * that are distinct objects would crowd one place, a text that finds its first PROBES places
     * taken goes on from its identity hash code. Nothing is ever removed before clear(), so that a
     * search that takes the same way finds what was put.
     *
     * Some objects can be made only when their parts are there (records, lambdas, immutable
     * collections). Such a one is open from its beginning to its end. A reference to an open one is a
     * cycle that the compact form cannot express.
     */
    private static final int SCANNED = 8;
    private static final int PROBES = 8;
    private static final int KEPT = 1 << 14;

    private static final @Nullable Object[] NO_OBJECTS = {};
    private static final boolean[] NONE_OPEN = {};
    private static final int[] NO_TABLE = {};

    private @Nullable Object[] objects = NO_OBJECTS;
    private boolean[] open = NONE_OPEN;
    private int[] table = NO_TABLE;
    private int count;

    /// The number of an object that was met before; otherwise -1, and the object has been given the
    /// next number, which is [#last].
    ///
    /// @param isOpen whether it cannot be referred to before it is closed
    int findOrAdd(Object object, boolean isOpen) {
        if (count <= SCANNED) {
            for (int i = 0; i < count; i++) {
                if (objects[i] == object) {
                    return i;
                }
            }
            add(object, isOpen);
            if (count > SCANNED) {
                rebuild();
            }
            return -1;
        }
        int place = place(object);
        if (table[place] != 0) {
            return table[place] - 1;
        }
        add(object, isOpen);
        if (2 * count > table.length) {
            rebuild();
        } else {
            table[place] = count;
        }
        return -1;
    }

    /// The number that was given last.
    int last() {
        return count - 1;
    }

    void close(int number) {
        open[number] = false;
    }

    boolean isOpen(int number) {
        return open[number];
    }

    void clear() {
        if (count == 0) {
            return;
        }
        if (count > KEPT) {
            objects = NO_OBJECTS;
            open = NONE_OPEN;
            table = NO_TABLE;
        } else {
            Arrays.fill(objects, 0, count, null);
            if (count > SCANNED) {
                Arrays.fill(table, 0);
            }
        }
        count = 0;
    }

    private void add(Object object, boolean isOpen) {
        if (count == objects.length) {
            int room = Math.max(SCANNED, 2 * count);
            objects = Arrays.copyOf(objects, room);
            open = Arrays.copyOf(open, room);
        }
        objects[count] = object;
        open[count] = isOpen;
        count++;
    }

    private void rebuild() {
        if (4 * count > table.length) {
            table = new int[Math.max(64, Integer.highestOneBit(count) << 3)];
        }
        for (int i = 0; i < count; i++) {
            Object object = objects[i];
            if (object != null) {
                table[place(object)] = i + 1;
            }
        }
    }

    /// Where the object is in the table, or else the empty place where it belongs.
    private int place(Object object) {
        int mask = table.length - 1;
        if (object instanceof String text) {
            int place = spread(text.hashCode()) & mask;
            for (int i = 0; i < PROBES; i++) {
                if (isHere(place, object)) {
                    return place;
                }
                place = (place + 1) & mask;
            }
        }
        int place = spread(System.identityHashCode(object)) & mask;
        while (!isHere(place, object)) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private boolean isHere(int place, Object object) {
        int entry = table[place];
        return entry == 0 || objects[entry - 1] == object;
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9e3779b9;
        return mixed ^ (mixed >>> 16);
    }
}
