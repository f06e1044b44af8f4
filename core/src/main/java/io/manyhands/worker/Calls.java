package io.manyhands.worker;

import io.manyhands.memory.RingReader;
import io.manyhands.wire.BrokenFrameException;
import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.Chunk;
import io.manyhands.wire.FrameDescriptor;
import io.manyhands.wire.FrameWriter;
import io.manyhands.wire.LargeArray;
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
    /// How long an item of a chunk may take on the average, so that the parent, which takes the
    /// answers to a chunk together, is not told of each.
    private static final long QUICK_NANOS = 10_000;

    /// How long the parent is not told of quick items, while more of them wait.
    private static final long UNTOLD_NANOS = 200_000;

    private static final int NO_FUNCTION = -1;

    private final ParentPipe pipe;
    private final Interrupts interrupts;
    private final Answers answers;
    private final WorkerSetup setup;
    private final int epoch;
    private final Functions functions = new Functions();
    private final Runner runner;
    private final Pieces pieces = new Pieces();

    /// For payloads that are small and whole, one after the other.
    private final byte[] small = new byte[Chunk.MAX_BYTES];

    /// The function whose last items were quick.
    private int quickFunction = NO_FUNCTION;

    /// Whether there are answers that the parent was not told of.
    private boolean isUntold;

    /// When the parent was told last.
    private long told = System.nanoTime();

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
            run(
                    type,
                    record.sequence(),
                    record.argument(),
                    payload,
                    payload.length,
                    LargeArray.NONE);
            // The answer may have gone by the ring already.
            answers.ringParent();
        } else {
            note(type, record.sequence(), record.argument(), record.payload());
        }
    }

    /// Takes the current record of the ring, and releases it.
    void take(RingReader ring) throws BrokenFrameException {
        boolean isQuick = false;
        if (ring.epoch() == epoch) {
            byte type = ring.type();
            if (isUntold && !isQuick(ring, type)) {
                // What follows may take long.
                ringParent();
            }
            if (type == CallDescriptor.ITEMS) {
                isQuick = takeItems(ring);
            } else if (isCall(type)) {
                takeCall(ring, type);
            } else {
                takeNote(ring, type);
            }
        }
        ring.release();
        if (isQuick && !ring.isEmpty()) {
            long now = System.nanoTime();
            if (now - told < UNTOLD_NANOS) {
                isUntold = true;
                return;
            }
            told = now;
        }
        ringParent();
    }

    private void ringParent() {
        isUntold = false;
        answers.ringParent();
    }

    /// Whether a record has more of the items that were quick so far.
    private boolean isQuick(RingReader ring, byte type) {
        return type == CallDescriptor.ITEMS && ring.argument() == quickFunction;
    }

    private void takeCall(RingReader ring, byte type) throws BrokenFrameException {
        if (!ring.claim(0)) {
            pieces.cut();
            return;
        }
        byte[] payload = small;
        int length = ring.payloadLength();
        if (ring.total() == 0 && length <= small.length) {
            ring.copyPayload(small, 0);
        } else {
            copyPiece(ring);
            payload = pieces.take();
            length = payload == null ? 0 : payload.length;
        }
        run(type, ring.sequence(), ring.argument(), payload, length, pieces.takeArrays());
    }

    /// Takes a record of several items: each is answered before the next is claimed. An interrupt
    /// is for all of them, since the rest is taken back before.
    ///
    /// @return whether the items are quick, so that the parent need not be told of each
    private boolean takeItems(RingReader ring) throws BrokenFrameException {
        int length = ring.payloadLength();
        if (length > small.length) {
            throw new BrokenFrameException(
                    "Items must fit into a chunk: length="
                            + length
                            + (", allowed=" + small.length));
        }
        ring.copyPayload(small, 0);
        long sequence = ring.sequence();
        int function = ring.argument();
        boolean wasQuick = isQuick(ring, CallDescriptor.ITEMS);
        long start = System.nanoTime();
        long ringing = 0;
        interrupts.begin(sequence);
        // Items that come together have none.
        runner.begin(pieces.takeArrays(), answers.largeArrays());
        boolean isCut = false;
        int offset = 0;
        int item = 0;
        while (offset < length) {
            // Before the claim, since who interrupts takes back first what is not claimed.
            Interrupts.clear();
            if (!ring.claim(item)) {
                isCut = true;
                break;
            }
            int itemLength = Chunk.lengthAt(small, offset, length);
            offset += Chunk.LENGTH_BYTES;
            runItem(function, sequence + item, offset, itemLength, wasQuick);
            if (!wasQuick) {
                long before = System.nanoTime();
                answers.ringParent();
                ringing += System.nanoTime() - before;
            }
            offset += itemLength;
            item++;
        }
        interrupts.end(sequence);
        if (isCut && item > 0) {
            answers.send(CallDescriptor.CUT_SHORT, sequence, small, 0);
        }
        // Without what it cost to tell, or nobody who was slow for that could become quick.
        long took = System.nanoTime() - start - ringing;
        boolean isQuick = !isCut && took < QUICK_NANOS * item;
        quickFunction = isQuick ? function : NO_FUNCTION;
        return isQuick;
    }

    private void runItem(int function, long sequence, int start, int length, boolean isQuick) {
        setup.outputs().begin(sequence);
        boolean hasOutcome = runner.run(CallDescriptor.ITEM, function, small, start, length);
        setup.outputs().end();
        answer(sequence, hasOutcome, isQuick);
    }

    private void takeNote(RingReader ring, byte type) throws BrokenFrameException {
        if (type == CallDescriptor.CUT) {
            pieces.cut();
            return;
        }
        if (type == CallDescriptor.ARRAY) {
            copyArrayPiece(ring);
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

    private void copyArrayPiece(RingReader ring) throws BrokenFrameException {
        int length = ring.payloadLength();
        LargeArray room = pieces.arrayRoom(ring.argument(), ring.total(), length);
        if (!room.isMissing()) {
            ring.copyPayload(room.bytes(pieces.arrayOffset() + length), pieces.arrayOffset());
        }
        pieces.addedToArray(length);
    }

    private void run(
            byte type,
            long sequence,
            int argument,
            byte @Nullable [] payload,
            int length,
            LargeArray @Nullable [] arrays) {
        interrupts.begin(sequence);
        setup.outputs().begin(sequence);
        runner.begin(arrays, answers.largeArrays());
        boolean hasOutcome = runner.run(type, argument, payload, 0, length);
        setup.outputs().end();
        interrupts.end(sequence);
        answer(sequence, hasOutcome, false);
    }

    private void answer(long sequence, boolean hasOutcome, boolean isQuiet) {
        if (!hasOutcome) {
            setup.host()
                    .halt(Host.ANSWER_LOST, "A call's outcome must be sent: sequence=" + sequence);
            return;
        }
        answers.settle();
        boolean isSpent = runner.isSpent();
        if (isSpent) {
            // Before the answer, so that nothing more is sent because of that.
            answers.tellSpent();
        }
        answers.send(
                runner.kind(),
                sequence,
                runner.bytes(),
                runner.length(),
                runner.arrays(),
                isQuiet && !isSpent);
        runner.forget();
        if (isSpent) {
            answers.awaitGoOn();
        }
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
        if (type == CallDescriptor.FORGET_LOADER) {
            functions.forgetOf(argument);
            runner.forgetLoader(argument);
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
        return CallDescriptor.isCall(type);
    }
}
