package io.manyhands.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Does something whenever it is called for, by one thread at a time; nobody waits for anybody.
/// Thread-safe.
/* Whoever calls when nobody is at it does it; those who call meanwhile leave it to him: `calls` counts
 * them, and he goes on until he has seen as many as there were. `calls` is zero only while nobody is
 * at it.
 *
 * He may have to stop while there are calls: after many rounds, as he has come for something else, or
 * because it failed. Then a thread goes on that is started for it. If none can be started he goes on
 * himself, and if that fails too he leaves it to the next who comes: `isLeft`, taken by
 * compare-and-set, is the right to go on then.
 */
final class Dispatcher {
    /// How often one goes on for others.
    private static final int MOST_ROUNDS = 64;

    private static final VarHandle IS_LEFT;

    static {
        try {
            IS_LEFT =
                    MethodHandles.lookup().findVarHandle(Dispatcher.class, "isLeft", boolean.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final Runnable round;
    private final Consumer<Runnable> starter;
    private final Runnable whenLeft;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean isLeft;

    /// Something to be done.
    ///
    /// @param round does it once
    /// @param starter runs something on a thread of its own, or throws
    /// @param whenLeft sees to it that somebody calls soon, since there are calls and nobody could
    ///   go on
    Dispatcher(Runnable round, Consumer<Runnable> starter, Runnable whenLeft) {
        this.round = round;
        this.starter = starter;
        this.whenLeft = whenLeft;
    }

    /// Does it, or has the one do it again who is at it.
    void call() {
        if (calls.getAndIncrement() == 0 || takesOver()) {
            goOn(MOST_ROUNDS);
        }
    }

    /// Whether there are calls that nobody is at.
    boolean isLeft() {
        return isLeft;
    }

    private boolean takesOver() {
        return isLeft && IS_LEFT.compareAndSet(this, true, false);
    }

    /// As the only one who does.
    private void goOn(int most) {
        boolean isMinded = false;
        try {
            isMinded = rounds(most) || handOver() || rounds(Integer.MAX_VALUE);
        } finally {
            if (!isMinded) {
                // Needs no stack, and no memory.
                isLeft = true;
            }
        }
        if (!isMinded) {
            whenLeft.run();
        }
    }

    /// @return whether nothing is left to be done
    private boolean rounds(int most) {
        int seen = 1;
        try {
            for (int left = most; left > 0; left--) {
                round.run();
                seen = calls.addAndGet(-seen);
                if (seen == 0) {
                    return true;
                }
            }
        } catch (Throwable failure) {
            // Whatever it was, what is queued is not lost by it.
        }
        return false;
    }

    /// @return whether another goes on
    private boolean handOver() {
        try {
            starter.accept(new Rest());
            return true;
        } catch (Throwable noThread) {
            return false;
        }
    }

    /// A class of its own: a lambda takes much stack the first time.
    private final class Rest implements Runnable {
        @Override
        public void run() {
            goOn(Integer.MAX_VALUE);
        }
    }
}
