package io.manyhands.testkit.kill;

import io.manyhands.shared.Hold;
import io.manyhands.shared.SharedBarrier;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.locks.LockSupport;

/// A barrier where all users meet again and again: each death breaks it. Confined.
final class BarrierUse extends Use {
    private static final int ARRIVES = OWN;
    private static final int PASSED = OWN + 1;
    private static final int RESET = OWN + 2;
    private static final long PAUSE_NANOS = 1_000_000;

    private final SharedBarrier barrier;

    BarrierUse(Seat seat) {
        super(seat);
        barrier = seat.objects().barrier("start", seat.users());
    }

    @Override
    void join() {
        // Never ended: whoever is killed breaks the barrier, also while it does not wait.
        Hold _ = barrier.register();
    }

    @Override
    void round() throws InterruptedException {
        pen().note(ARRIVES);
        try {
            int _ = barrier.await();
            pen().note(PASSED);
        } catch (BrokenBarrierException broken) {
            pen().note(TOLD);
            while (barrier.isBroken()) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    @Override
    Telling telling() {
        return Telling.EVERYBODY;
    }

    /// All have been told, and look for this.
    @Override
    void goOn() {
        pen().note(RESET);
        barrier.reset();
    }

    @Override
    void ensureWhole() throws Exception {
        require(barrier.isBroken(), "The dead have broken their barrier");
        barrier.reset();
        require(!barrier.isBroken(), "A reset mends a barrier");
        Thread other = Thread.ofVirtual().unstarted(this::meet);
        for (int i = 2; i < seat().users(); i++) {
            Thread _ = Thread.ofVirtual().start(this::meet);
        }
        other.start();
        require(barrier.await(LONG) >= 0, "The living pass");
        other.join();
    }

    private void meet() {
        try {
            int _ = barrier.await(LONG);
        } catch (Exception told) {
            // The others are told, too.
        }
    }

    @Override
    Replay replay(Lives lives) {
        return new Rounds(lives, seat().users());
    }

    /// Nobody passes before all have come as often.
    private static final class Rounds extends Replay {
        private final int parties;
        private final Map<Integer, Integer> arrivals = new HashMap<>();

        Rounds(Lives lives, int parties) {
            super(lives);
            this.parties = parties;
        }

        @Override
        void row(int life, int kind, long value) {
            switch (kind) {
                case RESET -> arrivals.clear();
                case ARRIVES -> arrivals.merge(life, 1, Integer::sum);
                case PASSED -> {
                    int own = arrivals.getOrDefault(life, 0);
                    long come = arrivals.values().stream().filter(each -> each >= own).count();
                    if (come < parties) {
                        wrong("All have come when one passes", "arrivals=" + arrivals);
                    }
                }
                default -> {}
            }
        }
    }
}
