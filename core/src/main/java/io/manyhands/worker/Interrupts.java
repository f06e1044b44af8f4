package io.manyhands.worker;

import java.util.concurrent.atomic.AtomicLong;

/// Lets the control thread interrupt the main thread while that runs one particular call, and never
/// the next one.
/* `state` is the number of the running call, or IDLE, or INTERRUPTING:
 *
 *   main     begin:  state := n, then looks whether n is wanted
 *   control  asked:  wanted := n, then CAS(n, INTERRUPTING), interrupts, state := n
 *   main     end:    CAS(n, IDLE), waiting out INTERRUPTING; clears the status
 *
 * A request that comes between the claim of a call and its begin is not lost: both sides write
 * first and look then, so that at least one of them sees the other.
 */
final class Interrupts {
    private static final long IDLE = Long.MIN_VALUE;
    private static final long INTERRUPTING = IDLE + 1;

    private final Thread main;
    private final AtomicLong state = new AtomicLong(IDLE);

    /// Written by the control thread, read by the main thread.
    private volatile long wanted = IDLE;

    Interrupts(Thread main) {
        this.main = main;
    }

    /// The main thread begins a call, without an interrupt that was meant for another.
    void begin(long sequence) {
        clear();
        state.set(sequence);
        if (wanted == sequence) {
            main.interrupt();
        }
    }

    /// The main thread has ended the call.
    void end(long sequence) {
        while (!state.compareAndSet(sequence, IDLE)) {
            Thread.onSpinWait();
        }
        clear();
    }

    /// The control thread was asked to interrupt a call.
    void ask(long sequence) {
        if (sequence > wanted) {
            wanted = sequence;
        }
        if (state.compareAndSet(sequence, INTERRUPTING)) {
            main.interrupt();
            // So that it can be interrupted again; only this thread and the end write it now.
            state.set(sequence);
        }
    }

    /// Takes away an interrupt that is for nobody.
    @SuppressWarnings("CheckReturnValue")
    static void clear() {
        Thread.interrupted();
    }
}
