package io.manyhands;

import io.manyhands.spi.LocalWorker;
import io.manyhands.spi.StackRoom;
import java.lang.ref.Cleaner;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A body with a virtual thread of its own, which runs by turns with whoever resumes it: what
/// generators and coroutines are made of. It does not know the object that the user has, so that
/// this can be dropped.
///
/// To be used by one thread at a time, which is checked; [#close()] by any.
/* Who uses it enters first and leaves at the end. So misuse is found before anything is changed, and
 * what is handed over needs no other guard: all fields but `isClosing` belong to whoever has the
 * control (see `Baton`).
 *
 * A close while somebody is in is left to him: whoever leaves looks whether it is to be closed after
 * he has left, and whoever closes looks whether somebody is in after he has said that it is to be
 * closed. The body finds out at its next pause, as it cannot be ended anywhere else.
 *
 * A virtual thread that is parked is kept by the JVM, which lists all of them, and with it all that
 * its body has. So a body whose user has dropped it is told to end by a cleaner, which does not wait.
 */
abstract class Strand extends Baton {
    /// How often a body that is closed may try to go on.
    private static final int MOST_REFUSALS = 100;

    /// Ends those that were dropped. Made when the first body is started, and never ended.
    private static final class Dropped {
        private static final Cleaner CLEANER =
                Cleaner.create(
                        Thread.ofPlatform()
                                .daemon()
                                .name("coroutines-cleaner")
                                .inheritInheritableThreadLocals(false)
                                .factory());
    }

    /// Written by who closes, read by who leaves and by the body.
    private volatile boolean isClosing;

    private Cleaner.@Nullable Cleanable whenDropped;
    // What is handed over: a value, or a failure.
    private @Nullable Object value;
    private @Nullable Throwable failure;
    // The worker for which the body runs, only for the seat that is lent when the body waits.
    private @Nullable LocalWorker worker;
    private @Nullable LocalWorker notedWorker;
    private boolean isCut;
    private short refusals;

    /// What it is called in sentences: `generator`.
    abstract String noun();

    /// Makes the thread.
    abstract ThreadFactory threads();

    /// Runs the body, in its thread.
    ///
    /// @param input what it was resumed with first
    /// @return its last output
    abstract @Nullable Object runBody(@Nullable Object input) throws Exception;

    /// What it was resumed with, or what it gives, of the type that the user knows.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"}) // as the user says
    static <T extends @Nullable Object> T as(@Nullable Object value) {
        return (T) value;
    }

    // For the user.

    /// Begins to use it. To be followed by [#leave()].
    ///
    /// @throws IllegalStateException if somebody else does, or if the body runs
    final void enter() {
        StackRoom.ensure();
        if (!tryEnter()) {
            Thread current = Thread.currentThread();
            throw new IllegalStateException(
                    current.equals(thread())
                            ? "A " + noun() + " must not be used by its own body"
                            : "A "
                                    + noun()
                                    + " can be used by one thread at a time: user="
                                    + user()
                                    + ", thread="
                                    + current);
        }
    }

    /// Ends the use of it, and closes it if somebody wanted that meanwhile.
    final void leave() {
        exit();
        closeIfTold();
    }

    /// Whether the body has ended, or never will begin.
    final boolean isEnded() {
        return state() == ENDED;
    }

    /// Whether the body has not begun.
    final boolean isUnborn() {
        return state() == UNBORN;
    }

    /// It ends without a thread of its own. For the user, of one that is unborn.
    final void endUnborn() {
        settle(ENDED);
    }

    /// For the user, of one that has ended.
    ///
    /// @throws CancellationException if it was closed before its end
    final void failIfCut() {
        if (isCut) {
            throw new CancellationException("A " + noun() + " that was closed gives no more");
        }
    }

    /// Runs the body until it pauses or ends. For the user, of one that has not ended.
    ///
    /// @param handle the user's object: once nobody has it, the body is told to end
    /// @param input what the pause gives
    /// @return its output, or if it has ended its result
    final @Nullable Object resume(Object handle, @Nullable Object input) {
        value = input;
        if (isUnborn()) {
            begin(handle);
            return awaitOutput(null);
        }
        return goOn(null);
    }

    /// The same with a failure that the pause throws. An unborn body is ended by it.
    final @Nullable Object fail(Throwable cause) {
        if (isUnborn()) {
            endUnborn();
            throw unchecked(cause);
        }
        failure = cause;
        return goOn(cause);
    }

