package io.manyhands.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.wire.FrameDescriptor.Direction;
import io.manyhands.wire.HandleRequest.Target;
import io.manyhands.wire.HandleRequest.Task;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandleMessagesTest {
    private static final byte[] PAYLOAD = {1, 2, 3};

    @Test
    void requestComesBackWhole() throws IOException {
        HandleRequest sent = request();
        HandleRequest read = HandleRequest.of(body(Direction.FROM_WORKER, sent.frame()));
        assertThat(read).usingRecursiveComparison().isEqualTo(sent);
    }

    @Test
    void replyComesBackWhole() throws IOException {
        HandleReply sent = new HandleReply(Long.MAX_VALUE, HandleReply.LOST, PAYLOAD);
        HandleReply read = HandleReply.of(body(Direction.TO_WORKER, sent.frame()));
        assertThat(read).usingRecursiveComparison().isEqualTo(sent);
    }

    @Test
    void repliesThatAreSentTogetherComeBackOneByOne() throws IOException {
        HandleReply first = new HandleReply(1, HandleReply.LOST, PAYLOAD);
        HandleReply second = new HandleReply(2, HandleReply.CANCELLED, new byte[0]);
        byte[] frames = HandleReply.frames(List.of(first, second));
        FrameReader reader = new FrameReader(new ByteArrayInputStream(frames), Direction.TO_WORKER);
        for (HandleReply each : List.of(first, second)) {
            assertThat(reader.next()).isTrue();
            HandleReply read = HandleReply.of(reader.takeRest());
            assertThat(read).usingRecursiveComparison().isEqualTo(each);
            reader.end();
        }
        assertThat(reader.next()).isFalse();
        assertThat(HandleReply.frames(List.of(first))).isEqualTo(first.frame());
    }

    @Test
    void messageThatIsCutIsRefused() throws IOException {
        byte[] request = body(Direction.FROM_WORKER, request().frame());
        for (int length = 0; length < request.length - PAYLOAD.length; length++) {
            byte[] cut = Arrays.copyOf(request, length);
            assertThatExceptionOfType(BrokenFrameException.class)
                    .isThrownBy(() -> HandleRequest.of(cut));
        }
        byte[] reply = new byte[Long.BYTES];
        assertThatExceptionOfType(BrokenFrameException.class)
                .isThrownBy(() -> HandleReply.of(reply));
    }

    private static HandleRequest request() {
        Task task = new Task("name", "Code", 7, -8, 9, 3, PAYLOAD);
        return new HandleRequest(HandleRequest.ITEM, 5, new Target(-1, 2), task);
    }

    private static byte[] body(Direction direction, byte[] frame) throws IOException {
        FrameReader reader = new FrameReader(new ByteArrayInputStream(frame), direction);
        assertThat(reader.next()).isTrue();
        return reader.takeRest();
    }
}
