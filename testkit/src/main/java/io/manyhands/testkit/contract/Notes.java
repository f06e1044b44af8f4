package io.manyhands.testkit.contract;

import io.manyhands.testkit.Await;
import java.io.Serializable;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Lines that tasks write for the test, in order. Travels; thread-safe.
record Notes(long number) implements Serializable {
    private static final class Page {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    }

    Notes() {
        this(Shared.put(new Page()));
    }

    void add(String line) {
        boolean _ = page().lines.add(line);
    }

    List<String> lines() {
        return List.copyOf(page().lines);
    }

    void await(int atLeast) {
        Await.until("notes are taken: atLeast=" + atLeast, () -> lines().size() >= atLeast);
    }

    private Page page() {
        return Shared.get(number, Page.class, Page::new);
    }
}
