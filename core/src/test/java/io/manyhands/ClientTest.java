package io.manyhands;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.spi.Guest;
import io.manyhands.wire.BrokenFrameException;
import io.manyhands.wire.FrameDescriptor.Direction;
import io.manyhands.wire.FrameReader;
import io.manyhands.wire.HandleRequest;
import io.manyhands.wire.HandleRequest.Target;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a program does for a worker that asks, which the test plays.
@Timeout(30)
class ClientTest {
    private final Pool own = (Pool) Workers.threads(1);
    private final RecordingLine line = new RecordingLine();
    private final Client client = new Client(own, line);

    @AfterEach
    void close() {
        own.close();
    }

    @Test
    void workerThatCannotBeToldOfFailureIsEnded() throws Exception {
        client.ended(1, unencodable());
        assertThat(line.next()).isEqualTo(gaveUp(NullPointerException.class));
    }

    @Test
    void workerThatCannotBeToldOfEndIsEnded() throws Exception {
        client.ended(1, new Ended(unknown(), new IllegalStateException(), ""));
        assertThat(line.next()).isEqualTo(gaveUp(NullPointerException.class));
    }

    @Test
    void workerWhoseLineFailsIsEnded() throws Exception {
        line.failure = new StackOverflowError();
        ask(HandleRequest.IS_SHUTDOWN);
        assertThat(line.next()).isEqualTo(gaveUp(StackOverflowError.class));
    }

    @Test
    void workerIsToldOnceAllBeforeWasRead() throws Exception {
        ask(HandleRequest.READ);
        assertThat(line.next()).isEqualTo("told");
    }

    private void ask(byte kind) throws IOException {
        byte[] frame =
                new HandleRequest(kind, 1, new Target(0, 0), HandleRequest.Task.NONE).frame();
        FrameReader reader =
                new FrameReader(new ByteArrayInputStream(frame), Direction.FROM_WORKER);
        assertThat(reader.next()).isTrue();
        try {
            client.asked(reader.takeRest());
        } catch (BrokenFrameException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /// Stands for a failure at whose encoding something goes wrong that nobody foresees.
    @SuppressWarnings("NullAway") // that is what goes wrong
    private static Ended unencodable() {
        return Ended.failed(null, "");
    }

    @SuppressWarnings("NullAway") // as above
    private static TaskStatus unknown() {
        return null;
    }

    private static String gaveUp(Class<? extends Throwable> why) {
        return "A worker must be told what it has asked: failure=" + why.getName();
    }

    private static final class RecordingLine implements Guest.Line {
        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        private volatile @Nullable Error failure;

        String next() throws InterruptedException {
            String event = events.poll(20, TimeUnit.SECONDS);
            return event == null ? "nothing" : event;
        }

        @Override
        public void tell(byte[] frame) {
            Error thrown = failure;
            if (thrown != null) {
                throw thrown;
            }
            events.add("told");
        }

        @Override
        public void giveUp(String why) {
            events.add(why);
        }

        @Override
        public @Nullable ClassLoader loaderOf(int number) {
            return null;
        }

        @Override
        public void waits(boolean waits) {}
    }
}
