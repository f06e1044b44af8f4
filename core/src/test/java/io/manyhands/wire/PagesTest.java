package io.manyhands.wire;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PagesTest {
    private static final int BYTES = 5 * 4096;

    private static final List<Object> ARRAYS =
            List.of(
                    new byte[BYTES],
                    new short[BYTES / 2],
                    new char[BYTES / 2],
                    new int[BYTES / 4],
                    new float[BYTES / 4],
                    new long[BYTES / 8],
                    new double[BYTES / 8]);

    @Test
    void aPartThatEndsWithTheArrayIsFound() {
        for (Object each : ARRAYS) {
            assertFound(each, 0, BYTES);
            assertFound(each, BYTES - 1, 1);
        }
    }

    @Test
    void whatIsBehindTheArrayIsLeftOut() {
        for (Object each : ARRAYS) {
            assertFound(each, BYTES - 4096, 3 * 4096);
            assertFound(each, BYTES, 4096);
            assertFound(each, BYTES + 4096, 4096);
            assertFound(each, Integer.MAX_VALUE - 8, Integer.MAX_VALUE);
        }
    }

    private static void assertFound(Object array, int from, int lengthBytes) {
        assertThatCode(() -> Pages.find(array, from, lengthBytes)).doesNotThrowAnyException();
    }
}
