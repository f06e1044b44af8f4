package io.manyhands.examples.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The tables that have other libraries' names beside ours: no name of theirs is left out or
/// invented, and what stands for it here is there.
class NamesTest {
    private static final String PYTHON = "docs/guide/python-names.md";
    private static final String JDK = "docs/coming-from-java-util-concurrent.md";
    private static final String PYTHON_SHORT = "docs/coming-from-python.md";

    @Test
    void everyNameOfPythonIsOnThePage() throws IOException {
        Map<String, Set<String>> names = names("python-names.txt");
        assertThat(names).hasSize(20);
        assertThat(wrong(Repository.document(PYTHON), names)).isEmpty();
    }

    @Test
    void everyNameOfTheJdkIsOnThePage() throws IOException {
        Set<String> names = union(names("jdk-names.txt"));
        assertThat(names).hasSizeGreaterThan(70);
        assertThat(names(Tables.rows(Repository.document(JDK)))).containsAll(names);
    }

    @Test
    void whatIsSaidToBeHereIsHere() {
        List<String> unknown = new ArrayList<>();
        int found = 0;
        for (String name : List.of(PYTHON, JDK, PYTHON_SHORT)) {
            for (Tables.Row row : Tables.rows(Repository.document(name))) {
                found += row.ours().size();
                row.ours().stream().flatMap(Mentioned::unknown).forEach(unknown::add);
                if (name.equals(JDK)) {
                    row.theirs().stream().flatMap(Mentioned::unknown).forEach(unknown::add);
                }
            }
        }
        assertThat(found).isGreaterThan(200);
        assertThat(unknown).isEmpty();
    }

    @Test
    void whatIsWrongIsFound() {
        Document planted =
                Document.of(
                        "planted.md",
                        """
                        ## queue

                        | Python | Here | What differs |
                        |---|---|---|
                        | `Queue`, `Queue.put()` | `workers.queue(1)` | `Empty` |
                        | `Invented` | | |
                        """);
        assertThat(wrong(planted, Map.of("queue", Set.of("Queue", "Empty"), "threading", Set.of())))
                .containsExactlyInAnyOrder(
                        "queue: missing: Empty",
                        "queue: unknown: Invented",
                        "queue: nothing beside: Invented",
                        "threading: no table");
        assertThat(
                        Stream.of(
                                        "workers.wrong(1)",
                                        "workers.lock()",
                                        "nobody.lock()",
                                        "Workers.wrong(4)",
                                        "Until.ALL",
                                        "new Wrong()",
                                        "java.net.Wrong")
                                .flatMap(Mentioned::unknown))
                .containsExactly(
                        "workers.wrong", "nobody.lock", "Workers.wrong", "Wrong", "java.net.Wrong");
    }

    private static List<String> wrong(Document page, Map<String, Set<String>> modules) {
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, Set<String>> module : modules.entrySet()) {
            List<Tables.Row> rows =
                    Tables.rows(page).stream()
                            .filter(row -> row.section().equals(module.getKey()))
                            .toList();
            if (rows.isEmpty()) {
                wrong.add(module.getKey() + ": no table");
                continue;
            }
            Set<String> named = names(rows);
            add(wrong, module.getKey() + ": missing: ", module.getValue(), named);
            add(wrong, module.getKey() + ": unknown: ", named, module.getValue());
            rows.stream()
                    .filter(row -> row.here().isBlank())
                    .map(row -> module.getKey() + ": nothing beside: " + row.theirs().getFirst())
                    .forEach(wrong::add);
        }
        return wrong;
    }

    private static void add(
            List<String> wrong, String what, Set<String> expected, Set<String> known) {
        expected.stream()
                .filter(name -> !known.contains(name))
                .map(what::concat)
                .forEach(wrong::add);
    }

    /// The first word of each name: `Queue` of `Queue.put()`.
    private static Set<String> names(List<Tables.Row> rows) {
        Set<String> names = new HashSet<>();
        rows.stream()
                .map(Tables.Row::theirs)
                .flatMap(Collection::stream)
                .forEach(span -> names.add(span.split("\\W", 2)[0]));
        return names;
    }

    private static Set<String> union(Map<String, Set<String>> names) {
        Set<String> all = new HashSet<>();
        names.values().forEach(all::addAll);
        return all;
    }

    /// The names of each module in a list.
    private static Map<String, Set<String>> names(String resource) throws IOException {
        Map<String, Set<String>> modules = new HashMap<>();
        Set<String> names = new HashSet<>();
        for (String line : text(resource).lines().toList()) {
            if (line.startsWith("[")) {
                names = new HashSet<>();
                modules.put(line.substring(1, line.length() - 1), names);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                names.add(line);
            }
        }
        return modules;
    }

    private static String text(String resource) throws IOException {
        try (InputStream stream = NamesTest.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(stream, resource).readAllBytes(), UTF_8);
        }
    }
}
