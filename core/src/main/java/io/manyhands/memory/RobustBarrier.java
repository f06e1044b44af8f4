package io.manyhands.memory;

/// Where so many parties wait for each other, again and again, unless one of them is gone.
///
/// Each round has a number. A party arrives in a round, and then asks how it went on, until it was
/// passed or broke. The last to come may have something to do before the round is
/// [passed][#pass(long)]. A round breaks if a member is gone that has arrived in it or is
/// registered. No operation blocks. Thread-safe.
public final class RobustBarrier {
    /// Instead of an arrival: somebody was in the middle of a change for too long; to be tried
    /// again.
    public static final long AGAIN = -1;

    /// Instead of an arrival: all have come, and the last is not ready. Then this one is woken.
    public static final long FULL = -2;

    /// Instead of an arrival: the barrier is broken.
    public static final long BROKEN = -3;

    private static final int ROUND_AT = Guard.BYTES;
    private static final int ARRIVED_AT = ROUND_AT + 8;
    private static final int BROKEN_AT = ROUND_AT + 16;
    private static final int ENDS_AT = ROUND_AT + 24;
    private static final int LAST_BREAK_AT = ROUND_AT + 32;
    private static final int SLOTS_AT = ROUND_AT + 40;
    private static final int OVER_AT = ROUND_AT + 48;
    private static final int SLEEPERS_AT = ROUND_AT + 64;
    private static final int REGISTERED_AT = SLEEPERS_AT + Sleepers.BYTES;
    private static final int ARRIVALS_AT = REGISTERED_AT + Tally.BYTES;

    private final Words words;
    private final long at;
    private final Members members;
    private final Guard guard;
    private final Sleepers sleepers;
    private final Tally registered;
    private final int parties;

    /// How a round went on.
    public enum Round {
        /// Not all have come, or the last is not ready.
        OPEN,

        /// All have come, and may go on.
        PASSED,

        /// It broke, or was ended by a reset.
        BROKEN,

        /// Somebody was in the middle of a change for too long; to be asked again.
        AGAIN
    }

    /// A barrier as one member sees it.
    ///
    /// @param words the memory, full of zeroes at first where the barrier lies
    /// @param at where the barrier lies: a multiple of 64
    /// @param members whose memory it is
    /// @param parties how many must come: the same for all who use it
    public RobustBarrier(Words words, long at, Members members, int parties) {
        this.words = words;
        this.at = at;
        this.members = members;
        this.guard = new Guard(words, at, members);
        this.sleepers = new Sleepers(words, at + SLEEPERS_AT);
        this.registered = new Tally(words, at + REGISTERED_AT, guard);
        this.parties = parties;
    }

    /// {@return how many bytes a barrier takes}
    public static long sizeBytes() {
        return ARRIVALS_AT + (long) Long.BYTES * Members.MOST;
    }

    /// {@return those who sleep until the round is passed or broken}
    public Sleepers sleepers() {
        return sleepers;
    }

    /// One more party has come.
    ///
    /// @param isReady whether the round is passed if it is the last; if not, that one has to
    ///   [pass][#pass(long)] it
    /// @return a number of which others here tell more, or one of [#AGAIN], [#FULL] and [#BROKEN]
    public long arrive(boolean isReady) {
        if (!guard.tryEnter()) {
            return AGAIN;
        }
        boolean isOver = false;
        try {
            isOver = breakIfLost();
            if (guard.load(at + BROKEN_AT) != 0) {
                return BROKEN;
            }
            long arrived = guard.load(at + ARRIVED_AT);
            if (arrived == parties) {
                return FULL;
            }
            long round = guard.load(at + ROUND_AT);
            enter(round, arrived);
            isOver = isReady && arrived + 1 == parties;
            if (isOver) {
                finish(round, false);
                commitEnd();
            } else {
                guard.commit();
            }
            return round * parties + arrived;
        } finally {
            leave(isOver);
        }
    }

