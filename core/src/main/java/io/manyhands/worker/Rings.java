package io.manyhands.worker;

import io.manyhands.memory.Bell;
import io.manyhands.memory.ChannelMemory;
import io.manyhands.memory.RecordHeader;
import io.manyhands.memory.RingReader;
import io.manyhands.memory.RingWriter;
import io.manyhands.memory.SharedFile;
import io.manyhands.wire.BrokenFrameException;
import java.io.IOException;
import java.nio.file.Path;

/// The worker's ends of the shared memory: requests are read, responses written. Mapped for as long
/// as the JVM lives. Confined to the main thread, once that has it.
final class Rings {
    private final ChannelMemory memory;
    private final RingReader requests;
    private final RingWriter responses;
    private final RecordHeader header = new RecordHeader();
    private final Bell workerBell;
    private final Bell parentBell;

    Rings(ChannelMemory memory) {
        this.memory = memory;
        this.requests = memory.requestReader();
        this.responses = memory.responseWriter();
        this.workerBell = memory.workerBell();
        this.parentBell = memory.parentBell();
    }

    /// Maps the memory.
    ///
    /// @throws IOException if it cannot be mapped or is not meant for this life of the worker
    static Rings map(Path path, int epoch) throws IOException {
        ChannelMemory memory = ChannelMemory.open(SharedFile.open(path).words());
        if (memory.epoch() != epoch) {
            throw new BrokenFrameException(
                    "The memory must be meant for this life of the worker: epoch="
                            + memory.epoch()
                            + (", expected=" + epoch));
        }
        return new Rings(memory);
    }

    RingReader requests() {
        return requests;
    }

    RingWriter responses() {
        return responses;
    }

    /// What the next response says beside its payload.
    RecordHeader header() {
        return header;
    }

    /// Rung by the parent.
    Bell workerBell() {
        return workerBell;
    }

    /// Whether the parent sleeps and has to be told that answers are there, or room.
    boolean isRingNeeded() {
        return parentBell.ring(requests.hasAmpleRoom() ? Bell.DATA | Bell.SPACE : Bell.DATA);
    }

    /// How long to look before sleeping.
    int spinMicros() {
        return memory.spinMicros();
    }
}
