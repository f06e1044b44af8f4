package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.memory.ChannelMemory;
import io.manyhands.wire.FrameDescriptor;
import io.manyhands.wire.FrameDescriptor.Direction;
import io.manyhands.wire.FrameReader;
import io.manyhands.wire.FrameWriter;
import io.manyhands.wire.MemoryPipe;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The worker's end of a line, which the test plays: it says what no worker would.
final class PlayedWorker {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final MemoryPipe toWorker = new MemoryPipe();
    private final MemoryPipe fromWorker = new MemoryPipe();
    private final OutputStream pipe = fromWorker.output();

    /// What the program has said.
    final FrameReader received = new FrameReader(toWorker.input(), Direction.TO_WORKER);

    /// The program's end.
    final TestLine line = TestLine.over(new Channel.Pipes(fromWorker.input(), toWorker.output()));

    /// One that has said nothing yet.
    static PlayedWorker start() {
        PlayedWorker worker = new PlayedWorker();
        TestShape.start(worker.line.channel);
        return worker;
    }

    /// One that has shared memory.
    static PlayedWorker start(Path directory, int capacityBytes) throws Exception {
        PlayedWorker worker = start();
        worker.greet();
        assertThat(worker.line.greeted.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1);
        worker.line.offer(directory, capacityBytes);
        worker.say(FrameDescriptor.MAPPED);
        assertThat(worker.line.mapped.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEmpty();
        return worker;
    }

    /// The shared memory, as the worker sees it.
    ChannelMemory memory() {
        return ChannelMemory.open(line.words());
    }

    void greet() throws IOException {
        say(FrameWriter.of(FrameDescriptor.HELLO).addText(FrameDescriptor.VERSION).addLong(1));
    }

    void say(FrameWriter frame) throws IOException {
        write(frame.finished());
    }

    void say(int empty) throws IOException {
        write(FrameWriter.empty(empty));
    }

    void write(byte... bytes) throws IOException {
        pipe.write(bytes);
    }

    /// Has the program look into the ring.
    void ring() throws IOException {
        say(FrameDescriptor.RING);
    }

    /// Which rule it was that the program has ended the line for; `null` if none.
    String violation() throws Exception {
        return line.ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /// What has no answer.
    List<Call> die() throws Exception {
        pipe.close();
        assertThat(violation()).isNotNull();
        return line.channel.drainAfterDeath(PATIENCE);
    }

    /// Lets everything go.
    void end() throws Exception {
        List<Call> _ = die();
        line.close();
    }
}
