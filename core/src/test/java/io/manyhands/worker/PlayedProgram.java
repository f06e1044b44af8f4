package io.manyhands.worker;

import io.manyhands.wire.FrameDescriptor;
import io.manyhands.wire.FrameDescriptor.Direction;
import io.manyhands.wire.FrameReader;
import io.manyhands.wire.FrameWriter;
import io.manyhands.wire.MemoryPipe;
import java.io.IOException;
import java.io.OutputStream;

/// The program's end of the pipes to a worker's loop, which the test plays: it says what no program
/// would.
final class PlayedProgram {
    /// The life of the worker that it says.
    static final int EPOCH = 3;

    private final MemoryPipe toWorker = new MemoryPipe();
    private final MemoryPipe fromWorker = new MemoryPipe();
    private final OutputStream pipe = toWorker.output();
    private final WorkerThread worker = new WorkerThread(toWorker.input(), fromWorker.output());

    /// What the worker has said.
    final FrameReader received = new FrameReader(fromWorker.input(), Direction.FROM_WORKER);

    /// Tells the worker who it is.
    void identify() throws IOException {
        say(
                FrameWriter.of(FrameDescriptor.CONFIG)
                        .addText(FrameDescriptor.VERSION)
                        .addText("manyhands-test-worker")
                        .addInt(EPOCH)
                        .addInt(0)
                        .addText("")
                        .addInt(0)
                        .addInt(0));
    }

    /// Says a record that is whole and of this life.
    void call(byte type, long sequence, byte... payload) throws IOException {
        call(type, sequence, EPOCH, 0, payload);
    }

    void call(byte type, long sequence, int epoch, int total, byte... payload) throws IOException {
        say(
                FrameWriter.of(FrameDescriptor.CALL)
                        .addByte(type)
                        .addByte((byte) 0)
                        .addLong(sequence)
                        .addInt(epoch)
                        .addInt(0)
                        .addInt(total)
                        .addBytes(payload, 0, payload.length));
    }

    /// Lets the worker end by itself.
    void orderClose(long graceMillis) throws IOException {
        say(FrameWriter.of(FrameDescriptor.CLOSE).addLong(graceMillis));
    }

    void say(FrameWriter frame) throws IOException {
        write(frame.finished());
    }

    void write(byte... bytes) throws IOException {
        pipe.write(bytes);
    }

    /// Is gone.
    void die() throws IOException {
        pipe.close();
    }

    /// How the worker has ended, in words.
    String awaitEnd() throws Exception {
        return worker.awaitEnd();
    }
}
