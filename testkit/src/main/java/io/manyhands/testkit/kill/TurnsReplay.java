package io.manyhands.testkit.kill;

import java.util.HashMap;
import java.util.Map;

/// Turns that were taken: each follows the last, or is the last one once more, after whoever noted
/// it had died. Confined.
final class TurnsReplay extends Replay {
    private static final int PLACE_SHIFT = 48;

    private final int turnKind;
    private final Map<Long, Turn> last = new HashMap<>();

    private record Turn(int life, long number) {}

    TurnsReplay(Lives lives, int turnKind) {
        super(lives);
        this.turnKind = turnKind;
    }

    /// The value of a row.
    static long value(int place, long number) {
        return (long) place << PLACE_SHIFT | number;
    }

    @Override
    void row(int life, int kind, long value) {
        if (kind != turnKind) {
            return;
        }
        Turn now = new Turn(life, value & (1L << PLACE_SHIFT) - 1);
        Turn before = last.put(value >>> PLACE_SHIFT, now);
        long expected = before == null ? 0 : before.number + 1;
        boolean isRepeated = before != null && now.number == before.number && !isAlive(before.life);
        if (now.number != expected && !isRepeated) {
            wrong("Turns follow each other", "before=" + before + ", now=" + now);
        }
    }
}
