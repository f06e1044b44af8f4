package io.manyhands.testkit.kill;

import io.manyhands.shared.SharedCounter;
import io.manyhands.shared.SharedLatch;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Latches, one after the other: half of the users count them down, the others wait. Confined.
final class LatchUse extends Use {
    private static final int COUNTS = OWN;
    private static final int COUNTED = OWN + 1;
    private static final int PASSED = OWN + 2;
    private static final int COUNT = 3_000;

    private final SharedCounter generation;
    private long current;
    private SharedLatch latch;

    LatchUse(Seat seat) {
        super(seat);
        generation = seat.objects().counter("generation");
        current = generation.get();
        latch = latch();
    }

    private SharedLatch latch() {
        return seat().objects().latch("latch " + current, COUNT);
    }

    @Override
    void round() throws InterruptedException {
        if (seat().isEven() && latch.count() > 0) {
            pen().note(COUNTS, current);
            latch.countDown();
            pen().note(COUNTED, current);
            return;
        }
        latch.await();
        pen().note(PASSED, current);
        boolean _ = generation.compareAndSet(current, current + 1);
        current++;
        latch = latch();
    }

    @Override
    void ensureWhole() throws InterruptedException {
        current = generation.get();
        latch = latch();
        for (int i = 0; i < COUNT; i++) {
            latch.countDown();
        }
        require(latch.count() == 0 && latch.await(LONG), "A latch that is counted down is open");
    }

    @Override
    Replay replay(Lives lives) {
        return new Counts(lives);
    }

    /// Nobody passes before all was counted, and no count is lost: each may count once too often.
    private static final class Counts extends Replay {
        private final Map<Long, Latch> latches = new HashMap<>();

        private static final class Latch {
            private final Set<Integer> who = new HashSet<>();
            private long begun;
            private long ended;
        }

        Counts(Lives lives) {
            super(lives);
        }

        @Override
        void row(int life, int kind, long value) {
            if (kind < OWN) {
                return;
            }
            Latch its = latches.computeIfAbsent(value, _ -> new Latch());
            switch (kind) {
                case COUNTS -> {
                    its.begun++;
                    its.who.add(life);
                }
                case COUNTED -> its.ended++;
                default -> {
                    if (its.begun < COUNT) {
                        wrong("Who passes comes after all counts", state(value, its));
                    }
                }
            }
        }

        @Override
        void end() {
            latches.forEach((number, its) -> {
                if (its.ended > COUNT + its.who.size()) {
                    wrong("No count is lost", state(number, its));
                }
            });
        }

        private static String state(long number, Latch its) {
            return "latch=" + number + ", begun=" + its.begun + ", ended=" + its.ended;
        }
    }
}
