package io.manyhands.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.Task;
import io.manyhands.spi.Upstream;
import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.Codec;
import io.manyhands.wire.FrameDescriptor;
import io.manyhands.wire.FrameDescriptor.Direction;
import io.manyhands.wire.FrameReader;
import io.manyhands.wire.FrameWriter;
import io.manyhands.wire.HandleRequest;
import io.manyhands.wire.HandleRequest.Target;
import io.manyhands.wire.MemoryPipe;
import io.manyhands.wire.NotEncodableException;
import io.manyhands.wire.Subject;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/// A worker's loop, and a task that uses a handle and ends.
class SettlingTest {
    private static final int EPOCH = 3;

    /// Taken by whoever waits for the program to have read.
    private static final Semaphore READ = new Semaphore(0);

    private final MemoryPipe toWorker = new MemoryPipe();
    private final MemoryPipe fromWorker = new MemoryPipe();
    private final OutputStream parent = toWorker.output();
    private final FrameReader received = new FrameReader(fromWorker.input(), Direction.FROM_WORKER);
    private final WorkerThread worker = new WorkerThread(toWorker.input(), fromWorker.output());

    @Test
    void outcomeComesAfterWhatItsTaskHasAskedIsRead() throws Exception {
        call();
        assertThat(nextAskedOrAnswered()).isEqualTo(HandleRequest.EXECUTE);
        assertThat(nextAskedOrAnswered()).isEqualTo(HandleRequest.READ);
        READ.release();
        assertThat(nextAskedOrAnswered()).isEqualTo(-CallDescriptor.VALUE);
        parent.close();
        assertThat(worker.awaitEnd()).startsWith("halt 90");
    }

    @Test
    void closingEndsTheWait() throws Exception {
        call();
        assertThat(nextAskedOrAnswered()).isEqualTo(HandleRequest.EXECUTE);
        assertThat(nextAskedOrAnswered()).isEqualTo(HandleRequest.READ);
        send(FrameWriter.of(FrameDescriptor.CLOSE).addLong(5));
        assertThat(worker.awaitEnd()).isEqualTo("exit after at most 5");
    }

    private void call() throws IOException, NotEncodableException {
        send(
                FrameWriter.of(FrameDescriptor.CONFIG)
                        .addText(FrameDescriptor.VERSION)
                        .addText("manyhands-test-worker")
                        .addInt(EPOCH)
                        .addInt(0));
        Task<Integer> task = () -> ask();
        byte[] payload = Codec.of(Codec.ownLoader()).encodeApart(Subject.TASK, task).bytes();
        send(
                FrameWriter.of(FrameDescriptor.CALL)
                        .addByte(CallDescriptor.GUEST_TASK)
                        .addByte((byte) 0)
                        .addLong(1)
                        .addInt(EPOCH)
                        .addInt(0)
                        .addInt(0)
                        .addBytes(payload, 0, payload.length));
    }

    private static int ask() {
        Upstream line = Objects.requireNonNull(Upstream.current());
        line.receiver(new Asking(line));
        return (int) line.send(request(HandleRequest.EXECUTE));
    }

    private static byte[] request(byte kind) {
        return new HandleRequest(kind, 1, new Target(1, 1), HandleRequest.Task.NONE).frame();
    }

    /// The kind of the next request, or of the next answer with a minus.
    private int nextAskedOrAnswered() throws IOException {
        while (received.next()) {
            if (received.type() == FrameDescriptor.ASK) {
                return received.takeByte();
            }
            if (received.type() == FrameDescriptor.ANSWER) {
                return -received.takeByte();
            }
        }
        throw new AssertionError("The worker must not end its pipe");
    }

    private void send(FrameWriter frame) throws IOException {
        parent.write(frame.finished());
    }

    private record Asking(Upstream line) implements Upstream.Receiver {
        @Override
        public void told(byte[] body) {
            throw new AssertionError("Nothing is told");
        }

        @Override
        public void settle(BooleanSupplier isOver) {
            long _ = line.send(request(HandleRequest.READ));
            while (!READ.tryAcquire() && !isOver.getAsBoolean()) {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }
}
