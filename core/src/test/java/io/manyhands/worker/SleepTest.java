package io.manyhands.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How a main thread sleeps and is woken, parked and at a pipe.
@Timeout(60)
final class SleepTest {
    private static final int WAKES = 50_000;

    /// The pipe to a process that does not read it.
    private record Pipe(Process process, RandomAccessFile file) implements AutoCloseable {
        static Pipe open() throws IOException {
            Process process = new ProcessBuilder("/bin/sleep", "600").start();
            String path = "/proc/" + process.pid() + "/fd/0";
            return new Pipe(process, new RandomAccessFile(path, "rw"));
        }

        int unread() throws IOException {
            try (FileInputStream view = new FileInputStream("/proc/" + process.pid() + "/fd/0")) {
                return view.available();
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
            process.destroyForcibly();
        }
    }

    @Test
    void noWakeUpIsLostWhenParked() throws Exception {
        assertThat(awaitWakes(null)).isEqualTo(WAKES);
    }

    @Test
    void noWakeUpIsLostAtThePipe() throws Exception {
        try (Pipe pipe = Pipe.open()) {
            assertThat(awaitWakes(pipe.file())).isEqualTo(WAKES);
        }
    }

    @Test
    void itMovesToThePipeWhileOthersWakeIt() throws Exception {
        for (int round = 0; round < 50; round++) {
            try (Pipe pipe = Pipe.open()) {
                Sleep sleep = new Sleep(Thread.currentThread());
                AtomicInteger given = new AtomicInteger();
                Thread waker = new Thread(() -> wake(sleep, given, 1), "manyhands-test-waker");
                waker.start();
                sleep.moveTo(pipe.file());
                awaitGiven(sleep, given, 1);
                waker.join();
            }
        }
    }

    @Test
    void whatIsNotReadIsTakenAway() throws Exception {
        try (Pipe pipe = Pipe.open()) {
            Sleep sleep = new Sleep(Thread.currentThread());
            sleep.moveTo(pipe.file());
            int most = 0;
            for (int i = 0; i < 100_000; i++) {
                sleep.prepare();
                sleep.wake();
                sleep.over();
                most = i % 1000 == 0 ? Math.max(most, pipe.unread()) : most;
            }
            assertThat(most).isLessThan(256);
        }
    }

    @Test
    void whoIsAwakeIsSentNothing() throws Exception {
        try (Pipe pipe = Pipe.open()) {
            Sleep sleep = new Sleep(Thread.currentThread());
            sleep.moveTo(pipe.file());
            sleep.wake();
            assertThat(pipe.unread()).isZero();
            sleep.prepare();
            sleep.wake();
            sleep.wake();
            assertThat(pipe.unread()).isEqualTo(1);
        }
    }

    @Test
    void interruptsDoNotHurtThePipe() throws Exception {
        try (Pipe pipe = Pipe.open()) {
            Sleep sleep = new Sleep(Thread.currentThread());
            sleep.moveTo(pipe.file());
            for (int i = 0; i < 3; i++) {
                Thread.currentThread().interrupt();
                sleep.prepare();
                sleep.wake();
                sleep.sleep();
                sleep.over();
            }
            assertThat(Thread.interrupted()).isTrue();
            assertThat(pipe.unread()).isZero();
        }
    }

    /// One thread sleeps whenever there is nothing, another gives and wakes.
    private static int awaitWakes(@Nullable RandomAccessFile pipe) throws Exception {
        AtomicInteger given = new AtomicInteger();
        CompletableFuture<Sleep> ready = new CompletableFuture<>();
        CompletableFuture<Integer> taken = new CompletableFuture<>();
        Thread sleeper =
                new Thread(() -> sleepAlways(pipe, given, ready, taken), "manyhands-test-sleeper");
        sleeper.setDaemon(true);
        sleeper.start();
        wake(ready.get(30, TimeUnit.SECONDS), given, WAKES);
        return taken.get(30, TimeUnit.SECONDS);
    }

    private static void sleepAlways(
            @Nullable RandomAccessFile pipe,
            AtomicInteger given,
            CompletableFuture<Sleep> ready,
            CompletableFuture<Integer> taken) {
        try {
            Sleep sleep = new Sleep(Thread.currentThread());
            if (pipe != null) {
                sleep.moveTo(pipe);
            }
            ready.complete(sleep);
            taken.complete(awaitGiven(sleep, given, WAKES));
        } catch (Throwable failure) {
            ready.completeExceptionally(failure);
            taken.completeExceptionally(failure);
        }
    }

    private static int awaitGiven(Sleep sleep, AtomicInteger given, int all) {
        int seen = given.get();
        while (seen < all) {
            sleep.prepare();
            if (given.get() == seen) {
                sleep.sleep();
            }
            sleep.over();
            seen = given.get();
        }
        return seen;
    }

    private static void wake(Sleep sleep, AtomicInteger given, int times) {
        for (int i = 0; i < times; i++) {
            given.incrementAndGet();
            sleep.wake();
        }
    }
}
