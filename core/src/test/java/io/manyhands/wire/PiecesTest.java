package io.manyhands.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    private void add(int total, int... piece) throws BrokenFrameException {
        byte[] room = Objects.requireNonNull(pieces.room(total, piece.length));
        for (int i = 0; i < piece.length; i++) {
            room[pieces.offset() + i] = (byte) piece[i];
        }
        pieces.added(piece.length);
    }
}
