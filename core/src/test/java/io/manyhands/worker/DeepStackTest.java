package io.manyhands.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.wire.FrameDescriptor;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A task prints, or asks the program, with hardly any stack left, at every depth: it may overflow,
/// but what all share stays usable.
class DeepStackTest {
    private static final int STACK_BYTES = 200_000;
    private static final int OFFSETS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void printingNearTheEndOfTheStackLeavesOutputUsable() throws Exception {
        TaskOutput output = TaskOutput.to(OutputStream.nullOutputStream(), false);
        meetAtEveryDepth(() -> output.write('x'), output::end);
        byte[] line = {'x', '\n'};
        meetAtEveryDepth(() -> output.write(line, 0, line.length), output::end);
    }

    @Test
    void askingNearTheEndOfTheStackLeavesThePipeUsable() throws Exception {
        Answering program = new Answering();
        RemoteClasses classes = new RemoteClasses(new ParentPipe(program));
        program.classes = classes;
        Runnable asking = () -> classes.wanted(1, "a");
        meetAtEveryDepth(asking, asking);
    }

    /// A program that has no class, and says so at once.
    private static final class Answering extends OutputStream {
        private volatile @Nullable RemoteClasses classes;

        @Override
        public void write(int each) {
            throw new UnsupportedOperationException("Frames come whole");
        }

        @Override
        public void write(byte[] frame) {
            int request = ByteBuffer.wrap(frame).getInt(FrameDescriptor.HEADER_BYTES);
            Objects.requireNonNull(classes).answered(request, null);
        }
    }

    private static void meetAtEveryDepth(Runnable meeting, Runnable later) throws Exception {
        for (int offset = 0; offset < OFFSETS; offset++) {
            int more = offset;
            assertThat(ends(() -> begin(more, meeting), STACK_BYTES)).isTrue();
            assertThat(ends(later, 0)).isTrue();
        }
    }

    private static boolean ends(Runnable work, int stackBytes) throws InterruptedException {
        Thread thread = new Thread(null, work, "deep", stackBytes);
        thread.setDaemon(true);
        thread.start();
        return thread.join(PATIENCE);
    }

    /// Some frames more or less, so that those below end elsewhere.
    private static void begin(int more, Runnable meeting) {
        if (more > 0) {
            begin(more - 1, meeting);
        } else {
            boolean _ = down(meeting);
        }
    }

    /// Goes down to the end of the stack, and does it on the way up, until that fits.
    ///
    /// @return whether it has
    @SuppressWarnings("InfiniteRecursion") // that is the point
    private static boolean down(Runnable meeting) {
        boolean isMet;
        try {
            isMet = down(meeting);
        } catch (StackOverflowError _) {
            isMet = false;
        }
        if (!isMet) {
            meeting.run();
        }
        return true;
    }
}