    /// Ends the body: its pause throws, and this waits until all its finally blocks have run. Where
    /// somebody uses it at the moment, that one is left to do so, and the body is interrupted.
    final void close() {
        StackRoom.ensure();
        if (Thread.currentThread().equals(thread())) {
            throw new IllegalStateException("A " + noun() + " must not be closed by its own body");
        }
        isClosing = true;
        boolean _ = tell(true);
        closeIfTold();
    }

    private void closeIfTold() {
        while (isClosing && !isEnded() && tryEnter()) {
            try {
                closeNow();
            } finally {
                exit();
            }
        }
    }

    private void closeNow() {
        if (isUnborn()) {
            isCut = true;
            endUnborn();
        } else if (!isEnded()) {
            Object _ = goOn(null);
        }
    }

    private void begin(Object handle) {
        Thread born = threads().newThread(this);
        // First, so that no body runs without it.
        whenDropped = Dropped.CLEANER.register(handle, this::drop);
        worker = LocalWorker.served();
        handToBody();
        try {
            start(born);
        } catch (Throwable noThread) {
            forget();
            throw noThread;
        }
    }

    /// Nobody can reach the user's object any more: has the body end, and does not wait for it.
    private void drop() {
        if (state() == PAUSED) {
            isClosing = true;
            worker = null;
            letGo();
        }
    }

    private void forget() {
        Cleaner.Cleanable known = whenDropped;
        whenDropped = null;
        if (known != null) {
            known.clean();
        }
    }

    private @Nullable Object goOn(@Nullable Throwable own) {
        worker = LocalWorker.served();
        handToBody();
        wakeBody();
        return awaitOutput(own);
    }

    /// @param own what the user has thrown in
    private @Nullable Object awaitOutput(@Nullable Throwable own) {
        boolean isInterrupted = awaitBody();
        Throwable thrown = failure;
        Object output = value;
        failure = null;
        value = null;
        if (isEnded()) {
            forget();
        }
        if (isInterrupted || thrown instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        if (thrown != null) {
            throw Traces.isSame(thrown, own) ? unchecked(thrown) : unchecked(Traces.join(thrown));
        }
        return output;
    }

    // For the body.

    /// The body's thread.
    @Override
    public final void run() {
        Object result = null;
        Throwable thrown = null;
        try {
            result = runBody(takeControl());
        } catch (CoroutineClosedError closed) {
            thrown = isCut ? closed.suppressedOnes() : closed;
        } catch (Throwable failed) {
            thrown = failed;
        }
        hand(ENDED, result, thrown);
    }

    /// Pauses until it is resumed.
    ///
    /// @param output what the resume gives
    /// @return what it is resumed with
    /// @throws IllegalStateException if the current thread is not the body's
    /// @throws CoroutineClosedError if it is closed
    final @Nullable Object pause(@Nullable Object output) {
        StackRoom.ensure();
        if (!Thread.currentThread().equals(thread())) {
            throw new IllegalStateException(
                    isEnded()
                            ? "A " + noun() + " that has ended can yield no more"
                            : "A "
                                    + noun()
                                    + " can yield in the thread of its body only: body="
                                    + thread()
                                    + ", thread="
                                    + Thread.currentThread());
        }
        endIfClosing();
        hand(PAUSED, output, null);
        awaitUser();
        return takeControl();
    }

    @SuppressWarnings("ReferenceEquality") // a worker is itself
    private @Nullable Object takeControl() {
        if (worker != notedWorker) {
            LocalWorker.serve(worker);
            notedWorker = worker;
        }
        takeInterrupt();
        Throwable thrown = failure;
        Object input = value;
        failure = null;
        value = null;
        endIfClosing();
        if (thrown != null) {
            throw unchecked(thrown);
        }
        return input;
    }

    private void endIfClosing() {
        if (isClosing) {
            isCut = true;
            refusals++;
            if (refusals > MOST_REFUSALS) {
                stayForEver();
            }
            throw new CoroutineClosedError();
        }
    }

    /// A body that does not end when it is told to: nobody resumes it again.
    private void stayForEver() {
        String rule = "The body of a closed " + noun() + " must end: yields=" + MOST_REFUSALS;
        hand(ENDED, null, new IllegalStateException(rule));
        while (true) {
            LockSupport.park(this);
            boolean _ = Thread.interrupted();
        }
    }

    private void hand(int to, @Nullable Object output, @Nullable Throwable thrown) {
        value = output;
        failure = thrown;
        if (!handToUser(to) && thrown != null) {
            Reports.log("The body of a dropped " + noun() + " threw", thrown);
        }
    }

    /// What is thrown where no checked exception can be.
    static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException known ? known : new CompletionException(thrown);
    }
}
