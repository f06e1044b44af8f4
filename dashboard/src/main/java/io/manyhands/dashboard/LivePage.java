package io.manyhands.dashboard;

import io.manyhands.Deadlocks;
import io.manyhands.Workers;
import io.manyhands.shared.Deadlock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// A page for the browser that shows what workers do at this moment: how many tasks wait, run and
/// ended, how many a second, what runs where and since when, what failed and why, and who waits for
/// whom for ever.
///
/// ```java
/// try (Workers workers = Workers.processes(4);
///         LivePage page = LivePage.open(workers)) {
///     System.err.println("To watch: " + page.address());
///     submitEverything(workers);
/// }
/// ```
///
/// It is served at the loopback address, at a free port, unless another one is given. Its path has
/// a random part of 128 bits: who does not know the address gets nothing, other users of the
/// machine included. There is no encryption: for other machines, use a tunnel. The page loads
/// nothing from elsewhere, and only looks: nothing can be changed by it.
///
/// It looks at the workers once a second, on a thread of its own, and gets what is out of the
/// ordinary by [Workers#watch]: so tasks and maps are not slower for it, and a slow browser, or one
/// that is gone, costs them nothing. Deadlocks are looked for every five seconds while somebody
/// looks at the page. Of each workers it keeps five minutes of numbers, 200 running tasks and 50
/// failures; of at most 64 workers, of which those that have ended make room for others. "Since" is
/// since the page has seen a task, within a second.
///
/// Its threads are daemons. Thread-safe.
public final class LivePage implements AutoCloseable {
    private static final int MOST_WORKERS = 64;
    private static final long DEADLOCKS_SECONDS = 5;
    private static final int MOST_DEADLOCKS = 20;

    private final List<Board> boards = new CopyOnWriteArrayList<>();
    private final PageServer server;
    private final ScheduledExecutorService looking;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private boolean isClosed;
    private volatile List<Deadlock> deadlocks = List.of();

    private LivePage(InetSocketAddress at) {
        try {
            server = new PageServer(at, () -> PageState.json(boards, deadlocks));
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "The address of a live page must be free: address=" + at, failure);
        }
        looking =
                Executors.newScheduledThreadPool(
                        2, Thread.ofPlatform().daemon().name("manyhands-page-look-", 1).factory());
    }

    /// Opens a page at the loopback address, at a free port.
    ///
    /// @param workers what is shown; others can be added
    /// @return the page, to be closed
    /// @throws UncheckedIOException if the system gives no port
    public static LivePage open(Workers... workers) {
        return open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), workers);
    }

    /// Opens a page.
    ///
    /// @param at the address and port; port 0 for any that is free
    /// @param workers what is shown; others can be added
    /// @return the page, to be closed
    /// @throws UncheckedIOException if it is taken, or none of this machine
    public static LivePage open(InetSocketAddress at, Workers... workers) {
        LivePage page = new LivePage(Objects.requireNonNull(at));
        try {
            for (Workers each : workers) {
                LivePage _ = page.add(each);
            }
            page.begin();
            return page;
        } catch (Throwable failure) {
            page.close();
            throw failure;
        }
    }

    private void begin() {
        ScheduledFuture<?> _ = looking.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.SECONDS);
        ScheduledFuture<?> _ =
                looking.scheduleWithFixedDelay(
                        this::findDeadlocks, 1, DEADLOCKS_SECONDS, TimeUnit.SECONDS);
        server.start();
    }

    /// Shows other workers, too.
    ///
    /// @param workers of this program
    /// @return this
    /// @throws IllegalStateException if 64 are shown that have not ended, or the page is closed
    /// @throws UnsupportedOperationException in a worker process, of the workers of its program
    public LivePage add(Workers workers) {
        lock.lock();
        try {
            if (boards.size() >= MOST_WORKERS) {
                boards.stream().filter(Board::hasEnded).findFirst().ifPresent(boards::remove);
            }
            if (boards.size() >= MOST_WORKERS) {
                throw new IllegalStateException(
                        "A live page shows only so many workers: most=" + MOST_WORKERS);
            }
            if (isClosed) {
                throw new IllegalStateException(
                        "A live page that is closed shows no more workers: workers=" + workers);
            }
            boards.add(Board.of(workers));
        } finally {
            lock.unlock();
        }
        return this;
    }

    /// Where it is to be seen.
    ///
    /// @return an address for a browser, to be kept from others
    public URI address() {
        return server.address();
    }

    /// Ends the page, its threads and its port; does nothing if it is closed. Waits for them, for a
    /// second at most.
    @Override
    public void close() {
        lock.lock();
        try {
            isClosed = true;
        } finally {
            lock.unlock();
        }
        List<Runnable> _ = looking.shutdownNow();
        server.close();
        boards.forEach(Board::close);
        try {
            boolean _ = looking.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        for (Board board : boards) {
            try {
                board.look();
            } catch (RuntimeException failure) {
                // One look less; the next one may go well.
                board.failed("The page could not look at the workers", failure);
            }
        }
    }

    private void findDeadlocks() {
        if (server.isWatched()) {
            try {
                deadlocks = Deadlocks.find().stream().limit(MOST_DEADLOCKS).toList();
            } catch (RuntimeException failure) {
                // The next look may go well.
                System.getLogger("io.manyhands")
                        .log(
                                System.Logger.Level.WARNING,
                                "A live page finds no deadlocks",
                                failure);
            }
        }
    }
}
