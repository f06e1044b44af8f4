package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.Task;
import io.manyhands.wire.FrameDescriptor;
import io.manyhands.wire.FrameWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A worker that sleeps at its pipe, and everything that wakes it. It never looks for long before
/// it sleeps here, as its memory does not permit it to.
@Timeout(120)
final class WakingTest {
    private static final byte[] BELL = FrameWriter.empty(FrameDescriptor.BELL);

    @TempDir Path directory;

    /// Counts the frames that have the worker's control thread wake the main thread, and keeps them
    /// back if that must not be needed.
    private static final class Bells extends OutputStream {
        private final AtomicInteger count = new AtomicInteger();
        private final OutputStream out;
        private final boolean keepsBack;

        Bells(OutputStream out, boolean keepsBack) {
            this.out = out;
            this.keepsBack = keepsBack;
        }

        @Override
        public void write(int each) throws IOException {
            out.write(each);
        }

        @Override
        public void write(byte[] frame) throws IOException {
            boolean isBell = Arrays.equals(frame, BELL);
            count.addAndGet(isBell ? 1 : 0);
            if (!isBell || !keepsBack) {
                out.write(frame);
            }
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    @Test
    void callsWakeItThroughThePipeAlone() throws Exception {
        try (TestLine line = atBell(true).mapped(directory, 1 << 16)) {
            callOften(line);
        }
    }

    @Test
    void roomForAnswersWakesItThroughThePipeAlone() throws Exception {
        try (TestLine line = atBell(true).mapped(directory, 1 << 12)) {
            for (int length : new int[] {10_000, 100_000, 1_000_000}) {
                Task<byte[]> task = () -> new byte[length];
                assertThat((byte[]) line.submit(task).value()).hasSize(length);
            }
        }
    }

    @Test
    void piecesOfALongCallWakeItThroughThePipeAlone() throws Exception {
        try (TestLine line = atBell(true).mapped(directory, 1 << 12)) {
            byte[] argument = new byte[300_000];
            assertThat(line.submit((Task<Integer>) () -> argument.length).value())
                    .isEqualTo(argument.length);
        }
    }

    @Test
    void aProgramThatCannotOpenThePipeWakesItByFrames() throws Exception {
        Bells[] bells = new Bells[1];
        try (TestLine line =
                TestLine.atBell(
                        out -> bells[0] = new Bells(out, false), _ -> directory.resolve("none"))) {
            callOften(line.mapped(directory, 1 << 16));
            while (bells[0].count.get() == 0) {
                // On a busy machine the next call may come each time before it sleeps.
                LockSupport.parkNanos(1_000_000);
                assertThat(line.submit((Task<Integer>) () -> 5).value()).isEqualTo(5);
            }
        }
    }

    @Test
    void aWorkerWithoutThePipeIsWokenByFrames() throws Exception {
        try (TestLine line = TestLine.inProcess().mapped(directory, 1 << 16)) {
            callOften(line);
        }
    }

    @Test
    void recordsByPipeWakeIt() throws Exception {
        try (TestLine line = atBell(true).mapped(directory, 1 << 16)) {
            for (int loader = 1; loader < 10_000; loader++) {
                // Unanswered; a pipe full of wake-ups would stop the control thread.
                line.channel.forgetLoader(loader);
            }
            callOften(line);
        }
    }

    @Test
    void theOrderToCloseWakesIt() throws Exception {
        try (TestLine line = atBell(true).mapped(directory, 1 << 16)) {
            callOften(line);
            line.channel.close(Duration.ofSeconds(10));
            assertThat(line.awaitExit()).isZero();
        }
    }

    @Test
    void theEndOfTheProgramsPipeEndsIt() throws Exception {
        try (TestLine line = atBell(true).mapped(directory, 1 << 16)) {
            callOften(line);
            line.process().getOutputStream().close();
            assertThat(line.awaitExit()).isEqualTo(90);
        }
    }

    private static TestLine atBell(boolean keepsBack) throws Exception {
        return TestLine.atBell(out -> new Bells(out, keepsBack), Launch::bellOf);
    }

    private static void callOften(TestLine line) throws Exception {
        for (int i = 0; i < 300; i++) {
            int number = i;
            assertThat(line.submit((Task<Integer>) () -> -number).value()).isEqualTo(-number);
        }
    }
}
