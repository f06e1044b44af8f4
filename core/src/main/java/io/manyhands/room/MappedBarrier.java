package io.manyhands.room;

import io.manyhands.memory.Attempt;
import io.manyhands.memory.RobustBarrier;
import io.manyhands.memory.RobustBarrier.Round;
import io.manyhands.shared.Hold;
import io.manyhands.shared.SharedBarrier;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A barrier of processes.
final class MappedBarrier implements SharedBarrier, Serializable {
    @Serial private static final long serialVersionUID = 1;

    private final transient RoomObject object;
    private final transient int parties;
    private final transient RobustBarrier barrier;
    private final transient Patience patience;

    MappedBarrier(RoomObject object, int parties) {
        this.object = object;
        this.parties = parties;
        barrier = new RobustBarrier(object.words(), object.at(), object.members(), parties);
        patience = new Patience(object.waiting(barrier.sleepers(), object.title()));
    }

    @Override
    public int await() throws InterruptedException, BrokenBarrierException {
        return new Arrival(null).awaitForEver();
    }

    @Override
    public int await(Runnable action) throws InterruptedException, BrokenBarrierException {
        return new Arrival(action).awaitForEver();
    }

    @Override
    public int await(Duration timeout)
            throws InterruptedException, BrokenBarrierException, TimeoutException {
        return new Arrival(null).await(Nanos.of(timeout));
    }

    @Override
    public Hold register() {
        object.ensureOpen();
        Patience.surely(() -> barrier.register(true));
        AtomicBoolean isEnded = new AtomicBoolean();
        return () -> {
            if (!isEnded.getAndSet(true)) {
                Patience.surely(() -> barrier.register(false));
            }
        };
    }

    @Override
    public void reset() {
        object.ensureOpen();
        Patience.surely(barrier::reset);
    }

    @Override
    public boolean isBroken() {
        object.ensureOpen();
        barrier.findGone();
        return Patience.surely(() -> asAttempt(barrier.state())) == Attempt.RECOVERED;
    }

    @Override
    public int waiting() {
        return Math.min(parties - 1, barrier.waiting());
    }

    @Override
    public int parties() {
        return parties;
    }

    @Override
    public String toString() {
        return object.title();
    }

    @Serial
    private Object writeReplace() {
        return object.ticket();
    }

    private static Attempt asAttempt(Round round) {
        return switch (round) {
            case OPEN -> Attempt.BUSY;
            case PASSED -> Attempt.DONE;
            case BROKEN -> Attempt.RECOVERED;
            case AGAIN -> Attempt.AGAIN;
        };
    }

    /// One party's way through a round. Confined to its thread.
    private final class Arrival {
        private final @Nullable Runnable action;
        private long arrival;

        Arrival(@Nullable Runnable action) {
            this.action = action;
        }

        int awaitForEver() throws InterruptedException, BrokenBarrierException {
            try {
                return await(Long.MAX_VALUE);
            } catch (TimeoutException never) {
                throw new AssertionError("For ever must not be over", never);
            }
        }

        int await(long nanos)
                throws InterruptedException, BrokenBarrierException, TimeoutException {
            object.ensureOpen();
            if (Thread.currentThread().isInterrupted()) {
                refuse();
            }
            // One that comes while the last one acts waits for it, whatever it is told.
            if (patience.awaitUninterruptibly(this::arrive, null) == Attempt.RECOVERED) {
                throw broken();
            }
            if (barrier.index(arrival) == 0 && action != null) {
                act(action);
            } else {
                awaitOthers(nanos);
            }
            return barrier.index(arrival);
        }

        /// A thread that comes interrupted breaks the barrier, unless it is broken.
        private void refuse() throws InterruptedException, BrokenBarrierException {
            if (Patience.surely(barrier::breakNow) == Attempt.BUSY) {
                throw broken();
            }
            boolean _ = Thread.interrupted();
            throw new InterruptedException();
        }

        private Attempt arrive() {
            arrival = barrier.arrive(action == null);
            if (arrival >= 0) {
                return Attempt.DONE;
            }
            if (arrival == RobustBarrier.BROKEN) {
                return Attempt.RECOVERED;
            }
            return arrival == RobustBarrier.FULL ? Attempt.BUSY : Attempt.AGAIN;
        }

        private void act(Runnable last) throws BrokenBarrierException {
            boolean isDone = false;
            try {
                last.run();
                isDone = true;
            } finally {
                if (!isDone) {
                    end(() -> barrier.breakUp(arrival));
                }
            }
            if (end(() -> barrier.pass(arrival)) == Attempt.RECOVERED) {
                throw broken();
            }
        }

        private void awaitOthers(long nanos)
                throws InterruptedException, BrokenBarrierException, TimeoutException {
            InterruptedException interrupt = null;
            Attempt outcome = Attempt.BUSY;
            try {
                outcome = patience.await(() -> asAttempt(barrier.look(arrival)), nanos, null);
            } catch (InterruptedException later) {
                interrupt = later;
            }
            if (outcome == Attempt.BUSY) {
                giveUp(interrupt);
            } else if (outcome == Attempt.RECOVERED) {
                throw broken();
            }
        }

        /// The others may have been quicker.
        private void giveUp(@Nullable InterruptedException interrupt)
                throws InterruptedException, BrokenBarrierException, TimeoutException {
            Attempt was = end(() -> barrier.breakUp(arrival));
            if (was == Attempt.BUSY) {
                if (interrupt != null) {
                    throw interrupt;
                }
                throw new TimeoutException(
                        "All parties must come in time: barrier=" + object.title());
            }
            if (interrupt != null) {
                Thread.currentThread().interrupt();
            }
            if (was == Attempt.RECOVERED) {
                throw broken();
            }
        }

        private Attempt end(Supplier<Round> step) {
            return Patience.surely(() -> asAttempt(step.get()));
        }

        private BrokenBarrierException broken() {
            return new BrokenBarrierException(
                    "All parties must come, live and wait for the others: barrier="
                            + object.title());
        }
    }
}
