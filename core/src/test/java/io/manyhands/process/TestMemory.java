package io.manyhands.process;

import io.manyhands.memory.ChannelMemory;
import io.manyhands.memory.Words;

/// Memory of this process alone.
final class TestMemory {
    private TestMemory() {}

    static ChannelMemory create(int capacityBytes) {
        Words words =
                Words.unshared(
                        Math.toIntExact(ChannelMemory.sizeBytes(capacityBytes, capacityBytes)));
        return ChannelMemory.create(words, TestLine.EPOCH, capacityBytes, capacityBytes);
    }
}
