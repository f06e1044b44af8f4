package io.manyhands.room;

import io.manyhands.memory.Sleepers;
import io.manyhands.shared.Blueprint;
import io.manyhands.shared.Hold;
import io.manyhands.shared.SharedBarrier;
import io.manyhands.shared.SharedCounter;
import io.manyhands.shared.SharedEvent;
import io.manyhands.shared.SharedLatch;
import io.manyhands.shared.SharedLock;
import io.manyhands.shared.SharedReadWriteLock;
import io.manyhands.shared.SharedSemaphore;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;

/// A process that uses a shared object without end, to be killed at any moment of it; and what it
/// does, so that others can do the same.
@SuppressWarnings("WaitNotInLoop") // any wait will do
final class Mortal {
    /// Where a process says that it has begun.
    static final String READY = "ready";

    static final int PERMITS = 3;
    private static final Duration LONG = Duration.ofSeconds(3);
    private static final Duration SHORT = Duration.ofMillis(2);

    private Mortal() {}

    /// One round of use.
    interface Use {
        void run() throws Exception;
    }

    /// Uses it until it is killed.
    ///
    /// @param arguments the room's directory, and what is used
    public static void main(String[] arguments) throws Exception {
        Thread.ofPlatform().name("parent-watch").daemon().start(Mortal::watch);
        Room room = Room.attach(arguments[0]);
        Use use = use(room, arguments[1]);
        use.run();
        room.shared(new Blueprint.Latch(READY, 1)).countDown();
        while (true) {
            use.run();
        }
    }

    static Use use(Room room, String what) {
        return switch (what) {
            case "lock" -> locking(room, room.shared(Blueprint.lock(what)));
            case "fair" -> locking(room, room.shared(Blueprint.lock(what).withFairness()));
            case "condition" -> waiting(room);
            case "semaphore" -> acquiring(room);
            case "read-write" -> readingAndWriting(room);
            case "barrier" -> meeting(room);
            case "event" -> setting(room);
            default -> throw new IllegalArgumentException(what);
        };
    }

    /// Two numbers that are the same while nobody has the lock, unless it is marked.
    private static Use locking(Room room, SharedLock lock) {
        SharedCounter left = room.shared(new Blueprint.Counter("left"));
        SharedCounter right = room.shared(new Blueprint.Counter("right"));
        return () -> {
            lock.lock();
            try {
                change(lock, left, right);
            } finally {
                lock.unlock();
            }
        };
    }

    private static void change(SharedLock lock, SharedCounter left, SharedCounter right) {
        if (lock.isRecovered()) {
            right.set(left.get());
            lock.clearRecovered();
        }
        if (left.get() != right.get()) {
            throw new AssertionError("Two were inside: " + left.get() + ", " + right.get());
        }
        left.set(left.get() + 1);
        right.set(right.get() + 1);
    }

    private static Use waiting(Room room) {
        SharedLock lock = room.shared(Blueprint.lock("lock"));
        Condition condition = lock.condition("changed");
        return () -> {
            lock.lock();
            try {
                condition.signal();
                boolean _ = condition.await(SHORT.toNanos(), TimeUnit.NANOSECONDS);
                condition.signalAll();
            } finally {
                lock.unlock();
            }
        };
    }

    private static Use acquiring(Room room) {
        SharedSemaphore semaphore = room.shared(new Blueprint.Semaphore("seats", PERMITS));
        return () -> {
            semaphore.acquire(2);
            semaphore.release(1);
            if (semaphore.tryAcquire(2)) {
                semaphore.release(2);
            }
            semaphore.release(1);
        };
    }

    private static Use readingAndWriting(Room room) {
        SharedReadWriteLock lock = room.shared(new Blueprint.ReadWriteLock("both"));
        SharedCounter left = room.shared(new Blueprint.Counter("left"));
        SharedCounter right = room.shared(new Blueprint.Counter("right"));
        return () -> {
            lock.writeLock().lock();
            try {
                change(lock.writeLock(), left, right);
            } finally {
                lock.writeLock().unlock();
            }
            lock.readLock().lock();
            try {
                if (!lock.readLock().isRecovered() && left.get() != right.get()) {
                    throw new AssertionError("One wrote: " + left.get() + ", " + right.get());
                }
            } finally {
                lock.readLock().unlock();
            }
        };
    }

    private static Use meeting(Room room) {
        SharedBarrier barrier = room.shared(new Blueprint.Barrier("start", 2));
        // Never ended: whoever is killed breaks the barrier, also while it does not wait.
        Hold _ = barrier.register();
        // After a reset nobody knows whether there is another.
        AtomicBoolean isReset = new AtomicBoolean();
        return () -> {
            try {
                int _ = barrier.await(LONG);
                isReset.set(false);
            } catch (BrokenBarrierException broken) {
                isReset.set(true);
                barrier.reset();
            } catch (TimeoutException alone) {
                if (!isReset.get()) {
                    throw new AssertionError("A death must break the barrier", alone);
                }
                barrier.reset();
            }
        };
    }

    private static Use setting(Room room) {
        SharedEvent event = room.shared(new Blueprint.Event("go"));
        SharedLatch latch = room.shared(new Blueprint.Latch("many", Integer.MAX_VALUE));
        return () -> {
            event.set();
            boolean _ = event.await(SHORT);
            event.clear();
            latch.countDown();
        };
    }

    static Process start(Room room, String what) throws Exception {
        String classPath =
                String.join(
                        File.pathSeparator,
                        root(Mortal.class).toString(),
                        root(Sleepers.class).toString());
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        List.of(
                                java,
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                classPath,
                                Mortal.class.getName(),
                                room.path().toString(),
                                what))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void watch() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is said here.
            }
        } catch (IOException gone) {
            // As if it had ended.
        }
        Runtime.getRuntime().halt(1);
    }

    /// The folder that a class is in, also if it patches a module.
    private static Path root(Class<?> type) throws Exception {
        String resource = type.getName().replace('.', '/') + ".class";
        URL url = Objects.requireNonNull(type.getResource("/" + resource));
        String text = url.toString();
        return Path.of(URI.create(text.substring(0, text.length() - resource.length())));
    }
}
