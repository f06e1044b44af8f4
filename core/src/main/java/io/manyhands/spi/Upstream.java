package io.manyhands.spi;

import io.manyhands.wire.BrokenFrameException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The line from a worker process to the program that started it, as far as handles of that
/// program's workers use it. There is at most one in a JVM, and none in a program that was not
/// started as a worker. It moves bytes only. Thread-safe.
public abstract class Upstream {
    private static volatile @Nullable Upstream current;

    private static volatile @Nullable Thread taskThread;
    private static volatile @Nullable Allowance allowance;

    private volatile @Nullable Receiver receiver;

    /// A line.
    protected Upstream() {}

    /// The line of this JVM.
    ///
    /// @return the line, or null if this is no worker
    public static @Nullable Upstream current() {
        return current;
    }

    /// Whether this JVM is a worker, and the current thread the one that runs its tasks.
    @SuppressWarnings("ReferenceEquality") // a thread is itself
    static boolean isTaskThread() {
        return taskThread == Thread.currentThread();
    }

    /// The worker that this JVM is.
    ///
    /// @return its name, up to a blank; null if it is none
    public static @Nullable String workerName() {
        Thread thread = taskThread;
        // The name of the task may follow that of the worker.
        return thread == null ? null : thread.getName().split(" ", 2)[0];
    }

    /// Makes this the line of this JVM. For the thread that runs its tasks.
    protected final void install() {
        current = this;
        taskThread = Thread.currentThread();
    }

    /// What this JVM may have below it, if it is a worker.
    ///
    /// @return null if it is none
    public static @Nullable Allowance allowance() {
        return allowance;
    }

    /// Says what this JVM may have below it.
    ///
    /// @param said what the program says
    public static void allow(Allowance said) {
        allowance = said;
    }

    /// Sends a frame; blocks while the pipe is full. Never to be called by the receiver, who has
    /// the thread that keeps both directions going.
    ///
    /// @param frame what [io.manyhands.wire.HandleRequest#frame()] gave
    /// @return its place in the order in which the program reads, at least 1
    public abstract long send(byte[] frame);

    /// The number by which the program knows a loader of this JVM.
    ///
    /// @param loader a loader
    /// @return the number, or -1 if the program does not know it
    public abstract int loaderId(ClassLoader loader);

    /// Says who takes what the program tells; to be called before the first frame is sent.
    ///
    /// @param taker runs no user code, and never blocks
    public final void receiver(Receiver taker) {
        receiver = taker;
    }

    /// Something came from the program.
    ///
    /// @param body that of a TOLD frame, the receiver's own
    /// @throws BrokenFrameException if it breaks the rules
    protected final void told(byte[] body) throws BrokenFrameException {
        Receiver taker = receiver;
        if (taker != null) {
            taker.told(body);
        }
    }

    /// A task ends, and its outcome is about to be sent: waits until the program has read all that
    /// was asked before.
    ///
    /// @param isOver whether the program reads no more
    protected final void settle(BooleanSupplier isOver) {
        Receiver taker = receiver;
        if (taker != null) {
            taker.settle(isOver);
        }
    }

    /// Takes what the program tells.
    public interface Receiver {
        /// Something came from the program.
        ///
        /// @param body that of a TOLD frame
        /// @throws BrokenFrameException if it breaks the rules
        void told(byte[] body) throws BrokenFrameException;

        /// Waits until the program has read all that was asked before. Called by one thread at a
        /// time, another than that which tells; not interrupted.
        ///
        /// @param isOver whether the program reads no more
        void settle(BooleanSupplier isOver);
    }
}
