package io.manyhands.room;

import io.manyhands.memory.Members;
import io.manyhands.memory.SharedFile;
import io.manyhands.memory.Sleepers;
import io.manyhands.memory.Words;
import java.io.IOException;

/// Numbers in a room, each of which can be waited for: the plainest shared object there is.
final class Board {
    private static final String NAME = "board";
    private static final int NUMBERS = 4;
    private static final long LINE = 128;

    private final Room room;
    private final Words words;
    private final Waiting[] waitings = new Waiting[NUMBERS];
    private final Sleepers[] sleepers = new Sleepers[NUMBERS];

    private Board(Room room, SharedFile file) {
        this.room = room;
        this.words = file.words();
        for (int i = 0; i < NUMBERS; i++) {
            sleepers[i] = new Sleepers(words, i * LINE + Sleepers.BYTES);
            waitings[i] = new Waiting(room, sleepers[i], "number " + i);
        }
    }

    static Board create(Room room) throws IOException {
        return new Board(room, SharedFile.create(room.path(), NAME, NUMBERS * LINE));
    }

    static Board open(Room room) throws IOException {
        return new Board(room, SharedFile.open(room.path().resolve(NAME)));
    }

    Room room() {
        return room;
    }

    Waiting waiting(int number) {
        return waitings[number];
    }

    /// Whether threads of a member say that they sleep.
    boolean isAsleep(int number, int member) {
        return sleepers[number].has(Members.slot(member));
    }

    long value(int number) {
        return words.loadLongVolatile(number * LINE);
    }

    void set(int number, long value) {
        setQuietly(number, value);
        wake(number);
    }

    void setQuietly(int number, long value) {
        words.storeLongVolatile(number * LINE, value);
    }

    void wake(int number) {
        sleepers[number].wake(room);
    }

    /// Takes one off, if there is one.
    boolean take(int number) {
        long found = value(number);
        while (found > 0 && !words.casLong(number * LINE, found, found - 1)) {
            found = value(number);
        }
        return found > 0;
    }

    void add(int number, long count) {
        long found = value(number);
        while (!words.casLong(number * LINE, found, found + count)) {
            found = value(number);
        }
        wake(number);
    }

    void await(int number, long value) throws InterruptedException {
        if (!waitings[number].await(() -> value(number) == value, Long.MAX_VALUE)) {
            throw new AssertionError("A wait without a limit ends when it works");
        }
    }
}
