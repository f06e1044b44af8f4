package io.manyhands.stress;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Wakes threads that should have been woken, so that a lost wake-up is a result and not a test
/// that hangs.
///
/// Thread-safe; one thread of a JVM may wait at a time.
public final class Rescue {
    private static final long LOOK_MILLIS = 100;
    private static final int LOOKS = 30;

    private static volatile @Nullable Rescue current;

    private final Thread sleeper = Thread.currentThread();
    private final BooleanSupplier isDue;
    private volatile boolean wasNeeded;

    static {
        Thread.ofPlatform().daemon(true).name("stress-rescue").start(Rescue::watch);
    }

    private Rescue(BooleanSupplier isDue) {
        this.isDue = isDue;
    }

    /// A wait of the current thread that begins now.
    ///
    /// @param isDue whether all has happened by now that it waits for
    /// @return the wait
    public static Rescue begin(BooleanSupplier isDue) {
        Rescue rescue = new Rescue(isDue);
        current = rescue;
        return rescue;
    }

    /// Ends the wait.
    ///
    /// @return whether it would have gone on for ever
    public boolean end() {
        current = null;
        return wasNeeded;
    }

    // In the thread that watches.

    private static void watch() {
        Rescue seen = null;
        int looks = 0;
        while (true) {
            LockSupport.parkNanos(LOOK_MILLIS * 1_000_000);
            Rescue now = current;
            boolean isSame = now != null && now == seen && now.isDue.getAsBoolean();
            looks = isSame ? looks + 1 : 0;
            seen = now;
            if (now != null && looks >= LOOKS) {
                now.wasNeeded = true;
                LockSupport.unpark(now.sleeper);
            }
            if (now != null && looks >= 2 * LOOKS) {
                // There is nothing that it could be woken for.
                now.sleeper.interrupt();
            }
        }
    }
}
