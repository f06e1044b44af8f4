package io.manyhands.worker;

import io.manyhands.spi.StackRoom;
import io.manyhands.wire.FrameDescriptor;
import io.manyhands.wire.FrameWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Asks the parent for classes through the pipe, and has the asking threads wait.
final class RemoteClasses implements ClassSource {
    /// One question. Written by the control thread, `isAnswered` last; read by the one who asks.
    private static final class Question {
        private final Thread asker = Thread.currentThread();
        private byte @Nullable [] bytes;
        private volatile boolean isAnswered;
    }

    private final ParentPipe pipe;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Integer, Question> open = new HashMap<>();
    private int last;

    RemoteClasses(ParentPipe pipe) {
        this.pipe = pipe;
    }

    @Override
    public byte @Nullable [] wanted(int loader, String resource) {
        // A task that runs out of stack may need a class just then.
        StackRoom.ensure();
        Question question = new Question();
        int request = ask(question);
        pipe.send(
                FrameWriter.of(FrameDescriptor.CLASS_WANTED)
                        .addInt(request)
                        .addInt(loader)
                        .addText(resource)
                        .finished());
        boolean interrupted = false;
        while (!question.isAnswered) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return question.bytes;
    }

    /// The control thread has the answer. One that nobody waits for is dropped.
    void answered(int request, byte @Nullable [] bytes) {
        Question question;
        lock.lock();
        try {
            question = open.remove(request);
        } finally {
            lock.unlock();
        }
        if (question != null) {
            question.bytes = bytes;
            question.isAnswered = true;
            LockSupport.unpark(question.asker);
        }
    }

    private int ask(Question question) {
        lock.lock();
        try {
            last++;
            open.put(last, question);
            return last;
        } finally {
            lock.unlock();
        }
    }
}
