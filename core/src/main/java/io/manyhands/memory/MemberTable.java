package io.manyhands.memory;

import java.nio.charset.StandardCharsets;

/// The table of the members of some shared memory: who has which slot, in which generation.
///
/// A slot has one word, which is the id of the member that lives there, or the same number negative
/// once it has ended, or 0. It is written only by one who holds the slot otherwise: its lock.
///
/// Thread-safe.
public final class MemberTable {
    /// How many bytes it takes.
    public static final int BYTES = 64 * (1 + Members.MOST);

    private static final int LINE = 64;
    private static final int CHANGES_AT = 0;
    private static final int NAME_LENGTH_AT = 4;
    private static final int ASKED_AT = 8;
    private static final int PID_AT = 8;
    private static final int NAME_AT = 16;
    private static final int ASLEEP_AT = 60;
    private static final int MOST_NAME = ASLEEP_AT - NAME_AT;
    private static final int SLOT_BITS = 8;
    private static final int MOST_GENERATION = (1 << 23) - 1;

    private final Words words;
    private final long at;

    /// The table at an address.
    ///
    /// @param words the memory; zeroes there are an empty table
    /// @param at where it is: a multiple of 64
    public MemberTable(Words words, long at) {
        this.words = words;
        this.at = at;
    }

    /// {@return a number that is another after each coming and going}
    public int changes() {
        return words.loadIntVolatile(at + CHANGES_AT);
    }

    /// Says that somebody has come or gone.
    public void announce() {
        int _ = add(at + CHANGES_AT, 1);
    }

    /// {@return a number that is another after each question}
    public int asked() {
        return words.loadIntVolatile(at + ASKED_AT);
    }

    /// Asks all members something.
    ///
    /// @return the number of the question
    public int ask() {
        return add(at + ASKED_AT, 1);
    }

    /// Threads of a member are about to sleep, or are up again.
    ///
    /// @param slot the member's
    /// @param change how many more sleep
    public void sleeps(int slot, int change) {
        int _ = add(line(slot) + ASLEEP_AT, change);
    }

    /// Whether threads of a member seem to sleep, so that it can be asked.
    ///
    /// @param slot the member's
    /// @return a hint
    public boolean isAsleep(int slot) {
        return words.loadIntVolatile(line(slot) + ASLEEP_AT) > 0;
    }

    private int add(long address, int change) {
        int found = words.loadIntVolatile(address);
        while (!words.casInt(address, found, found + change)) {
            found = words.loadIntVolatile(address);
        }
        return found + change;
    }

    /// Who lives in a slot.
    ///
    /// @param slot which
    /// @return the id of the member, which may have died unnoticed; 0 if it is free
    public int member(int slot) {
        return Math.max(0, words.loadIntVolatile(line(slot)));
    }

    /// Whether a member is known to have ended.
    ///
    /// @param member its id
    /// @return never true of one that lives
    public boolean isGone(int member) {
        return words.loadIntVolatile(line(Members.slot(member))) != member;
    }

    /// Enters a member into a free slot that the caller has the lock of.
    ///
    /// @param slot which
    /// @param pid its process
    /// @param name what it is called in messages; the rest of a long one is left out
    /// @return its id
    public int enter(int slot, long pid, String name) {
        int last = Math.abs(words.loadIntVolatile(line(slot)));
        int generation = (last >>> SLOT_BITS) % MOST_GENERATION + 1;
        int member = generation << SLOT_BITS | slot;
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, MOST_NAME);
        words.copyIn(line(slot) + NAME_AT, text, 0, length);
        words.storeInt(line(slot) + NAME_LENGTH_AT, length);
        words.storeLong(line(slot) + PID_AT, pid);
        words.storeInt(line(slot) + ASLEEP_AT, 0);
        words.storeIntVolatile(line(slot), member);
        announce();
        return member;
    }

    /// Marks a member as gone; the caller has the lock of its slot. Those who wait are to be woken
    /// after that.
    ///
    /// @param member its id
    /// @return whether it was not marked yet
    public boolean markGone(int member) {
        boolean marked = words.casInt(line(Members.slot(member)), member, -member);
        if (marked) {
            announce();
        }
        return marked;
    }

    /// Who the member is that has or had a slot.
    ///
    /// @param slot which
    /// @return its name, if it has one, and its process id: for messages only
    public String who(int slot) {
        byte[] text =
                new byte[Math.clamp(words.loadInt(line(slot) + NAME_LENGTH_AT), 0, MOST_NAME)];
        words.copyOut(line(slot) + NAME_AT, text, 0, text.length);
        String name = new String(text, StandardCharsets.UTF_8);
        String process = "process " + words.loadLong(line(slot) + PID_AT);
        return name.isEmpty() ? process : name + ", " + process;
    }

    /// The process of the member that has or had a slot.
    ///
    /// @param slot which
    /// @return its process id
    public long pid(int slot) {
        return words.loadLong(line(slot) + PID_AT);
    }

    /// {@return how many slots are taken}
    public int size() {
        int taken = 0;
        for (int slot = 0; slot < Members.MOST; slot++) {
            taken += member(slot) == 0 ? 0 : 1;
        }
        return taken;
    }

    private long line(int slot) {
        return at + (long) LINE * (1 + slot);
    }
}
