package io.manyhands.testkit.contract;

import java.io.Serializable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// What the tasks of a stress round did, by their numbers. Travels; thread-safe.
record Ledger(long number) implements Serializable {
    private static final class Book {
        private final AtomicIntegerArray begun;
        private final AtomicInteger leaks = new AtomicInteger();
        private final AtomicBoolean stopping = new AtomicBoolean();

        Book(int tasks) {
            begun = new AtomicIntegerArray(tasks);
        }
    }

    static Ledger ofTasks(int tasks) {
        return new Ledger(Shared.put(new Book(tasks)));
    }

    /// To be called first by a task.
    ///
    /// @param task its number
    /// @param mayBeInterrupted whether it was asked for that somebody interrupts it
    void begins(int task, boolean mayBeInterrupted) {
        Book book = book();
        if (Thread.currentThread().isInterrupted() && !mayBeInterrupted && !book.stopping.get()) {
            book.leaks.incrementAndGet();
        }
        book.begun.incrementAndGet(task);
    }

    int begun(int task) {
        return book().begun.get(task);
    }

    int begunInAll() {
        Book book = book();
        int sum = 0;
        for (int i = 0; i < book.begun.length(); i++) {
            sum += book.begun.get(i);
        }
        return sum;
    }

    /// How many tasks found an interrupt that was not meant for them.
    int leaks() {
        return book().leaks.get();
    }

    /// From now on any task may be interrupted.
    void stopping() {
        book().stopping.set(true);
    }

    void end() {
        Shared.remove(number);
    }

    private Book book() {
        return Shared.get(number, Book.class, () -> new Book(1 << 16));
    }
}
