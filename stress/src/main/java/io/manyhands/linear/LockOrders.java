package io.manyhands.linear;

import io.manyhands.memory.Attempt;
import io.manyhands.memory.Members;
import io.manyhands.memory.RobustLock;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;

/// A lock of several members, any of which may die.
@Param(name = "thread", gen = ThreadIdGen.class)
public final class LockOrders {
    private final Mates mates = new Mates(RobustLock.sizeBytes());
    private final RobustLock[] locks = new RobustLock[Mates.THREADS];

    /// A free one.
    public LockOrders() {
        for (int thread = 0; thread < Mates.THREADS; thread++) {
            locks[thread] = lock(mates.of(thread));
        }
    }

    private RobustLock lock(Members members) {
        return new RobustLock(mates.words(), 0, members, false);
    }

    @Operation
    public Attempt tryAcquire(@Param(name = "thread") int thread) {
        return locks[thread].tryAcquire(thread);
    }

    @Operation
    public Attempt tryAcquireInTurn(@Param(name = "thread") int thread) {
        return locks[thread].tryAcquireInTurn(thread);
    }

    @Operation
    public boolean release(@Param(name = "thread") int thread) {
        boolean has = has(thread);
        if (has) {
            locks[thread].release();
        }
        return has;
    }

    @Operation
    public boolean abandon(@Param(name = "thread") int thread) {
        boolean has = has(thread);
        if (has) {
            locks[thread].abandon();
        }
        return has;
    }

    @Operation
    public boolean clearRecovered(@Param(name = "thread") int thread) {
        boolean has = has(thread);
        if (has) {
            locks[thread].clearRecovered();
        }
        return has;
    }

    @Operation
    public boolean isRecovered(@Param(name = "thread") int thread) {
        return locks[thread].isRecovered();
    }

    @Operation
    public void die(@Param(name = "thread") int thread) {
        locks[thread] = lock(mates.replace(thread));
    }

    private boolean has(int thread) {
        return locks[thread].holder() == mates.of(thread).self();
    }

    /// What it does, one operation after the other.
    public static final class Expected {
        private static final int NOBODY = -1;
        private static final int ONE_THAT_DIED = -2;

        private int owner = NOBODY;
        private boolean isRecovered;

        public Attempt tryAcquire(int thread) {
            if (owner >= 0) {
                return Attempt.BUSY;
            }
            isRecovered |= owner == ONE_THAT_DIED;
            owner = thread;
            return isRecovered ? Attempt.RECOVERED : Attempt.DONE;
        }

        public Attempt tryAcquireInTurn(int thread) {
            return tryAcquire(thread);
        }

        public boolean release(int thread) {
            if (owner != thread) {
                return false;
            }
            owner = NOBODY;
            return true;
        }

        public boolean abandon(int thread) {
            isRecovered |= owner == thread;
            return release(thread);
        }

        public boolean clearRecovered(int thread) {
            isRecovered &= owner != thread;
            return owner == thread;
        }

        public boolean isRecovered(int thread) {
            return isRecovered;
        }

        public void die(int thread) {
            if (owner == thread) {
                owner = ONE_THAT_DIED;
            }
        }
    }
}
