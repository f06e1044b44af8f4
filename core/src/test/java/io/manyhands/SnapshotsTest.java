package io.manyhands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.wire.Codec;
import io.manyhands.wire.Dictionary;
import io.manyhands.wire.Encoded;
import io.manyhands.wire.LargeArray;
import io.manyhands.wire.Subject;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Snapshots of large arguments, while something goes wrong.
class SnapshotsTest {
    private static final int LENGTH = 1 << 20;

    @Test
    void snapshotsAreWholeEvenIfTheLineFails() throws Exception {
        byte[] first = new byte[LENGTH];
        byte[] second = new byte[LENGTH];
        Encoded encoded =
                Codec.of(getClass().getClassLoader(), new Dictionary(), new Dictionary())
                        .encodeApart(Subject.TASK, List.of(first, second));
        assertThatThrownBy(
                        () ->
                                Snapshots.complete(
                                        encoded,
                                        () -> {
                                            throw new StackOverflowError("planted");
                                        }))
                .hasMessage("planted");
        Arrays.fill(first, (byte) 1);
        Arrays.fill(second, (byte) 1);
        for (LargeArray each : encoded.arrays()) {
            byte[] sent = each.bytesTo(LENGTH).asSlice(0, LENGTH).toArray(ValueLayout.JAVA_BYTE);
            assertThat(sent).isEqualTo(new byte[LENGTH]);
        }
    }
}
