package io.manyhands.memory;

/// Who waits for a signal, and signals that were given and not yet taken, by members.
///
/// A signal goes to a member, whose longest waiting thread takes it: the member whose turn it is,
/// in the order in which they came or were last signalled. One that is gone is passed over, and
/// what was given to it goes to another. No operation blocks. Thread-safe.
/* The threads of a member are not told apart here. Of those that are still in it, so many as were
 * signalled will go on; who wants to leave without a signal may, while there is one that was not.
 */
public final class RobustCondition {
    private static final int SLEEPERS_AT = Guard.BYTES;
    private static final int WAITING_AT = SLEEPERS_AT + Sleepers.BYTES;
    private static final int GRANTED_AT = WAITING_AT + Tally.BYTES;
    private static final int TICKET_AT = GRANTED_AT + Tally.BYTES;
    private static final int ORPHANS_AT = TICKET_AT + 8;
    private static final int TICKETS_AT = TICKET_AT + 64;

    private final Words words;
    private final Members members;
    private final int self;
    private final Guard guard;
    private final Sleepers sleepers;
    private final Tally waiting;
    private final Tally granted;
    private final long at;

    /// A condition as one member sees it.
    ///
    /// @param words the memory, full of zeroes at first where the condition lies
    /// @param at where the condition lies: a multiple of 64
    /// @param members whose memory it is
    public RobustCondition(Words words, long at, Members members) {
        this.words = words;
        this.members = members;
        this.self = members.self();
        this.guard = new Guard(words, at, members);
        this.sleepers = new Sleepers(words, at + SLEEPERS_AT);
        this.waiting = new Tally(words, at + WAITING_AT, guard);
        this.granted = new Tally(words, at + GRANTED_AT, guard);
        this.at = at;
    }

    /// {@return how many bytes a condition takes}
    public static long sizeBytes() {
        return TICKETS_AT + (long) Long.BYTES * Members.MOST;
    }

    /// {@return those who sleep until they are signalled}
    public Sleepers sleepers() {
        return sleepers;
    }

    /// One more thread of this member waits.
    ///
    /// @return `DONE` or `AGAIN`
    public Attempt enter() {
        if (!guard.tryEnter()) {
            return Attempt.AGAIN;
        }
        try {
            if (waiting.of(self) == 0) {
                standLast(self);
            }
            waiting.add(self, 1);
            guard.commit();
            return Attempt.DONE;
        } finally {
            guard.leave();
        }
    }

    /// Looks for a signal that this member was given.
    ///
    /// @param claimed how many threads of this member have found one and not [taken][#take()] it
    /// @return `DONE`, `BUSY` or `AGAIN`
    public Attempt find(int claimed) {
        // No more than a hint, but a signal that is given later rings.
        if (granted.total() == 0 && orphans() == 0) {
            return Attempt.BUSY;
        }
        if (!guard.tryEnter()) {
            return Attempt.AGAIN;
        }
        boolean isPassedOn = false;
        try {
            if (granted.of(self) <= claimed) {
                isPassedOn = passOn();
            }
            return granted.of(self) > claimed ? Attempt.DONE : Attempt.BUSY;
        } finally {
            leave(isPassedOn);
        }
    }

    /// A thread that found a signal takes it. It has the lock again: until then, its death passes
    /// the signal on.
    ///
    /// @return `DONE` or `AGAIN`
    public Attempt take() {
        if (!guard.tryEnter()) {
            return Attempt.AGAIN;
        }
        try {
            granted.add(self, -1);
            guard.commit();
            return Attempt.DONE;
        } finally {
            guard.leave();
        }
    }

    /// A thread of this member gives up.
    ///
    /// @return `DONE`, if it left without a signal; `BUSY`, if all that wait here were signalled,
    ///   so that it has found one; or `AGAIN`
    public Attempt quit() {
        if (!guard.tryEnter()) {
            return Attempt.AGAIN;
        }
        try {
            if (waiting.of(self) == 0) {
                return Attempt.BUSY;
            }
            waiting.add(self, -1);
            guard.commit();
            return Attempt.DONE;
        } finally {
            guard.leave();
        }
    }

    /// Signals one, if anybody waits.
    ///
    /// @return `DONE` or `AGAIN`
    public Attempt signal() {
        return signal(1);
    }

    /// Signals all who wait.
    ///
    /// @return `DONE` or `AGAIN`
    public Attempt signalAll() {
        return signal(Integer.MAX_VALUE);
    }

    private Attempt signal(int most) {
        if (!guard.tryEnter()) {
            return Attempt.AGAIN;
        }
        try {
            passOn();
            int left = most;
            for (int next = next(); left > 0 && next != 0; next = next()) {
                int count = Math.min(left, waiting.of(next));
                grant(next, count);
                guard.commit();
                left -= count;
            }
        } finally {
            leave(true);
        }
        return Attempt.DONE;
    }

    /// What was given to those who are gone goes to others, each in one step. First it becomes
    /// nobody's: the next member of a dead one's slot may be among the others.
    ///
    /// @return whether signals had been given in vain
    private boolean passOn() {
        waiting.takeBack(members);
        boolean isPassedOn = false;
        for (int gone = granted.gone(members); gone != 0; gone = granted.gone(members)) {
            int count = granted.of(gone);
            guard.set(at + ORPHANS_AT, orphans() + count);
            granted.add(gone, -count);
            guard.commit();
        }
        for (long left = orphans(); left != 0; left = orphans()) {
            int next = next();
            if (next == 0) {
                // As if they were given now: nobody waits for them.
                guard.set(at + ORPHANS_AT, 0);
            } else {
                guard.set(at + ORPHANS_AT, left - 1);
                grant(next, 1);
            }
            guard.commit();
            isPassedOn = true;
        }
        return isPassedOn;
    }

    /// How many signals were taken from members that are gone and are not yet given to others:
    /// exact inside the guard, a hint elsewhere.
    private long orphans() {
        return words.loadLongVolatile(at + ORPHANS_AT);
    }

    private void leave(boolean isSignalled) {
        guard.leave();
        if (isSignalled) {
            sleepers.wake(members);
        }
    }

    private void grant(int member, int count) {
        waiting.add(member, -count);
        granted.add(member, count);
        standLast(member);
    }

    private void standLast(int member) {
        long ticket = guard.load(at + TICKET_AT);
        guard.set(at + TICKET_AT, ticket + 1);
        guard.set(ticketAt(Members.slot(member)), ticket);
    }

    /// Whose turn it is, or 0 if nobody waits.
    private int next() {
        int first = 0;
        if (waiting.total() != 0) {
            for (int slot = 0; slot < Members.MOST; slot++) {
                int member = waiting.memberAt(slot);
                if (member != 0 && (first == 0 || isBefore(slot, Members.slot(first)))) {
                    first = member;
                }
            }
        }
        return first;
    }

    private boolean isBefore(int slot, int other) {
        return guard.load(ticketAt(slot)) < guard.load(ticketAt(other));
    }

    private long ticketAt(int slot) {
        return at + TICKETS_AT + (long) Long.BYTES * slot;
    }
}
