package io.manyhands.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.Task;
import io.manyhands.spi.Upstream;
import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.Codec;
import io.manyhands.wire.FrameDescriptor;
import io.manyhands.wire.HandleRequest;
import io.manyhands.wire.HandleRequest.Target;
import io.manyhands.wire.NotEncodableException;
import io.manyhands.wire.Subject;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/// A worker's loop, and a task that uses a handle and ends.
class SettlingTest {
    /// Taken by whoever waits for the program to have read.
    private static final Semaphore READ = new Semaphore(0);

    private final PlayedProgram program = new PlayedProgram();

    @Test
    void outcomeComesAfterWhatItsTaskHasAskedIsRead() throws Exception {
        call();
        assertThat(nextAskedOrAnswered()).isEqualTo(HandleRequest.EXECUTE);
        assertThat(nextAskedOrAnswered()).isEqualTo(HandleRequest.READ);
        READ.release();
        assertThat(nextAskedOrAnswered()).isEqualTo(-CallDescriptor.VALUE);
        program.die();
        assertThat(program.awaitEnd()).startsWith("halt 90");
    }

    @Test
    void closingEndsTheWait() throws Exception {
        call();
        assertThat(nextAskedOrAnswered()).isEqualTo(HandleRequest.EXECUTE);
        assertThat(nextAskedOrAnswered()).isEqualTo(HandleRequest.READ);
        program.orderClose(5);
        assertThat(program.awaitEnd()).isEqualTo("exit after at most 5");
    }

    private void call() throws IOException, NotEncodableException {
        program.identify();
        Task<Integer> task = () -> ask();
        byte[] payload = Codec.of(Codec.ownLoader()).encodeApart(Subject.TASK, task).bytes();
        program.call(CallDescriptor.GUEST_TASK, 1, payload);
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
        while (program.received.next()) {
            if (program.received.type() == FrameDescriptor.ASK) {
                return program.received.takeByte();
            }
            if (program.received.type() == FrameDescriptor.ANSWER) {
                return -program.received.takeByte();
            }
        }
        throw new AssertionError("The worker must not end its pipe");
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
