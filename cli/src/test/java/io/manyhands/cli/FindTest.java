package io.manyhands.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FindTest {
    @TempDir Path directory;
    private String one;
    private String two;

    static Stream<List<String>> everyKindAndNumber() {
        List<List<String>> all = new ArrayList<>();
        for (String on : List.of("", "--on=threads", "--on=virtual")) {
            for (String workers : List.of("1", "2", "4", "16")) {
                List<String> options = new ArrayList<>(List.of("-w" + workers));
                if (!on.isEmpty()) {
                    options.add(on);
                }
                all.add(options);
            }
        }
        return all.stream();
    }

    @BeforeEach
    void makeFiles() throws IOException {
        one = file("one.txt", "alpha\nbeta\ngamma\n");
        two = file("two.txt", "delta\r\nepsilon");
    }

    @ParameterizedTest
    @MethodSource("everyKindAndNumber")
    void playHasItsLinesOnEveryKindOfWorkers(List<String> workers) throws Exception {
        String play = play();
        Answer expected = Answer.ofGrep("C", List.of("-n", "o", play));
        for (String size :
                List.of("--range-bytes=500", "--range-bytes=9999", "--range-bytes=2000000")) {
            assertThat(find(workers, "-c", size, "o", play).output()).isEqualTo("2532\n");
            assertThat(find(workers, "-n", size, "o", play)).isEqualTo(expected);
        }
        assertThat(find(workers, "-n", "o", play)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("everyKindAndNumber")
    void unorderedGivesTheSameLines(List<String> workers) throws Exception {
        String play = play();
        Answer ordered = Answer.ofGrep("C", List.of("o", play, one));
        Answer unordered = find(workers, "--unordered", "--range-bytes=500", "o", play, one);
        assertThat(unordered.status()).isZero();
        assertThat(unordered.sortedLines()).isEqualTo(ordered.sortedLines());
        assertThat(find(workers, "--unordered", "-c", "--range-bytes=500", "o", play).output())
                .isEqualTo("2532\n");
    }

    @Test
    void carriageReturnsStayAndTheLastLineGetsItsNewline() {
        assertThat(find("e", two)).isEqualTo(new Answer(0, "delta\r\nepsilon\n", ""));
    }

    @Test
    void emptyMatchBehindTheLastLetterEndsTheSearch() throws IOException {
        String file = file("euro", "x\na€");
        assertThat(find("--regex", "--color=always", "b*", file)).isEqualTo(find("-v", "zz", file));
    }

    /// As the page of the finder says, GNU's regexec does not see this one.
    @Test
    void matchBehindAnUnevenLetterIsFoundThoughTheLineEndsWithinACharacter() throws Exception {
        String line =
                new String("ıab".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        Path file = directory.resolve("uneven");
        Files.writeString(file, line + "\u00e2\n", StandardCharsets.ISO_8859_1);
        assertThat(find("-c", "--regex", "-i", "[[:alpha:]]b", file.toString()).output())
                .isEqualTo("1\n");
    }

    @Test
    void severalTermsLeaveEveryOperandAFile() {
        assertThat(find("-e", "alpha", "-e", "gamma", one).output()).isEqualTo("alpha\ngamma\n");
    }

    @Test
    void termMayLookLikeAnOption() throws IOException {
        String file = file("dashes", "a -i b\n--\n");
        assertThat(find("-e", "-i", file).output()).isEqualTo("a -i b\n");
        assertThat(find("--", "--", file).output()).isEqualTo("--\n");
        assertThat(find("-e", "@x", file)).isEqualTo(new Answer(1, "", ""));
    }

    @Test
    void shortOptionsCanBeJoined() {
        assertThat(find("-inm1", "A", one).output()).isEqualTo("1:alpha\n");
    }

    @Test
    void missingFileIsNamedAndTheRestIsSearched() {
        Answer answer = find("beta", directory + "/none", one);
        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.output()).isEqualTo(one + ":beta\n");
        assertThat(answer.error())
                .isEqualTo(
                        "manyhands: There is no such file or directory: file="
                                + directory
                                + "/none\n");
    }

    @Test
    void fileUsedAsADirectoryIsNamed() {
        Answer answer = find("beta", one + "/below");
        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.error())
                .isEqualTo(
                        "manyhands: There is no such file or directory: file=" + one + "/below\n");
    }

    @Test
    void binaryFileIsSkippedWithANote() throws IOException {
        String binary = file("binary", "a\0\na\n");
        assertThat(find("a", binary))
                .isEqualTo(new Answer(1, "", "manyhands: " + binary + ": binary file skipped\n"));
        assertThat(find("-a", "a", binary)).isEqualTo(new Answer(0, "a\0\na\n", ""));
        assertThat(find("--range-bytes=2", "--on=threads", "a", binary).error())
                .isEqualTo("manyhands: " + binary + ": binary file skipped\n");
    }

    @Test
    void fileIsBinaryByItsFirstBytesOnly() throws IOException {
        String late = file("late", "x".repeat(32 << 10) + "\0a");
        String early = file("early", "x".repeat((32 << 10) - 1) + "\0a");
        assertThat(find("-c", "a", late)).isEqualTo(new Answer(0, "1\n", ""));
        assertThat(find("-c", "a", early).status()).isEqualTo(1);
    }

    @Test
    void directoryIsSearchedByNameWithoutItsLinks() throws Exception {
        Files.createDirectories(directory.resolve("tree/sub"));
        file("tree/b", "hit\n");
        file("tree/sub/c", "hit\n");
        file("tree/.hidden", "hit\n");
        file("tree/z", "no\n");
        Files.createSymbolicLink(directory.resolve("tree/link"), Path.of(one));
        Files.createSymbolicLink(directory.resolve("tree/loop"), directory.resolve("tree"));
        String tree = directory + "/tree";
        assertThat(find("hit", tree).output())
                .isEqualTo(tree + "/.hidden:hit\n" + tree + "/b:hit\n" + tree + "/sub/c:hit\n");
        assertThat(find("-l", "hit", tree + "/").output())
                .isEqualTo(tree + "/.hidden\n" + tree + "/b\n" + tree + "/sub/c\n");
        Answer grep = Answer.ofGrep("C", List.of("-rF", "hit", tree));
        assertThat(find("hit", tree).sortedLines()).isEqualTo(grep.sortedLines());
    }

    @Test
    void linkOnTheCommandLineIsFollowed() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of(one));
        assertThat(find("beta", link.toString()).output()).isEqualTo("beta\n");
    }

    @Test
    void thousandsOfSmallFilesAreSearchedInOrder() throws Exception {
        Files.createDirectories(directory.resolve("many"));
        StringBuilder expected = new StringBuilder();
        for (int i = 1000; i < 3000; i++) {
            String file = file("many/" + i, i % 3 == 0 ? "hit\n" : i % 3 == 1 ? "" : "no\n");
            expected.append(i % 3 == 0 ? file + ":hit\n" : "");
        }
        String many = directory + "/many";
        for (String on : List.of("threads", "virtual")) {
            assertThat(find("--on", on, "hit", many))
                    .isEqualTo(new Answer(0, expected.toString(), ""));
        }
        assertThat(find("hit", many)).isEqualTo(new Answer(0, expected.toString(), ""));
    }

    @Test
    void emptyFileAndDeviceHaveNoLines() throws IOException {
        assertThat(find("-c", "a", file("empty", ""))).isEqualTo(new Answer(1, "0\n", ""));
        assertThat(find("-v", "a", "/dev/null")).isEqualTo(new Answer(1, "", ""));
    }

    @Test
    void verboseSaysWhichWorkersAndWhy() {
        assertThat(find("--verbose", "-w2", "x", one).error())
                .isEqualTo("manyhands: searching in-line, workers=1: the input is small\n");
        assertThat(find("--verbose", "-w1", "x", one).error())
                .isEqualTo("manyhands: searching in-line, workers=1: one is enough\n");
        assertThat(find("--verbose", "--on=virtual", "-w3", "x", one).error())
                .isEqualTo("manyhands: searching virtual, workers=3: as wanted\n");
        assertThat(find("--verbose", "-w2", "--range-bytes=4", "x", one).error())
                .isEqualTo("manyhands: searching threads, workers=2: the input is large\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--workers=0 a        | -w must be a whole number of at least 1: value=0",
                "-w -3 a              | -w must be a whole number of at least 1: value=-3",
                "-w x a               | -w must be a whole number of at least 1: value=x",
                "-w 9999999999999 a   | There may be at most 1024 workers: workers=9999999999999",
                "-m -1 a              | -m must be a whole number of at least 0: value=-1",
                "--on=moon a          | --on must be one of threads, virtual, processes:"
                        + " value=moon",
                "--on processes --worker-heap x a   | --worker-heap must be a number with k, m or"
                        + " g, and at least 16m: value=x",
                "--on processes --worker-heap 16k a | --worker-heap must be a number with k, m or"
                        + " g, and at least 16m: value=16k",
                "--worker-heap 64m a  | --worker-heap is for --on processes only: value=64m",
                "--color=red a        | --color must be one of auto, always, never: value=red",
                "--bogus a            | Unknown option: '--bogus'",
                "''                   | There must be a term to look for: terms=0",
            })
    void wrongArgumentIsRefusedInOneSentence(String arguments, String sentence) {
        Answer answer = find(arguments.isEmpty() ? new String[0] : arguments.split(" "));
        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.output()).isEmpty();
        assertThat(answer.error())
                .isEqualTo("manyhands: " + sentence + " (see manyhands find --help)\n");
    }

    @Test
    void emptyTermIsRefused() {
        Answer refused = new Answer(2, "", "manyhands: A term must not be empty: term=\n");
        assertThat(find("", one)).isEqualTo(refused);
        assertThat(find("-e", "a", "-e", "", one)).isEqualTo(refused);
        assertThat(find("a\n", one)).isEqualTo(refused);
    }

    @Test
    void termOfSeveralLinesIsSeveralTerms() {
        assertThat(find("alpha\ngamma", one).output()).isEqualTo("alpha\ngamma\n");
    }

    @Test
    void colorWithoutAValueIsAuto() {
        assertThat(find("--color", "beta", one).output()).isEqualTo("beta\n");
        assertThat(find("--color", "always", "beta", one).output())
                .isEqualTo("\33[01;31m\33[Kbeta\33[m\33[K\n");
    }

    private Answer find(List<String> more, String... arguments) {
        List<String> all = new ArrayList<>(List.of("find"));
        all.addAll(more);
        all.addAll(List.of(arguments));
        return Answer.ofManyhands(all);
    }

    private Answer find(String... arguments) {
        return find(List.of(), arguments);
    }

    private String file(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, content, StandardCharsets.UTF_8);
        return file.toString();
    }

    private static String play() throws URISyntaxException {
        return Path.of(FindTest.class.getResource("/as-you-like-it.txt").toURI()).toString();
    }
}
