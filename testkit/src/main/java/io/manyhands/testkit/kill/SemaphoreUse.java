package io.manyhands.testkit.kill;

import io.manyhands.shared.SharedSemaphore;
import java.util.HashMap;
import java.util.Map;

/// A semaphore, of which each user has from one to all permits for a moment. Confined.
final class SemaphoreUse extends Use {
    private static final int PERMITS = 3;
    private static final int HAS = OWN;
    private static final int GIVES = OWN + 1;
    private static final int WAYS = 3;

    private final SharedSemaphore seats;

    SemaphoreUse(Seat seat) {
        super(seat);
        seats = seat.objects().semaphore("seats", PERMITS);
    }

    @Override
    void round() throws InterruptedException {
        int permits = 1 + random().nextInt(PERMITS);
        acquire(permits);
        pen().note(HAS, permits);
        int first = random().nextInt(permits);
        if (first > 0) {
            pen().note(GIVES, first);
            seats.release(first);
        }
        pen().note(GIVES, permits - first);
        seats.release(permits - first);
    }

    private void acquire(int permits) throws InterruptedException {
        boolean isDone =
                switch (random().nextInt(WAYS)) {
                    case 0 -> seats.tryAcquire(permits);
                    case 1 -> seats.tryAcquire(permits, moment());
                    default -> false;
                };
        if (!isDone) {
            seats.acquire(permits);
        }
    }

    @Override
    void ensureWhole() throws InterruptedException {
        require(seats.tryAcquire(PERMITS, LONG), "The permits of the dead come back");
        require(!seats.tryAcquire(), "Permits do not grow in number");
        seats.release(PERMITS);
        require(seats.availablePermits() == PERMITS, "All permits are free in the end");
    }

    @Override
    Replay replay(Lives lives) {
        return new Permits(lives);
    }

    /// Those who live never have more than there are.
    private static final class Permits extends Replay {
        private final Map<Integer, Long> had = new HashMap<>();

        Permits(Lives lives) {
            super(lives);
        }

        @Override
        void row(int life, int kind, long value) {
            if (kind == GIVES) {
                had.merge(life, -value, Long::sum);
            } else if (kind == HAS) {
                had.keySet().removeIf(each -> each != life && !isAlive(each));
                had.merge(life, value, Long::sum);
                long sum = had.values().stream().mapToLong(Long::longValue).sum();
                if (sum > PERMITS) {
                    wrong("There are never more permits than there were", "had=" + had);
                }
            }
        }
    }
}
