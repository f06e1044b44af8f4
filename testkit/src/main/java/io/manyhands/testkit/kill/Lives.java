package io.manyhands.testkit.kill;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The processes that have written a book, all dead by now: when each wrote its last row, and
/// which. Immutable.
final class Lives {
    private final Map<Integer, Last> last = new HashMap<>();
    private long rows;

    private record Last(long index, int kind) {}

    Lives(Rows rows) throws IOException {
        rows.all((life, kind, _) -> last.put(life, new Last(this.rows++, kind)));
    }

    /// Whether one has written something after a row: it was alive then.
    boolean isAliveAfter(int life, long index) {
        Last itsLast = last.get(life);
        return itsLast != null && itsLast.index > index;
    }

    /// Whether the last that one has written is of this kind.
    boolean hasEndedWith(int life, int kind) {
        Last itsLast = last.get(life);
        return itsLast != null && itsLast.kind == kind;
    }

    /// How many have ended with a row of this kind.
    int endedWith(int kind) {
        return (int) last.values().stream().filter(each -> each.kind == kind).count();
    }

    int count() {
        return last.size();
    }

    long rows() {
        return rows;
    }

    /// Goes through the book once more.
    ///
    /// @return what is wrong with it, one sentence each
    static List<String> wrongs(Rows rows, Use use) throws IOException {
        Lives lives = new Lives(rows);
        Replay replay = use.replay(lives);
        rows.all(replay::take);
        replay.end();
        return new ArrayList<>(replay.wrongs());
    }
}
