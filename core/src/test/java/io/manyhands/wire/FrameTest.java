package io.manyhands.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.wire.FrameDescriptor.Direction;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {
    private static final int SEED = 41;

    @Test
    void versionIsTheOneThatIsBuilt() throws IOException {
        String pom = Files.readString(Path.of(System.getProperty("basedir", "."), "pom.xml"));
        int begin = pom.indexOf("<version>") + "<version>".length();
        String built = pom.substring(begin, pom.indexOf("</version>", begin));
        assertThat(FrameDescriptor.VERSION).startsWith("manyhands " + built + ", protocol ");
    }

    @Test
    void contentComesBackInItsOrder() throws IOException {
        byte[] frame =
                FrameWriter.of(FrameDescriptor.CONFIG)
                        .addByte((byte) -7)
                        .addInt(Integer.MIN_VALUE)
                        .addLong(Long.MIN_VALUE + 1)
                        .addLong(0xFFFF_FFFFL)
                        .addText("Grüße, 世界 😀")
                        .addBytes(new byte[] {1, 2, 3}, 1, 2)
                        .finished();
        FrameReader reader = reader(Direction.TO_WORKER, frame);
        assertThat(reader.next()).isTrue();
        assertThat(reader.type()).isEqualTo(FrameDescriptor.CONFIG);
        assertThat(reader.takeByte()).isEqualTo((byte) -7);
        assertThat(reader.takeInt()).isEqualTo(Integer.MIN_VALUE);
        assertThat(reader.takeLong()).isEqualTo(Long.MIN_VALUE + 1);
        assertThat(reader.takeLong()).isEqualTo(0xFFFF_FFFFL);
        assertThat(reader.takeText()).isEqualTo("Grüße, 世界 😀");
        assertThat(reader.takeRest()).containsExactly(2, 3);
        reader.end();
        assertThat(reader.next()).isFalse();
    }

    @Test
    void longBodyComesBackWhole() throws IOException {
        byte[] body = new byte[5_000_000];
        new Random(SEED).nextBytes(body);
        byte[] frame =
                FrameWriter.of(FrameDescriptor.CLASS_FOUND)
                        .addInt(1)
                        .addBytes(body, 0, body.length)
                        .finished();
        FrameReader reader = reader(Direction.TO_WORKER, frame);
        assertThat(reader.next()).isTrue();
        assertThat(reader.takeInt()).isEqualTo(1);
        assertThat(reader.takeRest()).isEqualTo(body);
    }

    @Test
    void frameOfTheOtherDirectionIsRefused() {
        FrameReader reader = reader(Direction.FROM_WORKER, FrameWriter.empty(FrameDescriptor.BELL));
        assertThatThrownBy(reader::next)
                .isInstanceOf(BrokenFrameException.class)
                .hasMessage(
                        "A frame must have a type that goes this way: type=4,"
                                + " direction=FROM_WORKER");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 64 * 1024 + 1})
    void impossibleLengthIsRefusedBeforeAnythingIsRead(int length) {
        byte[] header = ByteBuffer.allocate(5).putInt(length).put((byte) 1).array();
        InputStream onlyHeader =
                new ByteArrayInputStream(header) {
                    @Override
                    public synchronized int read(byte[] target, int offset, int count) {
                        if (available() == 0) {
                            throw new AssertionError("The body must not be read");
                        }
                        return super.read(target, offset, count);
                    }
                };
        FrameReader reader = new FrameReader(onlyHeader, Direction.TO_WORKER);
        assertThatThrownBy(reader::next)
                .isInstanceOf(BrokenFrameException.class)
                .hasMessageStartingWith("A frame must keep within its limit: type=1, limit=65536");
    }

    @Test
    void memoryIsClaimedOnlyAsBytesArrive() {
        byte[] header = ByteBuffer.allocate(5).putInt(64 * 1024 * 1024).put((byte) 6).array();
        FrameReader reader = reader(Direction.TO_WORKER, Arrays.copyOf(header, 100));
        assertThatThrownBy(reader::next)
                .isInstanceOf(EOFException.class)
                .hasMessage("A frame must arrive whole: needed=67108864, arrived=95");
    }

    @Test
    void halfFrameIsTheEnd() throws IOException {
        byte[] frame = FrameWriter.of(FrameDescriptor.MAP).addText("/dev/shm/x").finished();
        for (int length = 1; length < frame.length; length++) {
            FrameReader reader = reader(Direction.TO_WORKER, Arrays.copyOf(frame, length));
            assertThatThrownBy(reader::next)
                    .as("length=%s", length)
                    .isInstanceOf(EOFException.class);
        }
        assertThat(reader(Direction.TO_WORKER, new byte[0]).next()).isFalse();
    }

    @Test
    void contentBeyondTheBodyIsRefused() throws IOException {
        byte[] frame = FrameWriter.of(FrameDescriptor.MAP).addInt(100).addByte((byte) 1).finished();
        FrameReader reader = reader(Direction.TO_WORKER, frame);
        assertThat(reader.next()).isTrue();
        assertThatThrownBy(reader::takeText)
                .isInstanceOf(BrokenFrameException.class)
                .hasMessage(
                        "A frame must hold what its type says: type=3, length=5, position=4,"
                                + " needed=100");
        assertThatThrownBy(reader::end)
                .isInstanceOf(BrokenFrameException.class)
                .hasMessage("A frame must end where its content does: type=3, length=5, content=4");
    }

    @Test
    void randomBytesNeverGiveAnythingButFramesOrTheTwoRefusals() throws IOException {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            if (bytes.length > 4) {
                Arrays.fill(bytes, 0, 3, (byte) 0);
                bytes[4] = (byte) random.nextInt(9);
            }
            readAll(reader(Direction.TO_WORKER, bytes));
        }
    }

    private static void readAll(FrameReader reader) throws IOException {
        try {
            while (reader.next()) {
                reader.takeText();
                reader.takeLong();
                reader.end();
            }
        } catch (BrokenFrameException | EOFException refused) {
            assertThat(refused.getMessage()).startsWith("A frame must ");
        }
    }

    private static FrameReader reader(Direction direction, byte[] bytes) {
        return new FrameReader(new ByteArrayInputStream(bytes), direction);
    }
}
