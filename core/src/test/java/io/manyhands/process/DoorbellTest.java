package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The program's end of the pipe that a worker sleeps at.
@Timeout(60)
final class DoorbellTest {
    /// The least that a pipe has room for.
    private static final int LEAST_ROOM = 4096;

    @TempDir Path directory;

    /// A process that has the pipe and does nothing with it.
    private record Idler(Process process) implements AutoCloseable {
        static Idler start() throws Exception {
            // What comes after the script is its name: the word that tells of the bell.
            List<String> command =
                    List.of(Shell.PROGRAM, "-c", "echo \"$0\" >&4; read -r line <&3");
            Process process = WaitingShellTest.running(command);
            byte[] word = process.getInputStream().readNBytes(5);
            assertThat(word).asString().isEqualTo("bell\n");
            return new Idler(process);
        }

        Doorbell open() {
            return Objects.requireNonNull(DoorbellTest.open(bell()));
        }

        Path bell() {
            return Launch.bellOf(process.pid());
        }

        int unread() throws IOException {
            try (InputStream in = new FileInputStream(bell().toFile())) {
                return in.available();
            }
        }

        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
            Process _ = process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        }
    }

    @Test
    void eachRingIsAByte() throws Exception {
        try (Idler idler = Idler.start();
                Doorbell bell = idler.open()) {
            int before = idler.unread();
            assertThat(bell.ring()).isTrue();
            assertThat(bell.ring()).isTrue();
            assertThat(idler.unread()).isEqualTo(before + 2);
        }
    }

    @Test
    void whoDoesNotHearItKeepsNobodyWaiting() throws Exception {
        try (Idler idler = Idler.start();
                Doorbell bell = idler.open()) {
            int rings = 0;
            while (bell.ring()) {
                rings++;
            }
            assertThat(rings).isGreaterThan(1000);
            assertThat(idler.unread()).isBetween(rings, LEAST_ROOM - 1);
            assertThat(bell.ring()).isFalse();
        }
    }

    @Test
    void oneWhoIsDeadKeepsNobodyWaiting() throws Exception {
        Idler idler = Idler.start();
        Doorbell bell = idler.open();
        idler.close();
        for (int ring = 0; ring < 2 * LEAST_ROOM; ring++) {
            boolean _ = bell.ring();
        }
        assertThat(bell.ring()).isFalse();
        assertThat(open(idler.bell())).isNull();
    }

    @Test
    void closedOneIsNotRung() throws Exception {
        try (Idler idler = Idler.start()) {
            Doorbell bell = idler.open();
            bell.close();
            bell.close();
            assertThat(bell.ring()).isFalse();
        }
    }

    @Test
    void fileOfAWorkerIsLeftAlone() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "its own");
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);

        assertThat(open(link)).isNull();
        assertThat(open(file)).isNull();
        assertThat(file).hasContent("its own");
    }

    /// It has got the number of a worker that is dead.
    @Test
    void pipeOfAProcessThatIsNotTheWorkerIsLeftAlone() throws Exception {
        try (Idler another = Idler.start()) {
            int before = another.unread();
            assertThat(Doorbell.open(another.bell(), () -> false)).isNull();
            assertThat(another.unread()).isEqualTo(before);
        }
    }

    private static @Nullable Doorbell open(Path path) {
        return Doorbell.open(path, () -> true);
    }
}
