package io.manyhands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.wire.Codec;
import io.manyhands.wire.Dictionary;
import io.manyhands.wire.Encoded;
import io.manyhands.wire.LargeArray;
import io.manyhands.wire.Subject;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Snapshots of large arguments, while something goes wrong.
class SnapshotsTest {
    private static final int LENGTH = 1 << 20;

    @Test
    void snapshotsAreWholeEvenIfTheLineFails() throws Exception {
        byte[] first = new byte[LENGTH];
        byte[] second = new byte[LENGTH];
        Encoded encoded = apart(List.of(first, second));
        assertThatThrownBy(() ->
                        Snapshots.complete(
                                encoded,
                                () -> {
                                    throw new StackOverflowError("planted");
                                }))
                .hasMessage("planted");
        Arrays.fill(first, (byte) 1);
        Arrays.fill(second, (byte) 1);
        for (LargeArray each : encoded.arrays()) {
            byte[] sent = each.bytes(0).asSlice(0, LENGTH).toArray(ValueLayout.JAVA_BYTE);
            assertThat(sent).isEqualTo(new byte[LENGTH]);
        }
    }

    @Test
    void whatIsTakenAtOnceIsSentWithoutASnapshot() throws Exception {
        byte[] array = new byte[LENGTH];
        Encoded encoded = apart(array);
        LargeArray sent = encoded.arrays()[0];
        List<Object> from = new ArrayList<>();
        Snapshots.complete(
                encoded,
                () -> {
                    from.add(sent.hold(LENGTH).heapBase().orElseThrow());
                    sent.letGo(sent.sentBytes() + LENGTH / 4);
                });
        assertThat(from).hasSize(4);
        from.forEach(each -> assertThat(each).isSameAs(array));
        Object after = sent.hold(LENGTH).heapBase().orElseThrow();
        sent.letGo(LENGTH);
        assertThat(after).isNotSameAs(array);
    }

    @Test
    void whatNobodyElseWillWantIsNotCopied() throws Exception {
        byte[] array = new byte[LENGTH];
        Encoded encoded = apart(array);
        LargeArray sent = encoded.arrays()[0];
        AtomicInteger looks = new AtomicInteger();
        Snapshots.complete(
                encoded,
                new Snapshots.Taker() {
                    @Override
                    public void push() {
                        sent.hold(LENGTH);
                        sent.letGo(LENGTH);
                    }

                    @Override
                    public boolean isLast() {
                        return looks.incrementAndGet() == 3;
                    }
                });
        assertThat(sent.hold(LENGTH).heapBase().orElseThrow()).isSameAs(array);
        sent.letGo(LENGTH);
        assertThat(looks).hasValue(3);
    }

    private Encoded apart(Object value) throws Exception {
        return Codec.of(getClass().getClassLoader(), new Dictionary(), new Dictionary())
                .encodeApart(Subject.TASK, value);
    }
}
