package io.manyhands;

import io.manyhands.spi.Guest;
import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.Codec;
import io.manyhands.wire.HandleReply;
import io.manyhands.wire.HandleRequest;
import io.manyhands.wire.Refusal;
import io.manyhands.wire.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What a worker elsewhere is told of what it has asked. Thread-safe; never blocks.
/* Runs end in threads of all kinds, some with locks held, and the pipe may be full: so a reply is only
 * queued, and written by one helper at a time, which comes when there is something. `tellings` counts
 * what is in the queue, at least. What may run users' code to be told is encoded by a helper, too. A
 * worker that does not read what it has asked for is ended before that fills the memory.
 */
final class Replies {
    /// More than a reply has beside its payload.
    private static final int FRAME_BYTES = 128;

    /// Replies are written together up to about so much.
    private static final int TOGETHER_BYTES = 32 * 1024;

    /// Which part of the heap may be filled with what waits to be written, for all workers.
    private static final int HEAP_PART = 4;

    private static final Codec CODEC = Codec.of(Codec.ownLoader());

    private final Pool own;
    private final Guest.Line worker;
    private final Queue<HandleReply> untold = new ConcurrentLinkedQueue<>();
    private final AtomicInteger tellings = new AtomicInteger();
    private final AtomicLong untoldBytes = new AtomicLong();
    // How much may wait to be written before the next is too much.
    private final long mostUntoldBytes;
    private volatile boolean isStopped;

    Replies(Pool own, Guest.Line worker) {
        this.own = own;
        this.worker = worker;
        long share = Runtime.getRuntime().maxMemory() / HEAP_PART / own.backend().parallelism();
        this.mostUntoldBytes = Math.max(HandleRequest.MAX_BYTES, share);
    }

    /// The worker has left: what it is not told, it does not miss.
    void stop() {
        isStopped = true;
    }

    /// Tells how a run has ended.
    void end(long number, Object end) {
        if (end instanceof Arrived arrived) {
            tell(number, arrived.kind(), arrived.bytes());
        } else if (end instanceof Ended ended) {
            byte kind =
                    switch (ended.status()) {
                        case CANCELLED -> HandleReply.CANCELLED;
                        case TIMED_OUT -> HandleReply.TIMED_OUT;
                        case WORKER_LOST -> HandleReply.LOST;
                        default -> CallDescriptor.FAILURE;
                    };
            failure(number, kind, ended.cause());
        } else {
            failure(number, new AssertionError("A guest's end is not decoded"));
        }
    }

    /// Tells a value that is of this library.
    void value(long number, @Nullable Object value) {
        tell(number, CallDescriptor.VALUE, Copies.with(CODEC).encode(Subject.RESULT, value));
    }

    private void tell(long number, byte kind, byte[] payload) {
        HandleReply reply = new HandleReply(number, kind, payload);
        if (payload.length > HandleRequest.MAX_BYTES - FRAME_BYTES) {
            reply = tooLong(reply);
        }
        if (untoldBytes.getAndAdd(weight(reply)) > mostUntoldBytes) {
            worker.giveUp("A worker must read what it has asked for: limit=" + mostUntoldBytes);
            return;
        }
        untold.add(reply);
        if (tellings.getAndIncrement() == 0) {
            try {
                own.journal().callBack("answer", this::tellAll);
            } catch (Throwable noThread) {
                giveUp(noThread);
            }
        }
    }

    /// What a reply takes of the memory.
    private static long weight(HandleReply reply) {
        return reply.payload().length + (long) FRAME_BYTES;
    }

    private static HandleReply tooLong(HandleReply reply) {
        String sentence =
                "What a task in a worker process gets must stay within the limit: bytes="
                        + reply.payload().length
                        + (", limit=" + HandleRequest.MAX_BYTES);
        byte[] refusal = new Refusal(sentence, "result", new byte[0]).encode();
        return new HandleReply(reply.number(), CallDescriptor.REFUSED, refusal);
    }

    /// Writes what there is, as the only one who does.
    private void tellAll() {
        try {
            int told;
            do {
                List<HandleReply> replies = firstUntold(tellings.get());
                told = replies.size();
                if (!isStopped) {
                    worker.tell(HandleReply.frames(replies));
                }
                untoldBytes.addAndGet(-replies.stream().mapToLong(Replies::weight).sum());
            } while (tellings.addAndGet(-told) > 0);
        } catch (Throwable failure) {
            giveUp(failure);
        }
    }

    /// The first replies, no more than can be written together well.
    ///
    /// @param most how many there are, at least
    private List<HandleReply> firstUntold(int most) {
        List<HandleReply> replies = new ArrayList<>();
        long bytes = 0;
        while (replies.size() < most && bytes < TOGETHER_BYTES) {
            HandleReply reply = Objects.requireNonNull(untold.poll());
            replies.add(reply);
            bytes += weight(reply);
        }
        return replies;
    }

    /// Tells a failure.
    void failure(long number, Throwable failure) {
        failure(number, CallDescriptor.FAILURE, failure);
    }

    /// A failure may be a user's, or have such a cause.
    private void failure(long number, byte kind, Throwable failure) {
        try {
            own.journal().callBack("failure", () -> encodeAndTell(number, kind, failure));
        } catch (Throwable noThread) {
            giveUp(noThread);
        }
    }

    private void encodeAndTell(long number, byte kind, Throwable failure) {
        try {
            tell(number, kind, CODEC.encodeFailure(failure));
        } catch (Throwable untellable) {
            giveUp(untellable);
        }
    }

    /// The worker would wait for ever for what it is not told.
    void giveUp(Throwable why) {
        // The failure's own text may be a user's.
        worker.giveUp(
                "A worker must be told what it has asked: failure=" + why.getClass().getName());
    }
}
