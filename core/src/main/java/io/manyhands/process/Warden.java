package io.manyhands.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A small process that outlives this one by a moment, to end its workers and remove its
/// directories however this one ends.
///
/// There is one for all workers of this JVM, as long as somebody uses it. Thread-safe.
final class Warden implements AutoCloseable {
    /*
     * The warden is a shell that reads lines from a pipe whose other end this JVM alone holds. The
     * end of that pipe is the death of this JVM, whatever its reason: then the warden kills every
     * process group it knows and removes every directory it knows. It is in a session of its own
     * and deaf to the signals of a terminal, so that it does not die of what its parent dies of.
     *
     * The thread `manyhands-warden` starts the shell, off its users' way, waits for its end, and
     * starts another if it ended while it was needed. What is known is kept here as well, and a new
     * shell is told all of it first. A group's line is shorter than what a pipe takes in one piece:
     * it is never seen in halves. A directory's may be longer; one without its line's end is
     * ignored by the shell.
     *
     * Process group numbers. A number is not given out again while a process of its group or its
     * session lives, so a kill meets the group that was meant, or, between the end of its last
     * member and the line that makes the warden forget it, nobody: process numbers are given out in
     * turn, and would have to go all the way round in these milliseconds, to one that then makes
     * itself the leader of a group.
     *
     * Lock order: sharedLock, lock. `shared` and `users` are guarded by sharedLock, the rest by
     * lock. No process is started under a lock.
     */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long END_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final ReentrantLock sharedLock = new ReentrantLock();
    private static @Nullable Warden shared;

    private final Charset charset;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<String> groups = new LinkedHashSet<>();
    private final Set<String> directories = new LinkedHashSet<>();
    private final Set<String> unheardKills = new LinkedHashSet<>();
    private final UnreadKills unreadKills = new UnreadKills();
    private final WardenWatch watch = new WardenWatch(this);
    private int users;
    private boolean ended;
    private @Nullable Process process;
    private @Nullable OutputStream toShell;
    private @Nullable Throwable failure;

    private Warden(Charset charset) {
        this.charset = charset;
    }

    /// The warden of this JVM; it comes up in the background. Each user closes it once.
    ///
    /// @param charset the encoding of file names
    static Warden acquire(Charset charset) {
        sharedLock.lock();
        try {
            Warden warden = shared;
            if (warden == null) {
                warden = new Warden(charset);
                warden.watch.start();
                shared = warden;
            }
            warden.users++;
            return warden;
        } finally {
            sharedLock.unlock();
        }
    }

    /// Has a process group killed when this JVM dies. Waits until the warden is there; an
    /// interruption is kept for later.
    ///
    /// @throws LaunchFailure if there is no warden
    void add(long group) throws LaunchFailure {
        String name = checkedName(group);
        lock.lock();
        try {
            groups.add(name);
            tell("add " + name);
            awaitShell();
        } finally {
            lock.unlock();
        }
    }

    /// Forgets a process group.
    void drop(long group) {
        String name = checkedName(group);
        lock.lock();
        try {
            groups.remove(name);
            tell("drop " + name);
        } finally {
            lock.unlock();
        }
    }

