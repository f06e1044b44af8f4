package io.manyhands.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class OutputMarkerTest {
    @Test
    void whatIsWrittenIsRead() {
        for (long task : new long[] {-1, 0, 7, Long.MAX_VALUE, Long.MIN_VALUE}) {
            for (boolean isError : new boolean[] {false, true}) {
                byte[] marker = OutputMarker.encode(task, isError);

                assertThat(OutputMarker.indexIn(marker, marker.length)).isZero();
                assertThat(OutputMarker.parse(marker, 0, marker.length))
                        .isEqualTo(new OutputMarker(task, isError, marker.length));
            }
        }
    }

    @Test
    void theFormIsFixed() {
        assertThat(new String(OutputMarker.encode(12, true), StandardCharsets.US_ASCII))
                .isEqualTo("\u000112e:");
        assertThat(new String(OutputMarker.encode(-1, false), StandardCharsets.US_ASCII))
                .isEqualTo("\u0001-1o:");
    }

    @Test
    void whatIsNoMarkerIsNotTakenForOne() {
        for (String text :
                new String[] {
                    "", "\1", "\0011", "\1o:", "\0011x:", "\0011o", "\1-o:", "1o:", "\1001x"
                }) {
            assertThat(indexIn(text)).as(text).isEqualTo(-1);
        }
        assertThat(indexIn("\001" + "1".repeat(20) + "o:")).isEqualTo(-1);
        assertThat(indexIn("ab\1c\0015e:x")).isEqualTo(4);
        assertThatThrownBy(() -> OutputMarker.parse(new byte[] {1, 2}, 0, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A marker must be well-formed: at=0");
    }

    private static int indexIn(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return OutputMarker.indexIn(bytes, bytes.length);
    }
}
