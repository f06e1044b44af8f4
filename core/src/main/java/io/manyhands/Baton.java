package io.manyhands;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The control that two threads hand to each other: that of a body, and whoever uses it at the
/// moment. One of them runs, the other waits.
///
/// *Memory consistency effects:* what either does before he hands over happens-before what the
/// other does after it.
/* The user hands over by RUNNING and waits until it is PAUSED or ENDED; the body sets these, and waits
 * while it is PAUSED. All fields but those below belong to whoever has the control.
 *
 *            user                   body
 *   UNBORN --------> RUNNING -> LEAVING ----> PAUSED, ENDED
 *   PAUSED             |  ^
 *                      v  |
 *                    TELLING
 *
 * The interrupt status goes with the control, as in a call: it is taken from the one thread and set
 * in the other. If the user is interrupted while the body runs, he tells the body (TELLING); once it
 * is LEAVING, nobody tells it any more, so that it has all it was told when it looks, and the user
 * keeps what came later. So an interrupt is neither lost nor doubled.
 *
 * Between virtual threads nobody spins: the hand-over is quick enough, and the processor is better
 * used by others. A platform thread takes long to be woken; so while it is the user, both spin, as
 * long as that has helped lately.
 *
 * Field        written by                                read by
 * state        who has the control; who tells (TELLING)  all
 * user         who enters, who leaves                    all
 * thread       who has the body started                  all
 * isToldToEnd  who tells                                 the user, when the body has left
 */
abstract class Baton implements Runnable {
    static final int UNBORN = 0;
    static final int PAUSED = 1;
    private static final int RUNNING = 2;
    private static final int TELLING = 3;
    private static final int LEAVING = 4;
    static final int ENDED = 5;

    private static final int FEW_SPINS = 1 << 5;

    /// About as long as a platform thread takes to be woken.
    private static final int MOST_SPINS =
            Runtime.getRuntime().availableProcessors() > 1 ? 1 << 10 : 0;

    private static final VarHandle STATE;
    private static final VarHandle USER;

    static {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            STATE = lookup.findVarHandle(Baton.class, "state", int.class);
            USER = lookup.findVarHandle(Baton.class, "user", Thread.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private volatile int state;
    private volatile @Nullable Thread user;
    private volatile @Nullable Thread thread;
    private boolean isToldToEnd;
    private boolean isInterrupted;
    private boolean isSpinning;
    private short userSpins = (short) MOST_SPINS;
    private short bodySpins = (short) MOST_SPINS;

    final int state() {
        return state;
    }

    final @Nullable Thread user() {
        return user;
    }

    /// The body's thread, or null if it has none yet.
    final @Nullable Thread thread() {
        return thread;
    }

    // For the user.

    /// Makes the current thread the user.
    ///
    /// @return false if there is one
    final boolean tryEnter() {
        return USER.compareAndSet(this, null, Thread.currentThread());
    }

    final void exit() {
        user = null;
    }

    /// Says what an unborn one is.
    final void settle(int next) {
        state = next;
    }

    /// Makes the current thread wait next. The body is to be started or woken behind that.
    final void handToBody() {
        isSpinning = MOST_SPINS > 0 && !Thread.currentThread().isVirtual();
        isInterrupted = Thread.interrupted();
        state = RUNNING;
    }

    /// Has the body run, with nobody who waits for it.
    final void letGo() {
        isSpinning = false;
        isInterrupted = false;
        state = RUNNING;
        wakeBody();
    }

    /// Starts the body's thread.
    final void start(Thread born) {
        thread = born;
        try {
            born.start();
        } catch (Throwable noThread) {
            thread = null;
            state = UNBORN;
            takeInterrupt();
            throw noThread;
        }
    }

    final void wakeBody() {
        LockSupport.unpark(thread);
    }

    /// Waits until the body hands over.
    ///
    /// @return whether the user is to be interrupted
    final boolean awaitBody() {
        if (isSpinning) {
            userSpins = spin(userSpins, false);
        }
        boolean hasTold = false;
        boolean isLate = false;
        while (isBodysTurn()) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                boolean isTold = tell(false);
                hasTold |= isTold;
                isLate |= !isTold;
            }
        }
        // Of one that was interrupted because it is closed, only what the user has told comes back.
        return isLate || (isToldToEnd ? hasTold : isInterrupted);
    }

    /// Interrupts the body. Not only for the user.
    ///
    /// @param toEnd whether it is because it is to end
    /// @return false if it does not run
    final boolean tell(boolean toEnd) {
        Thread running = thread;
        if (running == null || !STATE.compareAndSet(this, RUNNING, TELLING)) {
            return false;
        }
        isToldToEnd |= toEnd;
        try {
            running.interrupt();
        } finally {
            state = RUNNING;
        }
        return true;
    }

    // For the body.

    /// Lets the user go on. To be followed by [#awaitUser()], or by the end of the thread.
    ///
    /// @param next PAUSED or ENDED
    /// @return whether there is a user
    final boolean handToUser(int next) {
        while (!STATE.compareAndSet(this, RUNNING, LEAVING)) {
            // Somebody tells it at this instant, and waits for nothing in between.
            Thread.onSpinWait();
        }
        isInterrupted = Thread.interrupted();
        Thread waiting = user;
        state = next;
        LockSupport.unpark(waiting);
        return waiting != null;
    }

    /// Waits until the user hands over.
    final void awaitUser() {
        if (isSpinning) {
            bodySpins = spin(bodySpins, true);
        }
        boolean isLate = false;
        while (state == PAUSED) {
            LockSupport.park(this);
            isLate |= Thread.interrupted();
        }
        if (isLate) {
            Thread.currentThread().interrupt();
        }
    }

    /// Takes over the interrupt status. Not only for the body.
    final void takeInterrupt() {
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isBodysTurn() {
        int now = state;
        return now != PAUSED && now != ENDED;
    }

    /// Spins for as long as has helped lately.
    ///
    /// @return how long to spin the next time
    private short spin(int most, boolean forBody) {
        for (int i = 0; i < most; i++) {
            if (isBodysTurn() == forBody) {
                return (short) MOST_SPINS;
            }
            Thread.onSpinWait();
        }
        return (short) Math.max(FEW_SPINS, most - most / 8);
    }
}
