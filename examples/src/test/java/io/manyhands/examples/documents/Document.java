package io.manyhands.examples.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A document in Markdown.
///
/// @param name its path from the root of the repository, with slashes
/// @param lines its text
record Document(String name, List<String> lines) {
    /// A fenced block.
    ///
    /// @param language what its fence says
    /// @param comment the HTML comment in the line before it, without its marks; empty if none
    /// @param line the number of its first line of text, from 1
    /// @param lines its text
    record Block(String language, String comment, int line, List<String> lines) {
        String text() {
            return String.join("\n", lines);
        }
    }

    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*)");
    private static final Pattern COMMENT = Pattern.compile("<!-- *(.*?) *-->");
    private static final String FENCE = "```";

    static Document of(String name, String text) {
        return new Document(name, text.lines().toList());
    }

    static Document read(Path root, Path file) {
        try {
            String name = root.relativize(file).toString().replace('\\', '/');
            return new Document(name, Files.readAllLines(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(FENCE)) {
                int end = endOfBlock(i);
                String language = lines.get(i).substring(FENCE.length()).strip();
                blocks.add(new Block(language, comment(i), i + 2, lines.subList(i + 1, end)));
                i = end;
            }
        }
        return blocks;
    }

    /// Where the links go.
    List<String> links() {
        return prose().flatMap(line -> LINK.matcher(line).results()).map(Document::first).toList();
    }

    /// What is set as code within the text.
    List<String> codeSpans() {
        return prose().flatMap(line -> CODE.matcher(line).results()).map(Document::first).toList();
    }

    /// What links can point to within the document.
    Set<String> anchors() {
        Set<String> anchors = new HashSet<>();
        prose().map(HEADING::matcher)
                .filter(matcher -> matcher.matches())
                .forEach(matcher -> anchors.add(anchor(matcher.group(1))));
        return anchors;
    }

    private java.util.stream.Stream<String> prose() {
        Set<Integer> fenced = new HashSet<>();
        for (Block block : blocks()) {
            for (int i = 0; i < block.lines.size(); i++) {
                fenced.add(block.line - 1 + i);
            }
        }
        return java.util.stream.IntStream.range(0, lines.size())
                .filter(index -> !fenced.contains(index))
                .mapToObj(lines::get);
    }

    private int endOfBlock(int fence) {
        int end = fence + 1;
        while (end < lines.size() && !lines.get(end).equals(FENCE)) {
            end++;
        }
        if (end == lines.size()) {
            throw new AssertionError("A fence must be closed: " + name + ":" + (fence + 1));
        }
        return end;
    }

    private String comment(int fence) {
        var matcher = COMMENT.matcher(fence == 0 ? "" : lines.get(fence - 1));
        return matcher.matches() ? matcher.group(1) : "";
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    private static String first(MatchResult match) {
        return match.group(1);
    }
}
