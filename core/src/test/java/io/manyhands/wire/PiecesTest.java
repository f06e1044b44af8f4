package io.manyhands.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PiecesTest {
    private final Pieces pieces = new Pieces();

    @Test
    void wholePayloadIsOnePiece() throws Exception {
        add(0, 1, 2, 3);
        assertThat(pieces.take()).containsExactly(1, 2, 3);
        add(0);
        assertThat(pieces.take()).isEmpty();
    }

    @Test
    void piecesAreJoined() throws Exception {
        add(5, 1, 2);
        add(5, 3, 4);
        add(5, 5);
        assertThat(pieces.take()).containsExactly(1, 2, 3, 4, 5);
        add(0, 9);
        assertThat(pieces.take()).containsExactly(9);
    }

    @Test
    void missingPieceIsNoticed() throws Exception {
        add(5, 1, 2);
        assertThatThrownBy(pieces::take)
                .isInstanceOf(BrokenFrameException.class)
                .hasMessage("A payload must have arrived whole: total=5, arrived=2");
    }

    @Test
    void pieceOfAnotherPayloadIsNoticed() throws Exception {
        add(5, 1, 2);
        assertThatThrownBy(() -> add(6, 3)).isInstanceOf(BrokenFrameException.class);
        assertThatThrownBy(() -> add(0, 3)).isInstanceOf(BrokenFrameException.class);
        assertThatThrownBy(() -> add(5, 3, 4, 5, 6)).isInstanceOf(BrokenFrameException.class);
    }

    @Test
    void negativeTotalIsNoticed() {
        assertThatThrownBy(() -> add(-1, 3)).isInstanceOf(BrokenFrameException.class);
    }

    @Test
    void cutForgetsThePieces() throws Exception {
        add(5, 1, 2);
        pieces.cut();
        add(0, 7);
        assertThat(pieces.take()).containsExactly(7);
    }

    @Test
    void payloadWithoutMemoryPassesBy() throws Exception {
        assertThat(pieces.room(Integer.MAX_VALUE, Integer.MAX_VALUE)).isNull();
        pieces.added(Integer.MAX_VALUE);
        assertThat(pieces.take()).isNull();
        add(0, 7);
        assertThat(pieces.take()).containsExactly(7);
    }

    @Test
    void memoryIsClaimedAsBytesCome() throws Exception {
        int length = 1 << 16;
        for (int total : new int[] {1 << 30, 17 << 20}) {
            byte[] first = Objects.requireNonNull(pieces.room(total, length));
            assertThat(first.length).isBetween(length, 1 << 25).isLessThan(total);
            assertThat(pieces.arrayRoom(Tags.LONGS, total, length).lengthBytes())
                    .isEqualTo(first.length);
            pieces.cut();
        }
    }

    @Test
    void whatCameFirstIsKeptWhenTheRestHasRoom() throws Exception {
        int total = (1 << 24) + 3 * Long.BYTES;
        int length = 10_000;
        for (int from = 0; from < total; from += length) {
            int piece = Math.min(length, total - from);
            byte[] room = Objects.requireNonNull(pieces.room(total, piece));
            LargeArray array = pieces.arrayRoom(Tags.SHORTS, total, piece);
            MemorySegment elements = array.bytes(from + piece);
            for (int at = from; at < from + piece; at++) {
                room[at] = byteAt(at);
                elements.set(ValueLayout.JAVA_BYTE, at, byteAt(at));
            }
            pieces.added(piece);
            pieces.addedToArray(piece);
        }
        byte[] taken = Objects.requireNonNull(pieces.take());
        MemorySegment elements = Objects.requireNonNull(pieces.takeArrays())[0].bytes(total);
        byte[] bytes = elements.toArray(ValueLayout.JAVA_BYTE);
        assertThat(taken).hasSize(total).isEqualTo(bytes);
        for (int at = 0; at < total; at++) {
            if (taken[at] != byteAt(at)) {
                assertThat(taken[at]).as("at=%s", at).isEqualTo(byteAt(at));
            }
        }
    }

    private static byte byteAt(int at) {
        return (byte) (at % 251);
    }

    private void add(int total, int... piece) throws BrokenFrameException {
        byte[] room = Objects.requireNonNull(pieces.room(total, piece.length));
        for (int i = 0; i < piece.length; i++) {
            room[pieces.offset() + i] = (byte) piece[i];
        }
        pieces.added(piece.length);
    }
}
