package io.manyhands.memory;

/// The processes that share some memory, as the objects in it see them.
///
/// A member's id is an `int`: its slot in bits 0 to 7, and above the generation of that slot, which
/// is never 0. So no id is 0 or negative, and one whose process has ended is not given out again
/// before eight million others were.
///
/// Thread-safe.
public interface Members {
    /// How many members there can be at a time, each with a slot of its own.
    int MOST = 256;

    /// The slot of a member.
    ///
    /// @param member its id
    /// @return from 0 to 255
    static int slot(int member) {
        return member & (MOST - 1);
    }

    /// {@return this process's id}
    int self();

    /// Whether a member is known to have ended. Reads the table only.
    ///
    /// @param member its id
    /// @return never true of one that lives
    boolean isGone(int member);

    /// Whether a member has ended: asks the system, and if so marks it and wakes everyone. Takes
    /// about a microsecond.
    ///
    /// @param member its id
    /// @return never true of one that lives
    boolean isGoneForSure(int member);

    /// Wakes the threads of a member that sleep. Never blocks.
    ///
    /// @param slot the member's
    void ring(int slot);
}