    /// Kills a process group a moment later, and forgets it.
    void kill(long group) {
        String name = checkedName(group);
        lock.lock();
        try {
            groups.remove(name);
            if (tell("kill " + name)) {
                unreadKills.told(name);
            } else if (!ended) {
                unheardKills.add(name);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Sends `SIGTERM` to a process group a moment later.
    ///
    /// @return false if nobody does it, as there is no shell just now
    boolean terminate(long group) {
        String name = checkedName(group);
        lock.lock();
        try {
            return tell("term " + name);
        } finally {
            lock.unlock();
        }
    }

    /// Has a directory removed when this JVM dies. Does not wait.
    void keep(Path directory) {
        String name = encoded(directory);
        lock.lock();
        try {
            directories.add(name);
            tell("keep " + name);
        } finally {
            lock.unlock();
        }
    }

    /// Forgets a directory.
    void forget(Path directory) {
        String name = encoded(directory);
        lock.lock();
        try {
            directories.remove(name);
            tell("forget " + name);
        } finally {
            lock.unlock();
        }
    }

    /// Waits until a shell reads what it is told, other than a given one.
    ///
    /// @throws LaunchFailure if there is none
    Process awaitProcess(@Nullable Process other) throws LaunchFailure {
        lock.lock();
        try {
            Process current;
            do {
                awaitShell();
                current = process;
                if (current != null && current.equals(other)) {
                    changed.awaitUninterruptibly();
                }
            } while (current == null || current.equals(other));
            return current;
        } finally {
            lock.unlock();
        }
    }

    /// Ends the warden if nobody else uses it, and waits for that; what it still knows is killed
    /// and removed first.
    @Override
    public void close() {
        sharedLock.lock();
        try {
            users--;
            if (users == 0) {
                shared = null;
                end();
            }
        } finally {
            sharedLock.unlock();
        }
    }

    private static String checkedName(long group) {
        if (group <= 1) {
            throw new IllegalArgumentException("A process group is above one: group=" + group);
        }
        return Long.toString(group);
    }

    private String encoded(Path directory) {
        return WardenScript.encode(directory.toString().getBytes(charset));
    }

    /// A shell that is gone is not told: the next one hears everything that is known then.
    private boolean tell(String lines) {
        OutputStream out = toShell;
        if (out != null) {
            try {
                out.write((lines + "\n").getBytes(StandardCharsets.US_ASCII));
                out.flush();
                return true;
            } catch (IOException _) {
                toShell = null;
            }
        }
        return false;
    }

    private void awaitShell() throws LaunchFailure {
        long remaining = START_NANOS;
        boolean interrupted = false;
        while (toShell == null && failure == null && !ended && remaining > 0) {
            try {
                remaining = changed.awaitNanos(remaining);
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (toShell == null) {
            throw new LaunchFailure(
                    "Worker processes need a shell that guards them: program="
                            + Shell.PROGRAM
                            + ", cause="
                            + failure,
                    failure);
        }
    }

    private void end() {
        Process last;
        lock.lock();
        try {
            awaitShellForTheRest();
            ended = true;
            changed.signalAll();
            tell("end");
            toShell = null;
            last = process;
        } finally {
            lock.unlock();
        }
        if (last != null && !Shell.awaitExit(last, END_NANOS)) {
            last.destroyForcibly();
        }
        boolean _ = Threads.join(watch, END_NANOS);
    }

    /// What is still known at the end needs a shell that does it.
    private void awaitShellForTheRest() {
        boolean isDone = groups.isEmpty() && directories.isEmpty() && unheardKills.isEmpty();
        if (!isDone) {
            try {
                awaitShell();
            } catch (LaunchFailure _) {
                // Nothing more can be done.
            }
        }
    }

    /// Tells a new shell all that is known.
    ///
    /// @return false if it is not needed any more
    boolean install(Process shell) {
        lock.lock();
        try {
            if (!ended) {
                process = shell;
                failure = null;
                toShell = shell.getOutputStream();
                StringBuilder known = new StringBuilder("begin");
                append(known, "add ", groups);
                append(known, "keep ", directories);
                append(known, "kill ", unheardKills);
                if (tell(known.toString())) {
                    unheardKills.clear();
                }
                changed.signalAll();
            }
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    private static void append(StringBuilder lines, String command, Set<String> values) {
        for (String value : values) {
            lines.append('\n').append(command).append(value);
        }
    }

    /// Forgets a shell that has ended.
    ///
    /// @return whether another one is needed
    boolean uninstall(Process shell) {
        lock.lock();
        try {
            if (shell.equals(process)) {
                process = null;
                toShell = null;
                unheardKills.addAll(unreadKills.take());
            }
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    /// There is no shell for now: who waits for it is told. Waits before the next attempt.
    ///
    /// @return false if none is needed any more
    boolean failed(Throwable reason) {
        lock.lock();
        try {
            failure = reason;
            changed.signalAll();
            long left = PAUSE_NANOS;
            while (!ended && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException _) {
            // Nobody has a reason to: at worst the pause is shorter.
        } finally {
            lock.unlock();
        }
        return isNeeded();
    }

    private boolean isNeeded() {
        lock.lock();
        try {
            return !ended;
        } finally {
            lock.unlock();
        }
    }
}
