package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.memory.ChannelMemory;
import io.manyhands.memory.SharedFile;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the workers of a pool have in common.
class WorkshopTest {
    private static final ProcessShape SHAPE = TestShape.of(0);
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    @TempDir Path directory;

    @Test
    void workersSpinOnlyWhereOneWhoWaitsHasAProcessorToo() throws IOException {
        assertThat(spinMicros(PROCESSORS)).isZero();
        assertThat(spinMicros(PROCESSORS + 1)).isZero();
        if (PROCESSORS > 1) {
            assertThat(spinMicros(PROCESSORS - 1)).isPositive();
        }
    }

    @Test
    void oneWhoWaitsSpinsByTheSameRule() {
        assertThat(Workshop.maySpin(PROCESSORS)).isFalse();
        assertThat(Workshop.maySpin(PROCESSORS - 1)).isTrue();
    }

    private int spinMicros(int workers) throws IOException {
        TestHost host = new TestHost();
        Launching launching = Launching.begin(SHAPE);
        Processes processes = new Processes(host, Terms.of(workers), SHAPE, launching);
        Workshop workshop = new Workshop(host, SHAPE, processes, launching);
        int ring = ChannelMemory.DEFAULT_CAPACITY_BYTES;
        String name = "rings-" + workers;
        try (SharedFile file =
                SharedFile.create(directory, name, ChannelMemory.sizeBytes(ring, ring))) {
            return workshop.layOut(file, 1).spinMicros();
        } finally {
            workshop.close();
            processes.shutdown();
        }
    }
}
