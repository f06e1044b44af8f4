package io.manyhands.waits;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// What the JVM knows of its platform threads: who waits for a monitor or a lock of the JDK's, and
/// who has it. Stateless.
/* Of virtual threads it does not tell that. Where a program goes without the module for management,
 * the JVM tells nothing here. The number of a wait is how often its thread has waited, negative.
 */
final class JvmWaits {
    private static final int FRAMES = 48;

    private JvmWaits() {}

    static void addTo(Collection<Sight.Waiter> waiters, Set<Actor> known, SightMaker holders) {
        if (ModuleLayer.boot().findModule("java.management").isPresent()) {
            Asked.addTo(waiters, known, holders);
        }
    }

    /// Loaded only where there is such a module.
    private static final class Asked {
        static void addTo(Collection<Sight.Waiter> waiters, Set<Actor> known, SightMaker holders) {
            ThreadMXBean bean = ManagementFactory.getThreadMXBean();
            long pid = ProcessHandle.current().pid();
            for (ThreadInfo info : bean.getThreadInfo(bean.getAllThreadIds(), FRAMES)) {
                if (info != null && isBlocked(info)) {
                    Actor actor = new Actor(pid, (int) info.getThreadId());
                    if (!known.contains(actor)) {
                        waiters.add(waiter(actor, info, holders));
                    }
                }
            }
        }

        private static boolean isBlocked(ThreadInfo info) {
            return info.getLockInfo() != null
                    && info.getLockOwnerId() != -1
                    && info.getThreadState() != Thread.State.TIMED_WAITING;
        }

        private static Sight.Waiter waiter(Actor actor, ThreadInfo info, SightMaker holders) {
            LockInfo lock = info.getLockInfo();
            String title =
                    lock.getClassName() + "@" + Integer.toHexString(lock.getIdentityHashCode());
            String key = "#" + actor.pid() + " " + title;
            holders.hold(key, title, new Actor(actor.pid(), (int) info.getLockOwnerId()));
            return new Sight.Waiter(
                    actor,
                    -(info.getBlockedCount() + info.getWaitedCount()),
                    info.getThreadName(),
                    null,
                    false,
                    title,
                    List.of(key),
                    0,
                    false,
                    System.currentTimeMillis(),
                    SightMaker.shown(info.getStackTrace()));
        }
    }
}
