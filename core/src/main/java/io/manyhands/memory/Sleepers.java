package io.manyhands.memory;

/// Which members have threads that sleep until one certain thing changes: a bit for each slot.
///
/// A sleeper **adds itself, then attempts again**, and only then sleeps. Who changes something
/// commits by a volatile store or a compare-and-set, or has a full fence behind it, and **then
/// wakes**. So either the attempt sees the change, or the change finds the bit. Nobody is woken for
/// a particular change: whoever is woken attempts again, and nothing is lost with one that dies.
///
/// Thread-safe.
/* The first word has the bits of the lowest slots, and one that says that there may be more in the
 * other words: so who changes something reads one word if nobody sleeps. Whoever dies between taking
 * that bit and the others is gone, and that wakes everyone, who then put the bit there again.
 */
public final class Sleepers {
    /// How many bytes they take: a line of their own.
    public static final int BYTES = 64;

    private static final int LONGS = Members.MOST / Long.SIZE;
    private static final int FIRST_SLOTS = Long.SIZE - 1;
    private static final long MORE = 1L << FIRST_SLOTS;
    private static final int MORE_AT = Long.BYTES;

    private final Words words;
    private final long at;

    /// Those at an address.
    ///
    /// @param words the memory; zeroes there are nobody
    /// @param at where they are: a multiple of 64
    public Sleepers(Words words, long at) {
        this.words = words;
        this.at = at;
    }

    /// Says that threads of a member are about to sleep.
    ///
    /// @param slot the member's
    /// @return whether that was not said yet. Then others of this member who sleep here may rely on
    ///   a bit that was just taken: they are to be woken by the caller
    public boolean add(int slot) {
        boolean isNew = set(address(slot), 1L << slot);
        return slot < FIRST_SLOTS ? isNew : set(at, MORE) || isNew;
    }

    /// Whether threads of a member are said to sleep.
    ///
    /// @param slot the member's
    /// @return false if they were woken, or are about to be
    public boolean has(int slot) {
        return (words.loadLongVolatile(address(slot)) & 1L << slot) != 0;
    }

    /// Wakes all. To be called after what they wait for was committed.
    ///
    /// @param members who rings
    public void wake(Members members) {
        if (words.loadLongVolatile(at) != 0) {
            wakeAll(members);
        }
    }

    private void wakeAll(Members members) {
        long first = take(at);
        ringAll(members, 0, first & ~MORE);
        if ((first & MORE) != 0) {
            for (int i = 0; i < LONGS; i++) {
                ringAll(members, i * Long.SIZE, take(at + MORE_AT + (long) i * Long.BYTES));
            }
        }
    }

    /// Whether these are the same as others.
    ///
    /// @param other sleepers
    /// @return whether they are the same bits of the same memory
    public boolean isSame(Sleepers other) {
        return at == other.at && words.equals(other.words);
    }

    private boolean set(long address, long bit) {
        long found = words.loadLongVolatile(address);
        while ((found & bit) == 0) {
            if (words.casLong(address, found, found | bit)) {
                return true;
            }
            found = words.loadLongVolatile(address);
        }
        return false;
    }

    private long take(long address) {
        long found = words.loadLongVolatile(address);
        while (found != 0 && !words.casLong(address, found, 0)) {
            found = words.loadLongVolatile(address);
        }
        return found;
    }

    private static void ringAll(Members members, int firstSlot, long bits) {
        for (long left = bits; left != 0; left &= left - 1) {
            members.ring(firstSlot + Long.numberOfTrailingZeros(left));
        }
    }

    private long address(int slot) {
        return slot < FIRST_SLOTS ? at : at + MORE_AT + (long) (slot / Long.SIZE) * Long.BYTES;
    }
}
