package io.manyhands;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.spi.Upstream;
import io.manyhands.wire.BrokenFrameException;
import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.Codec;
import io.manyhands.wire.FrameDescriptor.Direction;
import io.manyhands.wire.FrameReader;
import io.manyhands.wire.HandleReply;
import io.manyhands.wire.HandleRequest;
import io.manyhands.wire.HandleRequest.Target;
import io.manyhands.wire.Subject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What handles in a worker process say to a program that answers when the test wants it.
@Timeout(30)
class ParentTest {
    private final RecordingLine line = new RecordingLine();
    private final Pool workers = Borrowed.from(line, new Target(1, 1), "parents", 1);
    private final Thread ending = new Thread(line::settle, "manyhands-test-ending");

    @AfterEach
    void end() throws Exception {
        line.isOver = true;
        ending.join();
    }

    @Test
    void endOfTaskWaitsUntilWhatItGaveIsRead() throws Exception {
        workers.execute(() -> {});
        assertThat(line.next().kind()).isEqualTo(HandleRequest.EXECUTE);
        ending.start();
        HandleRequest question = line.next();
        assertThat(question.kind()).isEqualTo(HandleRequest.READ);
        assertThat(ending.isAlive()).isTrue();
        line.reply(question, null);
        ending.join();
        line.settle();
        assertThat(line.sent).isEmpty();
    }

    @Test
    void endOfTaskDoesNotWaitForWhatIsAnswered() throws Exception {
        TaskFuture<Integer> first = workers.submit(() -> 1);
        TaskFuture<Integer> second = workers.submit(() -> 2);
        HandleRequest one = line.next();
        HandleRequest two = line.next();
        line.reply(two, 2);
        assertThat(second.get()).isEqualTo(2);
        line.settle();
        assertThat(line.sent).isEmpty();
        line.reply(one, 1);
        assertThat(first.get()).isEqualTo(1);
    }

    @Test
    void questionThatIsAnsweredIsAsGood() throws Exception {
        workers.execute(() -> {});
        assertThat(line.next().kind()).isEqualTo(HandleRequest.EXECUTE);
        Thread asking = new Thread(workers::isShutdown, "manyhands-test-asking");
        asking.start();
        line.reply(line.next(), false);
        asking.join();
        line.settle();
        assertThat(line.sent).isEmpty();
    }

    @Test
    void cancelIsReadToo() throws Exception {
        TaskFuture<Integer> task = workers.submit(() -> 1);
        line.reply(line.next(), 1);
        assertThat(task.get()).isEqualTo(1);
        TaskFuture<Integer> cancelled = workers.submit(() -> 2);
        Thread cancelling = new Thread(() -> cancelled.cancel(true), "manyhands-test-cancelling");
        HandleRequest sent = line.next();
        cancelling.start();
        HandleRequest takeBack = line.next();
        assertThat(takeBack.kind()).isEqualTo(HandleRequest.TAKE_BACK);
        line.reply(takeBack, false);
        HandleRequest interrupt = line.next();
        assertThat(interrupt.kind()).isEqualTo(HandleRequest.INTERRUPT);
        assertThat(interrupt.number()).isEqualTo(sent.number());
        cancelling.join();
        ending.start();
        assertThat(line.next().kind()).isEqualTo(HandleRequest.READ);
    }

    /// A program as the test plays it.
    private static final class RecordingLine extends Upstream {
        private final BlockingQueue<HandleRequest> sent = new LinkedBlockingQueue<>();
        private volatile boolean isOver;
        private long places;

        @Override
        public synchronized long send(byte[] frame) {
            try {
                FrameReader reader =
                        new FrameReader(new ByteArrayInputStream(frame), Direction.FROM_WORKER);
                assertThat(reader.next()).isTrue();
                sent.add(HandleRequest.of(reader.takeRest()));
            } catch (IOException impossible) {
                throw new AssertionError(impossible);
            }
            return ++places;
        }

        @Override
        public int loaderId(ClassLoader loader) {
            return 0;
        }

        HandleRequest next() throws InterruptedException {
            HandleRequest request = sent.poll(20, TimeUnit.SECONDS);
            if (request == null) {
                throw new AssertionError("Something must be asked");
            }
            return request;
        }

        void reply(HandleRequest request, @Nullable Object value) throws BrokenFrameException {
            byte[] payload = Copies.with(Codec.of(Codec.ownLoader())).encode(Subject.RESULT, value);
            byte[] frame = new HandleReply(request.number(), CallDescriptor.VALUE, payload).frame();
            try {
                FrameReader reader =
                        new FrameReader(new ByteArrayInputStream(frame), Direction.TO_WORKER);
                assertThat(reader.next()).isTrue();
                told(reader.takeRest());
            } catch (BrokenFrameException broken) {
                throw broken;
            } catch (IOException impossible) {
                throw new AssertionError(impossible);
            }
        }

        void settle() {
            settle(() -> isOver);
        }
    }
}
