package io.manyhands.room;

import io.manyhands.memory.Members;
import io.manyhands.memory.Sleepers;
import io.manyhands.waits.Sleeper;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Where the threads of this process sleep that wait for something in a room. Thread-safe.
/* One thread at a time has the watch: it listens for bytes from other processes, wakes the threads
 * of this one whose bit was taken, and looks now and then whether a member has died. A platform
 * thread that waits takes the watch itself if nobody has it, which saves a wake-up; else it parks, as
 * virtual threads always do. For those who park there is a thread that has the watch if no other has.
 *
 * No sleeper is without a watch: it enters itself before it looks whether there is one; who gives up
 * the watch looks after that whether a sleeper is left, and if so hands the watch to that thread.
 */
final class Slumber implements AutoCloseable {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long WATCHED_LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long WAKE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private final Room room;
    private final boolean isWatched;
    private final long lookNanos;
    private final Ringer ringer;
    private final ConcurrentHashMap<Waiting, Integer> waitings = new ConcurrentHashMap<>();
    private final ReentrantLock watch = new ReentrantLock();
    private final ReentrantLock opening = new ReentrantLock();
    private volatile int changesSeen;
    private volatile int askedSeen;
    private volatile int changesCounted;
    private volatile int size = 1;
    private volatile boolean isClosed;
    private volatile @Nullable Listener listener;

    /// The last two guarded by the lock for opening.
    private volatile @Nullable Thread watchman;

    private boolean isOpened;

    /// Guarded by the watch, or a hint.
    private volatile long lookedAt = System.nanoTime();

    private volatile long wokenAt = lookedAt;

    /// @param isWatched whether somebody else notices deaths
    Slumber(Room room, boolean isWatched) {
        this.room = room;
        this.isWatched = isWatched;
        this.lookNanos = isWatched ? WATCHED_LOOK_NANOS : LOOK_NANOS;
        this.ringer = new Ringer(this::bell);
        this.askedSeen = room.table().asked();
        this.changesSeen = room.table().changes();
    }

    private Path bell(int member) {
        return room.path().resolve("bell-" + Integer.toHexString(member));
    }

    // Those who wait.

    /// Whether each member that may be at work has a processor. Who only watches has nothing to do.
    boolean isRoomy() {
        int changes = room.table().changes();
        if (changes != changesCounted) {
            size = room.table().size();
            changesCounted = changes;
        }
        return (isWatched ? size - 1 : size) <= PROCESSORS;
    }

    /// Before a thread says that it sleeps.
    void enter(Waiting waiting) {
        waitings.merge(waiting, 1, Integer::sum);
        room.table().sleeps(Members.slot(room.self()), 1);
        openListener();
    }

    /// Whether others can wake this process. If not, its threads have to look by themselves.
    boolean canBeWoken() {
        return listener != null;
    }

    void leave(Waiting waiting) {
        waitings.computeIfPresent(waiting, (_, count) -> count == 1 ? null : count - 1);
        if (!isClosed) {
            try {
                room.table().sleeps(Members.slot(room.self()), -1);
            } catch (IllegalStateException gone) {
                // The room was left at this moment.
            }
        }
    }

    /// Sleeps until woken or interrupted, or for no reason.
    void sleep(Waiting waiting, WatchSleeper me, long nanos) {
        Listener open = listener;
        if (open == null) {
            me.park(waiting, Math.min(nanos, POLL_NANOS));
            lookIfDue();
        } else if (nanos >= POLL_NANOS && !Thread.currentThread().isVirtual() && watch.tryLock()) {
            try {
                me.listenAt(open);
                watchFor(open, me, nanos);
            } finally {
                me.rise();
                watch.unlock();
                callWatchman();
            }
        } else {
            callWatchman();
            me.park(waiting, nanos);
        }
    }

    /// Before a thread parks by itself: somebody has the watch, or takes it.
    ///
    /// @return how long it may sleep at most
    long arrangeWatch() {
        if (listener == null) {
            lookIfDue();
            return POLL_NANOS;
        }
        callWatchman();
        return Long.MAX_VALUE;
    }

    private void watchFor(Listener open, WatchSleeper me, long nanos) {
        long end = System.nanoTime() + Math.min(nanos, Long.MAX_VALUE / 2);
        long left = nanos;
        while (!me.isWoken() && !isClosed && left > 0 && !Thread.currentThread().isInterrupted()) {
            listen(open, left);
            left = end - System.nanoTime();
        }
    }

    /// With the watch.
    private void listen(Listener open, long nanos) {
        long due = Math.max(POLL_NANOS, lookedAt + lookNanos - System.nanoTime());
        if (open.listen(Math.min(nanos, due))) {
            wakeThreads();
        }
        lookIfDue();
    }

