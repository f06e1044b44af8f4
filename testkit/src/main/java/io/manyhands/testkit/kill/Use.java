package io.manyhands.testkit.kill;

import io.manyhands.shared.SharedObjects;
import io.manyhands.testkit.Await;
import java.time.Duration;
import java.util.Random;

/// What users do with a shared object, each in a process of its own, until they are killed; and how
/// it is known that all was well: what it must be once they are dead, and what their books must
/// say. Confined.
abstract class Use {
    /// Rows that are there for every object: one has used it once; one was told of a death.
    static final int READY = 1;

    static final int TOLD = 2;

    /// The first kind of row that is an object's own.
    static final int OWN = 10;

    /// For what does not take long while everybody lives.
    static final Duration LONG = Await.patience();

    private static final int FEW_NANOS = 2_000_000;

    /// Who uses it.
    ///
    /// @param objects where it is
    /// @param users how many there are at a time: an even number
    /// @param index which of them this is, from 0; of whoever kills them, their number
    /// @param pen what it writes with
    /// @param random what it does next
    record Seat(SharedObjects objects, int users, int index, Pen pen, Random random) {
        boolean isEven() {
            return index % 2 == 0;
        }
    }

    /// Writes into the book of all users.
    ///
    /// @param book the book
    /// @param life whose rows these are: another number for each process
    record Pen(Book book, int life) {
        void note(int kind, long value) {
            book.note(life, kind, value);
        }

        void note(int kind) {
            note(kind, 0);
        }
    }

    private final Seat seat;

    Use(Seat seat) {
        this.seat = seat;
    }

    final Seat seat() {
        return seat;
    }

    final Pen pen() {
        return seat.pen;
    }

    final Random random() {
        return seat.random;
    }

    final boolean oneIn(int many) {
        return seat.random.nextInt(many) == 0;
    }

    /// So short that what is waited for may come just then.
    final Duration moment() {
        return Duration.ofNanos(seat.random.nextInt(FEW_NANOS));
    }

    /// What a user does first.
    void join() throws Exception {}

    /// What a user does again and again. Waits for others for as long as they take.
    abstract void round() throws Exception;

    /// Whether the death of one that is ready must be told to all others, or to its partner, at
    /// once, by a row; otherwise they go on.
    Telling telling() {
        return Telling.NOBODY;
    }

    /// To whom a death is told.
    enum Telling {
        NOBODY,
        /// The other of a pair.
        PARTNER,
        EVERYBODY
    }

    /// What is done when there are as many users again as there were, and all were told.
    void goOn() throws Exception {}

    /// Uses it, when all users are dead, as nobody could if they had left it in disorder.
    ///
    /// @throws Exception if something is wrong
    abstract void ensureWhole() throws Exception;

    /// What the book must say.
    ///
    /// @param lives who has written it
    abstract Replay replay(Lives lives);

    static void require(boolean isSo, String rule) {
        if (!isSo) {
            throw new IllegalStateException(rule);
        }
    }
}
