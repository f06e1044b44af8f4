package io.manyhands.process;

import io.manyhands.wire.ClassAnswer;
import io.manyhands.wire.ClassAnswer.Missing;
import io.manyhands.wire.ClassQuestion;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Gives workers the classes and other resources that only loaders of this JVM have.
///
/// One thread, started with the first request, since loaders run users' code. Thread-safe.
final class ClassServer {
    private record Request(Channel channel, int number, int loader, String question) {}

    private final String poolName;
    private final Loaders loaders;
    private final ClassFiles files;
    private final LinkedBlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    // Both guarded by the lock.
    private @Nullable Thread thread;
    private boolean closed;

    ClassServer(String poolName, Loaders loaders) {
        this.poolName = poolName;
        this.loaders = loaders;
        this.files = new ClassFiles(loaders);
    }

    /// Answers a request a moment later.
    void serve(Channel channel, int number, int loader, String question) {
        requests.add(new Request(channel, number, loader, question));
        lock.lock();
        try {
            if (thread == null && !closed) {
                Thread started = new Serving(poolName + "-classes");
                started.setDaemon(true);
                started.start();
                thread = started;
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends the thread, and waits for it unless a loader keeps it.
    void close() {
        Thread last;
        lock.lock();
        try {
            closed = true;
            last = thread;
        } finally {
            lock.unlock();
        }
        if (last != null) {
            last.interrupt();
            boolean _ = Threads.join(last, TimeUnit.SECONDS.toNanos(1));
        }
    }

    /// The encoded answer. Runs the loader's code.
    ///
    /// @param number the loader's
    /// @param question the text of a [ClassQuestion]
    byte[] answer(int number, String question) {
        byte[] answer = find(number, question).encode();
        return answer.length <= ClassAnswer.MAX_BYTES ? answer : tooLong(answer.length).encode();
    }

    private ClassAnswer find(int number, String question) {
        ClassLoader loader = loaders.of(number);
        if (loader == null) {
            return new Missing(", as the parent has no such loader: number=" + number);
        }
        try {
            ClassQuestion asked = ClassQuestion.of(question);
            return switch (asked.kind()) {
                case CLASS -> files.ofName(loader, asked.name());
                case OWN_CLASS -> files.ownOfName(loader, asked.name());
                case RESOURCE -> Resources.first(loader, asked.name());
                case RESOURCES -> Resources.all(loader, asked.name());
            };
        } catch (Throwable failure) {
            // What a loader throws is for the worker that asked.
            return new Missing(", whose loading failed in the parent: failure=" + failure);
        }
    }

    private static Missing tooLong(int bytes) {
        return new Missing(
                ", which is too long to be served: bytes="
                        + bytes
                        + (", limit=" + ClassAnswer.MAX_BYTES));
    }

    /// A worker must get some answer, whatever a loader throws.
    private byte @Nullable [] answerOrNothing(Request request) {
        try {
            return answer(request.loader, request.question);
        } catch (Throwable broken) {
            return null;
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private final class Serving extends Thread {
        Serving(String name) {
            super(null, null, name, 0, false);
        }

        @Override
        public void run() {
            while (!isClosed()) {
                try {
                    Request request = requests.take();
                    byte[] answer = answerOrNothing(request);
                    request.channel.sendResource(request.number, answer);
                } catch (InterruptedException end) {
                    // The pool has ended, or a loader has left its interrupt here.
                }
            }
        }
    }
}
