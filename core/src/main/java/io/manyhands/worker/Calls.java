package io.manyhands.worker;

import io.manyhands.memory.RingReader;
import io.manyhands.wire.BrokenFrameException;
import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.FrameDescriptor;
import io.manyhands.wire.FrameWriter;
import io.manyhands.wire.NotDecodableException;
import io.manyhands.wire.Pieces;
import io.manyhands.worker.Inbox.PipeRecord;
import org.jspecify.annotations.Nullable;

/// Does what the records say that come from the parent. Confined to the main thread.
/* A record of a call in the ring is claimed, run, answered, and released, in this order; so whoever
 * looks into the memory after the worker's death finds each call revoked, or not begun, or begun, and
 * at most one of those that have begun not answered.
 *
 * For one that came by pipe, BEGUN takes the place of the claim.
 */
final class Calls {
    private static final int SMALL_BYTES = 4 * 1024;

    private final ParentPipe pipe;
    private final Interrupts interrupts;
    private final Answers answers;
    private final WorkerSetup setup;
    private final int epoch;
    private final Functions functions = new Functions();
    private final Runner runner;
    private final Pieces pieces = new Pieces();

    /// For payloads that are small and whole, one after the other.
    private final byte[] small = new byte[SMALL_BYTES];

    Calls(
            ParentPipe pipe,
            Interrupts interrupts,
            RemoteClasses classes,
            Answers answers,
            WorkerSetup setup,
            int epoch) {
        this.pipe = pipe;
        this.interrupts = interrupts;
        this.answers = answers;
        this.setup = setup;
        this.epoch = epoch;
        Loaders loaders = new Loaders(setup.loaders(), classes, setup.codecs());
        this.runner = new Runner(loaders, functions);
    }

    /// Takes a record that came by pipe.
    void take(PipeRecord record) throws BrokenFrameException {
        byte type = record.type();
        if (isCall(type)) {
            pipe.send(FrameWriter.of(FrameDescriptor.BEGUN).addLong(record.sequence()).finished());
            byte[] payload = record.payload();
            run(type, record.sequence(), record.argument(), payload, payload.length);
            // The answer may have gone by the ring already.
            answers.ringParent();
        } else {
            note(type, record.sequence(), record.argument(), record.payload());
        }
    }

    /// Takes the current record of the ring, and releases it.
    void take(RingReader ring) throws BrokenFrameException {
        if (ring.epoch() == epoch) {
            byte type = ring.type();
            if (isCall(type)) {
                takeCall(ring, type);
            } else {
                takeNote(ring, type);
            }
        }
        ring.release();
        answers.ringParent();
    }

    private void takeCall(RingReader ring, byte type) throws BrokenFrameException {
        if (!ring.claim()) {
            pieces.cut();
            return;
        }
        int length = ring.payloadLength();
        if (ring.total() == 0 && length <= SMALL_BYTES) {
            ring.copyPayload(small, 0);
            run(type, ring.sequence(), ring.argument(), small, length);
        } else {
            copyPiece(ring);
            byte[] whole = pieces.take();
            run(type, ring.sequence(), ring.argument(), whole, whole == null ? 0 : whole.length);
        }
    }

    private void takeNote(RingReader ring, byte type) throws BrokenFrameException {
        if (type == CallDescriptor.CUT) {
            pieces.cut();
            return;
        }
        copyPiece(ring);
        if (type != CallDescriptor.PART) {
            note(type, ring.sequence(), ring.argument(), pieces.take());
        }
    }

    private void copyPiece(RingReader ring) throws BrokenFrameException {
        int length = ring.payloadLength();
        byte[] room = pieces.room(ring.total(), length);
        if (room != null) {
            ring.copyPayload(room, pieces.offset());
        }
        pieces.added(length);
    }

    private void run(
            byte type, long sequence, int argument, byte @Nullable [] payload, int length) {
        interrupts.begin(sequence);
        setup.outputs().begin(sequence);
        boolean hasOutcome = runner.run(type, argument, payload, length);
        setup.outputs().end();
        interrupts.end(sequence);
        if (!hasOutcome) {
            setup.host()
                    .halt(Host.ANSWER_LOST, "A call's outcome must be sent: sequence=" + sequence);
            return;
        }
        answers.send(runner.kind(), sequence, runner.bytes(), runner.length());
        runner.forget();
    }

    private void note(byte type, long sequence, int argument, byte @Nullable [] payload)
            throws BrokenFrameException {
        if (type == CallDescriptor.RINGS) {
            return;
        }
        if (type == CallDescriptor.FORGET_FUNCTION) {
            functions.forget(argument);
            return;
        }
        if (type == CallDescriptor.FUNCTION) {
            functions.add(argument, (int) sequence, payload);
            return;
        }
        if (type != CallDescriptor.DEFINE || payload == null) {
            throw new BrokenFrameException(
                    "A record must be one that goes to a worker, and fit into the heap: type="
                            + type);
        }
        try {
            setup.codecs().define(argument, payload);
        } catch (NotDecodableException refused) {
            throw new BrokenFrameException(String.valueOf(refused.getMessage()));
        }
    }

    private static boolean isCall(byte type) {
        return type == CallDescriptor.TASK || type == CallDescriptor.ITEM;
    }
}
