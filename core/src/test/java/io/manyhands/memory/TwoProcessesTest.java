package io.manyhands.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The other side is a process of its own, and is killed.
final class TwoProcessesTest {
    private static final int CAPACITY = 1 << 14;
    private static final int KILLS = 4;
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(30);

    @TempDir Path directory;

    @Test
    void everyCallOfAKilledProcessIsAnsweredClaimedOrTakenBack() throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            Random random = new Random(kill);
            String name = "ring-" + kill;
            long sizeBytes = ChannelMemory.sizeBytes(CAPACITY, CAPACITY);
            try (SharedFile file = SharedFile.create(directory, name, sizeBytes)) {
                ChannelMemory memory =
                        ChannelMemory.create(file.words(), Samples.EPOCH, CAPACITY, CAPACITY);
                Process process = start(file.path());
                Calls calls = new Calls(memory);
                try {
                    calls.exchange(random, 1 + random.nextInt(50_000));
                } finally {
                    process.destroyForcibly();
                    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
                }
                calls.ensureAllEnd();
            }
        }
    }

    private static Process start(Path file) throws Exception {
        String classPath = root(EchoProcess.class) + File.pathSeparator + root(ChannelMemory.class);
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath,
                        EchoProcess.class.getName(),
                        file.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /// The folder that a class is in, also if it patches a module.
    private static Path root(Class<?> type) throws Exception {
        String resource = type.getName().replace('.', '/') + ".class";
        URL url = Objects.requireNonNull(type.getResource("/" + resource));
        String text = url.toString();
        return Path.of(URI.create(text.substring(0, text.length() - resource.length())));
    }

    /// The parent's list of calls.
    private static final class Calls {
        private final RingWriter requests;
        private final RingReader responses;
        private final Map<Long, Long> positions = new HashMap<>();
        private final BitSet revoked = new BitSet();
        private final BitSet answered = new BitSet();
        private int sent;

        Calls(ChannelMemory memory) {
            requests = memory.requestWriter();
            responses = memory.responseReader();
        }

        void exchange(Random random, int answers) {
            long deadline = System.nanoTime() + TIMEOUT_NANOS;
            while (answered.cardinality() < answers) {
                assertThat(System.nanoTime() - deadline).as("time over").isNegative();
                long position = Samples.write(requests, sent, length(sent));
                if (position >= 0) {
                    positions.put((long) sent, position);
                    if (random.nextInt(8) == 0 && requests.revoke(position, 0, 1) == 0) {
                        revoked.set(sent);
                    }
                    sent++;
                } else {
                    Pause.yieldNow();
                }
                drain();
            }
        }

        void ensureAllEnd() {
            drain();
            Samples.fill(requests, 0);
            int claimedOnly = 0;
            for (int call = 0; call < sent; call++) {
                long position = Objects.requireNonNull(positions.get((long) call));
                boolean done = answered.get(call);
                boolean takenBack = revoked.get(call) || requests.revoke(position, 0, 1) == 0;
                boolean claimed = requests.begun(position, 0, 1) > 0;
                assertThat(done || claimed || takenBack).as("call=%s ends", call).isTrue();
                assertThat(takenBack && (done || claimed)).as("call=%s twice", call).isFalse();
                claimedOnly += claimed && !done ? 1 : 0;
            }
            assertThat(claimedOnly).isLessThanOrEqualTo(1);
        }

        private void drain() {
            while (responses.next()) {
                int call = (int) responses.sequence();
                assertThat(Samples.payload(responses))
                        .isEqualTo(Samples.payload(call, length(call)));
                assertThat(answered.get(call)).isFalse();
                answered.set(call);
                responses.release();
            }
        }

        private static int length(int call) {
            return call % 100;
        }
    }
}
