package io.manyhands.process;

import io.manyhands.wire.BrokenFrameException;
import io.manyhands.wire.FrameDescriptor;
import io.manyhands.wire.FrameDescriptor.Direction;
import io.manyhands.wire.FrameReader;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Reads what a worker writes into its pipe, in a thread of its own, until that ends or breaks the
/// rules.
final class Frames implements Runnable {
    // Written by the thread itself, read by any.
    private volatile boolean endedCleanly;
    private final Channel channel;
    private final Channel.Listener listener;
    private final InputStream pipe;
    private final FrameReader frame;
    private final Thread thread;

    Frames(Channel channel, Channel.Listener listener, InputStream pipe, String worker) {
        this.channel = channel;
        this.listener = listener;
        this.pipe = pipe;
        this.frame = new FrameReader(pipe, Direction.FROM_WORKER);
        this.thread = new Thread(this, worker + "-reader");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /// Waits for the pipe's end.
    @SuppressWarnings("ReferenceEquality") // a thread is itself
    void join(Duration atMost) throws InterruptedException {
        if (thread != Thread.currentThread()) {
            thread.join(atMost);
        }
    }

    /// Whether the pipe was read to its end.
    boolean hasEndedCleanly() {
        return endedCleanly;
    }

    @Override
    public void run() {
        @Nullable String violation = null;
        try {
            readAll();
            endedCleanly = true;
        } catch (BrokenFrameException broken) {
            violation = broken.getMessage();
        } catch (IOException ended) {
            // As good as the end.
        } catch (Throwable failure) {
            violation =
                    "What comes from a worker must be taken by its listener: failure=" + failure;
        } finally {
            channel.ended(violation);
            close();
        }
    }

    private void readAll() throws IOException {
        if (frame.next()) {
            greet();
            channel.tellOfRoom();
        }
        while (frame.next()) {
            take();
            channel.tellOfRoom();
        }
    }

    private void greet() throws BrokenFrameException {
        if (frame.type() != FrameDescriptor.HELLO) {
            throw new BrokenFrameException(
                    "A worker must say HELLO before anything else: type=" + frame.type());
        }
        String version = frame.takeText();
        if (!version.equals(FrameDescriptor.VERSION)) {
            throw new BrokenFrameException(
                    "A worker must be of the same version: worker="
                            + version
                            + (", program=" + FrameDescriptor.VERSION));
        }
        long pid = frame.takeLong();
        frame.end();
        channel.greeted(pid);
    }

    private void take() throws BrokenFrameException {
        switch (frame.type()) {
            case FrameDescriptor.ANSWER -> channel.answered(frame);
            case FrameDescriptor.BEGUN -> channel.begun(frame.takeLong());
            case FrameDescriptor.RING -> channel.rung();
            case FrameDescriptor.LISTENS -> channel.listens();
            case FrameDescriptor.MAPPED -> channel.mapped();
            case FrameDescriptor.MAP_FAILED -> listener.mapFailed(frame.takeText());
            case FrameDescriptor.CLASS_WANTED ->
                    listener.resourceWanted(frame.takeInt(), frame.takeInt(), frame.takeText());
            case FrameDescriptor.SPENT -> listener.spent();
            case FrameDescriptor.THREADS -> listener.threads(frame.takeRest());
            case FrameDescriptor.ASK -> listener.asked(frame.takeRest());
            default ->
                    throw new BrokenFrameException(
                            "A worker says HELLO once only: type=" + frame.type());
        }
        frame.end();
    }

    private void close() {
        try {
            pipe.close();
        } catch (IOException alreadyClosed) {
            // It has ended all the same.
        }
    }
}
