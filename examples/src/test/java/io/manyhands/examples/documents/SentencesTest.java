package io.manyhands.examples.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every sentence that the library or the finder can say of a failure is on a page of
/// `docs/errors`: at least its beginning.
class SentencesTest {
    private static final String PAGES = "docs/errors/";
    private static final String DEFECTS = PAGES + "defect.md";

    /// What these say is no failure.
    private static final Set<String> HELP =
            Set.of("FindHelp", "Program", "Completion", "FlightRecords");

    private static final Pattern COMMENT = Pattern.compile("//.*|/\\*(?s:.*?)\\*/");
    private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");
    private static final Pattern SENTENCE = Pattern.compile("[A-Z][a-z]* [a-z].*");
    private static final Pattern END = Pattern.compile("[:(%\\\\]|\\s?=");
    private static final int FEWEST_WORDS = 4;
    private static final int WORDS = 6;

    private final String pages = textOfPages();
    private final List<String> defects =
            Repository.document(DEFECTS).lines().stream()
                    .filter(line -> SENTENCE.matcher(line).matches())
                    .toList();

    @Test
    void everySentenceIsOnAPage() throws IOException {
        List<String> missing = new ArrayList<>();
        int found = 0;
        for (String module : List.of("core", "cli", "dashboard", "simulation")) {
            for (Path file : sources(module)) {
                if (!HELP.contains(nameOf(file))) {
                    List<String> sentences = sentencesOf(Files.readString(file));
                    found += sentences.size();
                    sentences.stream()
                            .filter(sentence -> !isOnAPage(sentence))
                            .map(sentence -> nameOf(file) + ": " + sentence)
                            .forEach(missing::add);
                }
            }
        }
        assertThat(found).isGreaterThan(200);
        assertThat(missing).isEmpty();
    }

    @Test
    void sentenceThatIsOnNoPageIsFound() {
        assertThat(
                        sentencesOf(
                                "throw new X(\"The planted sentence must\" + \" be here: x=\" + x);"
                                        + " // \"The comment is not one\""))
                .containsExactly("The planted sentence must be here")
                .noneMatch(this::isOnAPage);
    }

    private static List<Path> sources(String module) throws IOException {
        try (Stream<Path> files = Files.walk(Repository.root().resolve(module + "/src/main"))) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
    }

    private static String nameOf(Path file) {
        return Objects.requireNonNull(file.getFileName()).toString().replace(".java", "");
    }

    private static List<String> sentencesOf(String source) {
        String code = COMMENT.matcher(source).replaceAll("");
        Matcher literals = LITERAL.matcher(JOINT.matcher(code).replaceAll(""));
        List<String> sentences = new ArrayList<>();
        while (literals.find()) {
            String text = literals.group(1);
            String beginning = END.split(text, 2)[0].strip();
            if (SENTENCE.matcher(text).matches() && words(text).length >= FEWEST_WORDS) {
                sentences.add(beginning);
            }
        }
        return sentences;
    }

    private static String[] words(String text) {
        return text.split(" ");
    }

    private boolean isOnAPage(String sentence) {
        String[] words = words(sentence);
        String beginning = Stream.of(words).limit(WORDS).collect(Collectors.joining(" "));
        String shorter = Stream.of(words).limit(FEWEST_WORDS).collect(Collectors.joining(" "));
        return pages.contains(beginning)
                || pages.contains(shorter)
                || defects.stream().anyMatch(sentence::startsWith);
    }

    private static String textOfPages() {
        try {
            return Repository.documents().stream()
                    .filter(document -> document.name().startsWith(PAGES))
                    .map(document -> String.join(" ", document.lines()))
                    .collect(Collectors.joining(" "))
                    .replaceAll("\\s+", " ");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
