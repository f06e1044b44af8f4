package io.manyhands;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Something that ends exactly once, with hooks that are told of it.
/* The end is one compare-and-set of `outcome` from null; whoever wins it takes the stack of hooks
 * and tells each. A hook is pushed by compare-and-set, after which its owner looks at the outcome
 * again and takes the stack itself if the end came in between: so a hook is told by the one or the
 * other, and, as the stack is taken with getAndSet, by one only. The stack is that of R. K. Treiber
 * (IBM RJ 5118, 1986), as in the JDK's FutureTask.
 *
 * Field      written by                                  read by
 * outcome    whoever ends it, once, by compare-and-set;  anyone
 *            whoever decodes it, in the same way
 * hooks      anyone who waits, and whoever takes them    the same
 */
abstract class Completion {
    /// Told once, by the thread that ends the completion or adds the hook: must be quick, and never
    /// run a user's code.
    abstract static class Hook {
        private volatile @Nullable Hook next;

        abstract void ended(Completion completion);

        /// Whether nobody needs to tell it any more.
        boolean isDead() {
            return false;
        }
    }

    private static final VarHandle OUTCOME;
    private static final VarHandle HOOKS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            OUTCOME = lookup.findVarHandle(Completion.class, "outcome", Object.class);
            HOOKS = lookup.findVarHandle(Completion.class, "hooks", Hook.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private volatile @Nullable Object outcome;
    private volatile @Nullable Hook hooks;

    final @Nullable Object outcome() {
        return outcome;
    }

    final boolean isEnded() {
        return outcome != null;
    }

    /// Ends it, and tells the hooks.
    ///
    /// @return false if it had already ended
    final boolean end(Object with) {
        if (outcome != null || !OUTCOME.compareAndSet(this, null, with)) {
            return false;
        }
        tellHooks();
        return true;
    }

    /// Puts another form of the same end in its place, unless somebody has.
    final void replace(Object end, Object otherForm) {
        boolean _ = OUTCOME.compareAndSet(this, end, otherForm);
    }

    /// Adds a hook, which is told at once if the end has come.
    final void onEnd(Hook hook) {
        Hook top;
        do {
            top = hooks;
            hook.next = top;
        } while (!HOOKS.compareAndSet(this, top, hook));
        if (outcome != null) {
            tellHooks();
        }
    }

    /// Takes out hooks that nobody needs, so that those who wait again and again for a short time
    /// do not pile them up. Others may do the same at the same time: then one that is dead may come
    /// back, but none that is alive is lost, since only links over dead ones are written.
    final void unlinkDead() {
        Hook alive = null;
        Hook hook = hooks;
        while (hook != null) {
            Hook next = hook.next;
            if (!hook.isDead()) {
                alive = hook;
            } else if (alive != null) {
                alive.next = next;
            } else if (!HOOKS.compareAndSet(this, hook, next)) {
                // Another came on top: whoever waits next looks again.
                return;
            }
            hook = next;
        }
    }

    /// Waits for the end, however long.
    final void await(TimeSource time) throws InterruptedException {
        await(time, Durations.FOREVER);
    }

    /// Waits for the end.
    ///
    /// @return false if the time was over first
    final boolean await(TimeSource time, long nanos) throws InterruptedException {
        if (outcome != null) {
            return true;
        }
        if (nanos <= 0) {
            return false;
        }
        Waiter waiter = new Waiter(Thread.currentThread());
        onEnd(waiter);
        try {
            return park(time, nanos);
        } finally {
            waiter.thread = null;
            if (outcome == null) {
                unlinkDead();
            }
        }
    }

    private boolean park(TimeSource time, long nanos) throws InterruptedException {
        boolean timed = nanos < Durations.FOREVER;
        long deadline = timed ? time.nanos() + nanos : 0;
        while (outcome == null) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (!timed) {
                LockSupport.park(this);
                continue;
            }
            long left = deadline - time.nanos();
            if (left <= 0) {
                return false;
            }
            time.park(this, left);
        }
        return true;
    }

    /// Tells all of them, even if one cannot be told for want of memory.
    private void tellHooks() {
        for (Hook hook = (Hook) HOOKS.getAndSet(this, null); hook != null; ) {
            Hook next = hook.next;
            try {
                hook.ended(this);
            } catch (OutOfMemoryError shortage) {
                Reports.log("Somebody could not be told of the end of a task", shortage);
            }
            hook = next;
        }
    }

    private static final class Waiter extends Hook {
        volatile @Nullable Thread thread;

        Waiter(Thread thread) {
            this.thread = thread;
        }

        @Override
        void ended(Completion completion) {
            LockSupport.unpark(thread);
        }

        @Override
        boolean isDead() {
            return thread == null;
        }
    }
}
