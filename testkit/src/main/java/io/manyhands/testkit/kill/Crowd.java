package io.manyhands.testkit.kill;

import io.manyhands.testkit.Await;
import io.manyhands.testkit.SystemProcesses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The users of a shared object, each a process; who is killed is replaced. What they do is seen in
/// their book. Confined.
final class Crowd implements AutoCloseable {
    /// More than there ever are with one book.
    static final int MOST_LIVES = 1 << 16;

    private static final long PAUSE_NANOS = 1_000_000;
    private static final int SHOWN = 30_000;

    private final List<String> what;
    private final Book book;
    private final Rows rows;
    private final Path output;
    private final long seed;
    private final @Nullable User[] users;
    private final Set<Integer> ready = new HashSet<>();

    private final Set<Integer> active = new HashSet<>();

    /// Since the last deaths.
    private final Set<Integer> told = new HashSet<>();

    private int lives;
    private long read;

    private record User(Process process, int life) {}

    /// @param what the name of what is shared, and the kind
    /// @param count how many users
    Crowd(List<String> what, int count, Book book, Path output, long seed) throws IOException {
        this.what = what;
        this.book = book;
        this.output = output;
        this.seed = seed;
        this.users = new User[count];
        this.rows = new Rows(book);
    }

    int count() {
        return users.length;
    }

    /// Starts as many as there are to be.
    void fill() throws IOException {
        for (int index = 0; index < users.length; index++) {
            if (users[index] == null) {
                users[index] = start(index, lives++);
            }
        }
        if (lives >= MOST_LIVES) {
            throw new IllegalStateException("A book has its most lives: lives=" + lives);
        }
    }

    private User start(int index, int life) throws IOException {
        List<String> arguments = new ArrayList<>(what);
        arguments.add(String.valueOf(users.length));
        arguments.add(String.valueOf(index));
        arguments.add(String.valueOf(life));
        arguments.add(book.path());
        arguments.add(String.valueOf(seed));
        return new User(SharedUser.start(output, arguments), life);
    }

    /// Kills some, and waits for their ends.
    ///
    /// @return how many of them had begun to use it
    int kill(Collection<Integer> indexes) throws IOException, InterruptedException {
        ensureAlive();
        look();
        told.clear();
        for (int index : indexes) {
            boolean _ = user(index).process.toHandle().destroyForcibly();
        }
        int busy = 0;
        for (int index : indexes) {
            User user = user(index);
            int _ = user.process.waitFor();
            users[index] = null;
            look();
            busy += ready.contains(user.life) ? 1 : 0;
        }
        return busy;
    }

    /// Forgets who has done something.
    void forgetActive() throws IOException {
        look();
        active.clear();
    }

    private User user(int index) {
        User user = users[index];
        if (user == null) {
            throw new IllegalStateException("There must be a user: index=" + index);
        }
        return user;
    }

    private void look() throws IOException {
        read =
                rows.all(
                        read,
                        (number, kind, _) -> {
                            int life = number % MOST_LIVES;
                            active.add(life);
                            if (kind == Use.READY) {
                                ready.add(life);
                            } else if (kind == Use.TOLD) {
                                told.add(life);
                            }
                        });
    }

    boolean isReady(int index) throws IOException {
        look();
        return ready.contains(user(index).life);
    }

    boolean isThere(int index) {
        return users[index] != null;
    }

    /// Waits until all use it, and have done something since that was forgotten.
    void awaitAll() {
        await("all go on", () -> allOf(ready) && allOf(active));
    }

    /// Waits until those who are there were told of the last deaths.
    void awaitTold(Collection<Integer> indexes) {
        await(
                "all are told of a death: who=" + indexes,
                () -> indexes.stream().allMatch(index -> told.contains(user(index).life)));
    }

    private boolean allOf(Set<Integer> seen) {
        return Arrays.stream(users).allMatch(user -> user == null || seen.contains(user.life));
    }

    private void await(String rule, BooleanSupplier condition) {
        long begin = System.nanoTime();
        try {
            look();
            while (!condition.getAsBoolean()) {
                ensureAlive();
                if (System.nanoTime() - begin > Await.patience().toNanos()) {
                    throw new IllegalStateException("In time " + rule + ": " + state());
                }
                LockSupport.parkNanos(PAUSE_NANOS);
                look();
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// Nobody ends by itself.
    void ensureAlive() throws IOException {
        for (User user : users) {
            if (user != null && !user.process.isAlive()) {
                throw new IllegalStateException(
                        "A user ends only by being killed: life=" + user.life + ", " + state());
            }
        }
    }

    /// Who is there, and what they are at.
    private String state() throws IOException {
        StringBuilder state = new StringBuilder();
        for (int index = 0; index < users.length; index++) {
            User user = users[index];
            if (user != null) {
                state.append(index).append(": life=").append(user.life);
                state.append(", pid=").append(user.process.pid());
                state.append(", ready=").append(ready.contains(user.life));
                state.append(", active=").append(active.contains(user.life));
                state.append(", told=").append(told.contains(user.life)).append("; ");
                boolean _ = SystemProcesses.signal("QUIT", user.process.pid());
            }
        }
        // For the dumps of their threads.
        LockSupport.parkNanos(1_000 * PAUSE_NANOS);
        String said = Files.readString(output);
        return state + "\n" + said.substring(Math.max(0, said.length() - SHOWN));
    }

    @Override
    public void close() throws IOException {
        for (User user : users) {
            if (user != null) {
                boolean _ = user.process.toHandle().destroyForcibly();
                awaitEnd(user.process);
            }
        }
        Arrays.fill(users, null);
        rows.close();
    }

    private static void awaitEnd(Process process) {
        try {
            int _ = process.waitFor();
        } catch (InterruptedException later) {
            Thread.currentThread().interrupt();
        }
    }
}