    /* Who was to ring may have died, or be stopped, before it has: a change of members shows that at
     * the next look, and all attempt again once a second in any case.
     */
    private void lookIfDue() {
        answerIfAsked();
        long now = System.nanoTime();
        if (now - lookedAt >= lookNanos) {
            lookedAt = now;
            room.look();
        }
        if (room.table().changes() != changesSeen) {
            wakeThreads();
        }
        if (now - wokenAt >= WAKE_NANOS) {
            wokenAt = now;
            wakeAll();
        }
    }

    private void wakeAll() {
        for (Waiting waiting : waitings.keySet()) {
            waiting.wake(true);
        }
    }

    // The watchman.

    /// Has a place where others can ring, if there can be one.
    private void openListener() {
        if (listener != null) {
            return;
        }
        opening.lock();
        try {
            if (!isOpened && !isClosed) {
                isOpened = true;
                listener = Listener.open(bell(room.self()));
            }
        } finally {
            opening.unlock();
        }
    }

    private void callWatchman() {
        if (watch.isLocked() || !isAnybodyAsleep()) {
            return;
        }
        Thread man = watchman;
        if (man == null) {
            startWatchman();
        } else {
            LockSupport.unpark(man);
        }
    }

    private void startWatchman() {
        opening.lock();
        try {
            Listener open = listener;
            if (watchman == null && open != null && !isClosed) {
                Thread man =
                        new Thread(null, () -> standWatch(open), "manyhands-room-watch", 0, false);
                man.setDaemon(true);
                man.start();
                watchman = man;
            }
        } finally {
            opening.unlock();
        }
    }

    private void standWatch(Listener open) {
        try {
            while (!isClosed) {
                if (isAnybodyAsleep() && watch.tryLock()) {
                    watchForOthers(open);
                } else {
                    LockSupport.park(this);
                }
            }
        } finally {
            // Who comes next calls another, if this one has failed.
            watchman = null;
        }
    }

    private void watchForOthers(Listener open) {
        try {
            while (isAnybodyAsleep() && !isClosed) {
                listen(open, Long.MAX_VALUE);
            }
        } finally {
            watch.unlock();
        }
    }

    private boolean isAnybodyAsleep() {
        for (Waiting waiting : waitings.keySet()) {
            if (waiting.isAnybodyAsleep()) {
                return true;
            }
        }
        return false;
    }

    // Asking.

    /// Asks the members what their threads wait for.
    ///
    /// @return the number of the question
    int ask() {
        int number = room.table().ask();
        if (askedSeen == number - 1) {
            // Who asks needs no answer of its own; but one who has asked before does.
            askedSeen = number;
        }
        return number;
    }

    private void answerIfAsked() {
        int asked = room.table().asked();
        if (asked != askedSeen) {
            askedSeen = asked;
            room.inquiries().answer();
        }
    }

    // Waking.

    void wakeOthers(Sleepers sleepers, Sleeper me) {
        for (Waiting waiting : waitings.keySet()) {
            waiting.wakeOthers(sleepers, me);
        }
    }

    /// Wakes the threads of this process whose bit was taken, or all if somebody came or went.
    void wakeThreads() {
        int changes = room.table().changes();
        boolean all = changes != changesSeen;
        changesSeen = changes;
        answerIfAsked();
        for (Waiting waiting : waitings.keySet()) {
            waiting.wake(all);
        }
    }

    /// Wakes another process.
    void ring(int member) {
        if (!ringer.ring(member)) {
            // All see that at their next look, and attempt again.
            room.table().announce();
        }
    }

    /// A member is gone.
    void forget(int member) {
        ringer.forget(member);
        Listener.delete(bell(member));
    }

    /// Wakes everyone for good. The room is closed already.
    @Override
    public void close() {
        Thread man;
        Listener open;
        opening.lock();
        try {
            isClosed = true;
            man = watchman;
            open = listener;
        } finally {
            opening.unlock();
        }
        wakeAll();
        ringer.close();
        if (open != null) {
            close(open, man);
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // the one who has the watch may need this very core
    private void close(Listener open, @Nullable Thread man) {
        if (man != null) {
            LockSupport.unpark(man);
        }
        while (!watch.tryLock()) {
            open.wakeUp();
            Thread.onSpinWait();
        }
        try {
            open.close();
        } finally {
            watch.unlock();
        }
        if (man != null) {
            join(man);
        }
    }

    private static void join(Thread man) {
        boolean isInterrupted = false;
        while (man.isAlive()) {
            try {
                man.join();
            } catch (InterruptedException later) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
