package io.manyhands.examples;

import io.manyhands.Results;
import io.manyhands.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The lines of a text that contain a term, in their order, found by four workers.
public final class Finder {
    private Finder() {}

    /// Prints the lines that contain a term, and how many they are.
    ///
    /// @param args the term and the file; without them, how to call it
    /// @throws IOException if the file cannot be opened
    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            System.out.println("Usage: Finder TERM FILE");
            return;
        }
        System.out.println("Lines: " + find(args[0], Path.of(args[1])));
    }

    /// Prints the lines of a file that contain a term.
    ///
    /// @param term what to look for
    /// @param file where, in UTF-8
    /// @return how many lines contain it
    /// @throws IOException if the file cannot be opened
    static long find(String term, Path file) throws IOException {
        long count = 0;
        try (Stream<String> lines = Files.lines(file);
                Workers workers = Workers.threads(4);
                Results<String> hits = workers.filter(lines, line -> line.contains(term))) {
            for (String hit : hits) {
                System.out.println(hit);
                count++;
            }
        }
        return count;
    }
}
