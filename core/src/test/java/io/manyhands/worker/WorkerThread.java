package io.manyhands.worker;

import io.manyhands.spi.Allowance;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A worker's real loop in a thread of this JVM.
public final class WorkerThread implements Host, Loaders.Factory {
    private static final long WAIT_SECONDS = 30;

    private final CompletableFuture<String> ending = new CompletableFuture<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Thread main;

    /// Starts it.
    ///
    /// @param fromParent what it reads; closed at its end
    /// @param toParent what it writes; closed at its end
    public WorkerThread(InputStream fromParent, OutputStream toParent) {
        this(fromParent, toParent, TimeUnit.SECONDS.toNanos(WAIT_SECONDS));
    }

    /// Starts one that waits so long to be told who it is.
    @SuppressWarnings("ThisEscapedInObjectConstruction")
    WorkerThread(InputStream fromParent, OutputStream toParent, long patienceNanos) {
        main = new Thread(() -> live(fromParent, toParent, patienceNanos), "manyhands-test-main");
        main.setDaemon(true);
        main.start();
    }

    /// How it ended: `exit`, or `halt`, the status, and the reason.
    ///
    /// @return the ending in words
    /// @throws Exception if it does not end in time
    public String awaitEnd() throws Exception {
        String end = ending.get(WAIT_SECONDS, TimeUnit.SECONDS);
        main.join(WAIT_SECONDS * 1_000);
        if (main.isAlive()) {
            throw new TimeoutException("The main thread must end");
        }
        return end;
    }

    /// What tasks printed to the marked streams.
    ///
    /// @return all lines
    public String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void halt(int status, String reason) {
        ending.complete("halt " + status + ": " + reason);
    }

    @Override
    public void allow(Allowance allowance) {}

    @Override
    public boolean exit(long graceMillis) {
        ending.complete("exit after at most " + graceMillis);
        return false;
    }

    @Override
    public ClassLoader served(int id, ClassLoader parent, ClassSource source) {
        return new AskingLoader(id, parent, source);
    }

    @Override
    public void forget(int id) {
        // It keeps none.
    }

    private void live(InputStream fromParent, OutputStream toParent, long patienceNanos) {
        TaskOutput out = TaskOutput.to(printed, false);
        TaskOutput err = TaskOutput.to(printed, true);
        WorkerSetup setup =
                new WorkerSetup(7, null, this, new Codecs(), this, new Outputs(out, err));
        try (fromParent;
                toParent) {
            new WorkerLoop(fromParent, toParent, setup, patienceNanos).run();
        } catch (Throwable failure) {
            ending.completeExceptionally(failure);
        }
    }

    /// Asks for what its parent does not have.
    private static final class AskingLoader extends ClassLoader {
        private final int id;
        private final ClassSource source;

        AskingLoader(int id, ClassLoader parent, ClassSource source) {
            super(parent);
            this.id = id;
            this.source = source;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = source.wanted(id, name.replace('.', '/') + ".class");
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }
    }
}
