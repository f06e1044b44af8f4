package io.manyhands.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is printed does not depend on the kind of workers.
@Timeout(120)
class OnProcessesTest {
    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 16})
    void playHasItsLinesWithAnyNumberOfProcesses(int workers) throws Exception {
        String play = play();
        Answer expected = Answer.ofGrep("C", List.of("-n", "o", play));
        assertThat(expected.output()).hasLineCount(2532);
        assertThat(find("-w" + workers, "-n", "--range-bytes=9999", "o", play)).isEqualTo(expected);
    }

    @Test
    void onePlayNeedsOneProcess() throws Exception {
        Answer answer = find("--verbose", "-c", "o", play());
        assertThat(answer.output()).isEqualTo("2532\n");
        assertThat(answer.error())
                .isEqualTo("manyhands: searching processes, workers=1: as wanted\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-c", "-l", "-nm5 --color=always", "-v --with-filename", "-i --regex -n"})
    void optionsMeanTheSameAsOnThreads(String options) throws Exception {
        List<String> all = new ArrayList<>(List.of(options.split(" ")));
        all.addAll(List.of("--range-bytes=3000", "-w2", "-e", "rosalind", "-e", "the"));
        all.addAll(List.of(play(), file("binary", "a\0the\n"), file("empty", "")));
        all.addAll(List.of(directory + "/none", file("two", "the\nthe end")));
        List<String> onThreads = new ArrayList<>(List.of("find", "--on=threads"));
        onThreads.addAll(all);
        assertThat(find(all.toArray(String[]::new))).isEqualTo(Answer.ofManyhands(onThreads));
    }

    @Test
    void unorderedGivesTheSameLines() throws Exception {
        String play = play();
        Answer unordered = find("-w2", "--unordered", "--range-bytes=500", "o", play);
        assertThat(unordered.sortedLines())
                .isEqualTo(Answer.ofGrep("C", List.of("o", play)).sortedLines());
    }

    @Test
    void directoryIsSearchedInOrder() throws Exception {
        Files.createDirectories(directory.resolve("many"));
        StringBuilder expected = new StringBuilder();
        for (int i = 1000; i < 1500; i++) {
            String file = file("many/" + i, i % 3 == 0 ? "hit\n" : i % 3 == 1 ? "" : "no\n");
            expected.append(i % 3 == 0 ? file + ":hit\n" : "");
        }
        assertThat(find("-w2", "hit", directory + "/many"))
                .isEqualTo(new Answer(0, expected.toString(), ""));
    }

    @Test
    void moreThanAWorkerMayHandOverIsPrinted() throws Exception {
        String file = file("short.txt", "a\n".repeat(20_000));
        String[] options = {"-w2", "-n", "--with-filename", "a", file};
        Answer answer = find(options);
        assertThat(answer).isEqualTo(Answer.ofGrep("C", List.of("-nH", "a", file)));
    }

    @Test
    void moreThanAWorkersHeapHoldsIsPrinted() throws Exception {
        String file = file("large.txt", "first a\n".repeat(5 << 20));
        Answer answer = find("-w2", "--worker-heap=16m", "-v", "zz", file);
        assertThat(answer.status()).isZero();
        assertThat(answer.error()).isEmpty();
        assertThat(answer.output()).hasSize(40 << 20);
        assertThat(answer.output().replace("first a\n", "")).isEmpty();
    }

    private static Answer find(String... arguments) {
        List<String> all = new ArrayList<>(List.of("find", "--on=processes"));
        all.addAll(List.of(arguments));
        return Answer.ofManyhands(all);
    }

    private String file(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, content, StandardCharsets.UTF_8);
        return file.toString();
    }

    private static String play() throws URISyntaxException {
        return Path.of(OnProcessesTest.class.getResource("/as-you-like-it.txt").toURI()).toString();
    }
}