    /// How many were still to come.
    ///
    /// @param arrival what [#arrive(boolean)] gave
    /// @return 0 for the last
    public int index(long arrival) {
        return (int) (parties - 1 - arrival % parties);
    }

    /// How the round of an arrival went on; breaks it if one of its parties is gone.
    ///
    /// @param arrival what [#arrive(boolean)] gave
    /// @return how
    public Round look(long arrival) {
        long round = arrival / parties;
        // First that it is over, which is final; a break of it was noted before that.
        if (words.loadLongVolatile(at + OVER_AT) > round
                && words.loadLongVolatile(at + LAST_BREAK_AT) <= round) {
            return Round.PASSED;
        }
        // No more than a hint, but a change that comes later rings.
        if (words.loadLongVolatile(at + ROUND_AT) == round && !isLost(round)) {
            return Round.OPEN;
        }
        if (!guard.tryEnter()) {
            return Round.AGAIN;
        }
        boolean isOver = false;
        try {
            isOver = breakIfLost();
            return ended(round);
        } finally {
            leave(isOver);
        }
    }

    /// The last party is ready.
    ///
    /// @param arrival what [#arrive(boolean)] gave
    /// @return how the round was: `OPEN`, if it is passed by this
    public Round pass(long arrival) {
        return end(arrival, false);
    }

    /// A party gives up: its round breaks, unless it is over.
    ///
    /// @param arrival what [#arrive(boolean)] gave
    /// @return how the round was: `OPEN`, if this is what broke it
    public Round breakUp(long arrival) {
        return end(arrival, true);
    }

    /// Breaks the round, for one who did not arrive in it.
    ///
    /// @return `DONE`; `BUSY`, if the barrier was broken before; or `AGAIN`
    public Attempt breakNow() {
        if (!guard.tryEnter()) {
            return Attempt.AGAIN;
        }
        try {
            if (breakIfLost() || guard.load(at + BROKEN_AT) != 0) {
                return Attempt.BUSY;
            }
            finish(guard.load(at + ROUND_AT), true);
            commitEnd();
            return Attempt.DONE;
        } finally {
            leave(true);
        }
    }

    /// Ends the round, as broken if anybody has come, and begins anew without those who are gone.
    ///
    /// @return `DONE` or `AGAIN`
    public Attempt reset() {
        if (!guard.tryEnter()) {
            return Attempt.AGAIN;
        }
        try {
            registered.takeBack(members);
            if (guard.load(at + ARRIVED_AT) != 0) {
                finish(guard.load(at + ROUND_AT), true);
            }
            guard.set(at + BROKEN_AT, 0);
            commitEnd();
        } finally {
            leave(true);
        }
        return Attempt.DONE;
    }

    /// This member begins or ceases to be a party whose end breaks the barrier, also while it does
    /// not wait.
    ///
    /// @param isParty which of them
    /// @return `DONE` or `AGAIN`
    public Attempt register(boolean isParty) {
        if (!guard.tryEnter()) {
            return Attempt.AGAIN;
        }
        boolean isOver = false;
        try {
            // The one that is gone may have had this slot: then its entry is written over.
            isOver = breakIfLost();
            registered.add(members.self(), isParty ? 1 : -1);
            countSlot();
            guard.commit();
            return Attempt.DONE;
        } finally {
            leave(isOver);
        }
    }

    /// Whether it is broken; breaks it, if a party is gone.
    ///
    /// @return how it is: `OPEN`, `BROKEN` or `AGAIN`
    public Round state() {
        if (!guard.tryEnter()) {
            return Round.AGAIN;
        }
        boolean isOver = false;
        try {
            isOver = breakIfLost();
            return guard.load(at + BROKEN_AT) != 0 ? Round.BROKEN : Round.OPEN;
        } finally {
            leave(isOver);
        }
    }

