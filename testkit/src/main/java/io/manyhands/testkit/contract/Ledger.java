package io.manyhands.testkit.contract;

import java.io.Serializable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// What the tasks of a stress round did, by their numbers. Travels; thread-safe.
record Ledger(Place place) implements Serializable {
    // In a file: rows with the number of a task that began, or one of these.
    private static final int LEAK = -1;
    private static final int STOPPING = -2;

    private static final class Book {
        private final AtomicIntegerArray begun;
        private final AtomicInteger leaks = new AtomicInteger();
        private final AtomicBoolean stopping = new AtomicBoolean();

        Book(int tasks) {
            begun = new AtomicIntegerArray(tasks);
        }
    }

    static Ledger ofTasks(int tasks) {
        return new Ledger(Place.of(() -> new Book(tasks)));
    }

    /// To be called first by a task.
    ///
    /// @param task its number
    /// @param mayBeInterrupted whether it was asked for that somebody interrupts it
    void begins(int task, boolean mayBeInterrupted) {
        if (Thread.currentThread().isInterrupted() && !mayBeInterrupted && !isStopping()) {
            leaked();
        }
        if (place.isFile()) {
            write(task);
        } else {
            book().begun.incrementAndGet(task);
        }
    }

    int begun(int task) {
        return place.isFile() ? count(task, task) : book().begun.get(task);
    }

    int begunInAll() {
        if (place.isFile()) {
            return count(0, Integer.MAX_VALUE);
        }
        Book book = book();
        int sum = 0;
        for (int i = 0; i < book.begun.length(); i++) {
            sum += book.begun.get(i);
        }
        return sum;
    }

    /// How many tasks found an interrupt that was not meant for them.
    int leaks() {
        return place.isFile() ? count(LEAK, LEAK) : book().leaks.get();
    }

    /// From now on any task may be interrupted.
    void stopping() {
        if (place.isFile()) {
            write(STOPPING);
        } else {
            book().stopping.set(true);
        }
    }

    void end() {
        place.end();
    }

    private boolean isStopping() {
        return place.isFile() ? count(STOPPING, STOPPING) > 0 : book().stopping.get();
    }

    private void leaked() {
        if (place.isFile()) {
            write(LEAK);
        } else {
            book().leaks.incrementAndGet();
        }
    }

    private void write(int row) {
        long _ = new Rows(place.file()).append(row);
    }

    private int count(int least, int most) {
        int count = 0;
        for (int value : new Rows(place.file()).values()) {
            count += value >= least && value <= most ? 1 : 0;
        }
        return count;
    }

    private Book book() {
        return place.object(Book.class, () -> new Book(1 << 16));
    }
}
