package io.manyhands.testkit.kill;

import java.util.ArrayList;
import java.util.List;

/// Goes through the book of the users of an object, row by row, and notes what must not be.
/// Confined.
abstract class Replay {
    private static final int MOST_WRONGS = 20;

    private final Lives lives;
    private final List<String> wrongs = new ArrayList<>();
    private long index = -1;

    Replay(Lives lives) {
        this.lives = lives;
    }

    final void take(int life, int kind, long value) {
        index++;
        row(life, kind, value);
    }

    /// The next row.
    abstract void row(int life, int kind, long value);

    /// After the last one.
    void end() {}

    final Lives lives() {
        return lives;
    }

    /// Whether one that has written before certainly lives now.
    final boolean isAlive(int life) {
        return lives.isAliveAfter(life, index);
    }

    /// Notes that a rule is broken.
    final void wrong(String rule, String state) {
        if (wrongs.size() < MOST_WRONGS) {
            wrongs.add(rule + ": row=" + index + ", " + state);
        }
    }

    final List<String> wrongs() {
        return wrongs;
    }
}