    /// Asks the system about all parties, which takes a microsecond for each.
    public void findGone() {
        long round = words.loadLongVolatile(at + ROUND_AT);
        for (int slot = 0; slot < slots(); slot++) {
            findGone(registered.memberAt(slot));
            findGone(arrivedAt(slot, round));
        }
    }

    private void findGone(int party) {
        boolean _ = party != 0 && members.isGoneForSure(party);
    }

    /// {@return how many have come in this round, as far as is known}
    public int waiting() {
        return (int) words.loadLongVolatile(at + ARRIVED_AT);
    }

    // All below but the hints: inside the guard.

    private void enter(long round, long arrived) {
        guard.set(at + ARRIVED_AT, arrived + 1);
        int self = members.self();
        guard.set(arrivalAt(Members.slot(self)), ((long) self << 32) | (round & 0xFFFF_FFFFL));
        countSlot();
    }

    private Round end(long arrival, boolean isBroken) {
        if (!guard.tryEnter()) {
            return Round.AGAIN;
        }
        try {
            boolean _ = breakIfLost();
            long round = arrival / parties;
            Round was = ended(round);
            if (was == Round.OPEN) {
                finish(round, isBroken);
                commitEnd();
            }
            return was;
        } finally {
            leave(true);
        }
    }

    private void finish(long round, boolean isBroken) {
        guard.set(at + ARRIVED_AT, 0);
        guard.set(at + ENDS_AT, guard.load(at + ENDS_AT) << 1 | (isBroken ? 1 : 0));
        if (isBroken) {
            guard.set(at + BROKEN_AT, 1);
            guard.set(at + LAST_BREAK_AT, round + 1);
        }
        // As the last: who sees it enters the guard, unless it is final by then.
        guard.set(at + ROUND_AT, round + 1);
    }

    /// Commits, and says for those outside how many rounds are over. Who dies between the two
    /// leaves them to look for themselves, inside.
    private void commitEnd() {
        guard.commit();
        words.storeLongRelease(at + OVER_AT, guard.load(at + ROUND_AT));
    }

    /// How a round ended: exactly, if it is one of the last 64, or none broke since. Who sleeps
    /// over more hears of a break of any of them.
    private Round ended(long round) {
        long since = guard.load(at + ROUND_AT) - round;
        if (since == 0) {
            return Round.OPEN;
        }
        boolean isBroken =
                since <= Long.SIZE
                        ? (guard.load(at + ENDS_AT) >>> (since - 1) & 1) != 0
                        : guard.load(at + LAST_BREAK_AT) > round;
        return isBroken ? Round.BROKEN : Round.PASSED;
    }

    private boolean breakIfLost() {
        long round = guard.load(at + ROUND_AT);
        if (guard.load(at + BROKEN_AT) != 0 || !isLost(round)) {
            return false;
        }
        finish(round, true);
        commitEnd();
        return true;
    }

    private boolean isLost(long round) {
        for (int slot = 0; slot < slots(); slot++) {
            if (isGone(arrivedAt(slot, round)) || isGone(registered.memberAt(slot))) {
                return true;
            }
        }
        return false;
    }

    /// The member of a slot that has arrived in a round, or 0.
    private int arrivedAt(int slot, long round) {
        long entry = words.loadLongVolatile(arrivalAt(slot));
        return (int) entry == (int) round ? (int) (entry >>> 32) : 0;
    }

    private boolean isGone(int member) {
        return member != 0 && members.isGone(member);
    }

    /// How many slots were ever used: the others need no look.
    private long slots() {
        return words.loadLongVolatile(at + SLOTS_AT);
    }

    private void countSlot() {
        long count = Members.slot(members.self()) + 1L;
        if (guard.load(at + SLOTS_AT) < count) {
            guard.set(at + SLOTS_AT, count);
        }
    }

    private void leave(boolean isOver) {
        guard.leave();
        if (isOver) {
            sleepers.wake(members);
        }
    }

    private long arrivalAt(int slot) {
        return at + ARRIVALS_AT + (long) Long.BYTES * slot;
    }
}
