package io.manyhands.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.manyhands.testkit.Await;
import java.io.Serializable;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Lines that tasks write for the test, in order. Travels; thread-safe.
record Notes(Place place) implements Serializable {
    private static final class Page {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    }

    Notes() {
        this(Place.of(Page::new));
    }

    /// Adds a line.
    ///
    /// @param line without a line feed in it
    void add(String line) {
        if (place.isFile()) {
            new Rows(place.file()).write((line + "\n").getBytes(UTF_8));
        } else {
            boolean _ = page().lines.add(line);
        }
    }

    List<String> lines() {
        return place.isFile() ? linesOfFile() : List.copyOf(page().lines);
    }

    void await(int atLeast) {
        Await.until("notes are taken: atLeast=" + atLeast, () -> lines().size() >= atLeast);
    }

    /// Those that are complete.
    private List<String> linesOfFile() {
        String text = new String(new Rows(place.file()).read(), UTF_8);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    private Page page() {
        return place.object(Page.class, Page::new);
    }
}
