package io.manyhands.examples.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.manyhands.examples.documents.Document.Block;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the documents say of files, of one another, and of the command-line program.
class DocumentsTest {
    private static final Set<String> SHELLS = Set.of("sh", "console");
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--?[a-zA-Z][\\w-]*");
    private static final Pattern TEST = Pattern.compile("(\\w+Contract)\\.(\\w+)");
    private static final String BENCHMARKS = "docs/benchmarks/";
    private static final int README_LINES = 150;

    @Test
    void readmeIsShort() {
        assertThat(Repository.document("README.md").lines()).hasSizeLessThan(README_LINES);
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Document document : Repository.documents()) {
            broken.addAll(brokenLinks(document));
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void brokenLinksAreFound() throws IOException {
        Document planted =
                Document.of(
                        "docs/planted.md",
                        """
                        # One heading
                        [good](../README.md) [good](#one-heading) [good](https://openjdk.org/)
                        [file](missing.md) [anchor](#two-headings) [both](../README.md#no-such)
                        ```text
                        [no](link.md)
                        ```
                        """);
        assertThat(brokenLinks(planted))
                .containsExactly(
                        "docs/planted.md: missing.md",
                        "docs/planted.md: #two-headings",
                        "docs/planted.md: ../README.md#no-such");
    }

    @Test
    void everyPageIsLinked() throws IOException {
        Set<String> linked = linked();
        assertThat(Repository.documents())
                .filteredOn(document -> document.name().startsWith("docs/"))
                .filteredOn(document -> !document.name().startsWith(BENCHMARKS))
                .extracting(Document::name)
                .isSubsetOf(linked);
    }

    @Test
    void everyPictureIsShown() throws IOException {
        Set<String> linked = linked();
        Path pictures = Path.of("docs/guide/pictures");
        try (Stream<Path> files = Files.list(Repository.root().resolve(pictures))) {
            assertThat(files.map(file -> pictures.resolve(file.getFileName()).toString()))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(linked).contains(name.replace('\\', '/')));
        }
    }

    /// The files that links of the documents lead to, from the root of the repository.
    private static Set<String> linked() throws IOException {
        Set<String> linked = new TreeSet<>();
        for (Document document : Repository.documents()) {
            Path folder = Path.of(document.name()).resolveSibling("");
            document.links().stream()
                    .filter(link -> !isElsewhere(link))
                    .map(link -> folder.resolve(link.replaceAll("#.*", "")).normalize())
                    .forEach(path -> linked.add(path.toString().replace('\\', '/')));
        }
        return linked;
    }

    @Test
    void everyExceptionHasAPage() throws IOException {
        Path sources = Repository.root().resolve("core/src/main/java/io/manyhands");
        Set<String> exceptions = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(sources, "*Exception.java")) {
            files.forEach(file -> exceptions.add(nameOf(file)));
        }
        exceptions.remove("ManyhandsException");
        assertThat(exceptions).isNotEmpty();
        assertThat(Repository.document("docs/errors/README.md").codeSpans())
                .containsAll(exceptions);
    }

    private static String nameOf(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    @Test
    void testsOfTheContractThatAreNamedAreThere() throws IOException {
        Path contract =
                Repository.root().resolve("testkit/src/main/java/io/manyhands/testkit/contract");
        int found = 0;
        for (Document document : Repository.documents()) {
            for (String span : document.codeSpans()) {
                Matcher name = TEST.matcher(span);
                if (name.matches()) {
                    Path file = contract.resolve(name.group(1) + ".java");
                    assertThat(Files.readString(file, UTF_8))
                            .as(document.name() + ": " + span)
                            .contains("    void " + name.group(2) + "(");
                    found++;
                }
            }
        }
        assertThat(found).isPositive();
    }

    @Test
    void blocksHaveKnownLanguages() throws IOException {
        for (Document document : Repository.documents()) {
            if (document.name().startsWith(BENCHMARKS)) {
                continue;
            }
            assertThat(document.blocks())
                    .as(document.name())
                    .extracting(Block::language)
                    .isSubsetOf("java", "sh", "console", "text", "xml");
        }
    }

    @Test
    void commandsOfTheRepositoryAreThere() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Document document : Repository.documents()) {
            commands(document)
                    .map(command -> command.split("\\s+", -1)[0])
                    .filter(first -> first.contains("/"))
                    .filter(first -> !Files.isExecutable(Repository.root().resolve(first)))
                    .forEach(missing::add);
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void optionsAreThoseOfTheProgram() throws Exception {
        Set<String> known = options(help());
        assertThat(known).contains("--on", "-w", "--help");
        for (Document document : Repository.documents()) {
            assertThat(usedOptions(document)).as(document.name()).isSubsetOf(known);
        }
        assertThat(options(String.join("\n", Repository.document("docs/find.md").codeSpans())))
                .containsAll(known);
    }

    @Test
    void unknownOptionsAreFound() {
        Document planted =
                Document.of(
                        "docs/find.md", "`--wrong`\n```sh\n./manyhands find -x o play.txt\n```");
        assertThat(usedOptions(planted)).containsExactly("--wrong", "-x");
    }

    private static Set<String> usedOptions(Document document) {
        Set<String> used = new TreeSet<>();
        commands(document)
                .filter(command -> command.startsWith("./manyhands find "))
                .forEach(command -> used.addAll(options(command.replaceAll("'[^']*'", ""))));
        if (document.name().equals("docs/find.md")) {
            document.codeSpans().stream()
                    .filter(code -> code.startsWith("-"))
                    .forEach(code -> used.addAll(options(code)));
        }
        return used;
    }

    private static List<String> brokenLinks(Document document) throws IOException {
        List<String> broken = new ArrayList<>();
        for (String link : document.links()) {
            if (!isElsewhere(link) && !leadsSomewhere(document, link)) {
                broken.add(document.name() + ": " + link);
            }
        }
        return broken;
    }

    private static boolean isElsewhere(String link) {
        return link.matches("https?://.*");
    }

    private static boolean leadsSomewhere(Document document, String link) {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        Path from = Repository.root().resolve(document.name());
        Path target = path.isEmpty() ? from : from.resolveSibling(path).normalize();
        if (!path.isEmpty() && !Files.exists(target)) {
            return false;
        }
        Document page = path.isEmpty() ? document : null;
        if (hash < 0) {
            return true;
        }
        page = page == null ? Document.read(Repository.root(), target) : page;
        return page.anchors().contains(link.substring(hash + 1));
    }

    /// The command lines in the document's blocks; in a `console` block those after a `$`.
    private static Stream<String> commands(Document document) {
        return document.blocks().stream()
                .filter(block -> SHELLS.contains(block.language()))
                .flatMap(block -> commands(block))
                .flatMap(line -> Stream.of(line.split("&&|[|;]", -1)))
                .map(String::strip);
    }

    private static Stream<String> commands(Block block) {
        return block.language().equals("sh")
                ? block.lines().stream()
                : block.lines().stream()
                        .filter(line -> line.startsWith("$ "))
                        .map(line -> line.substring(2));
    }

    private static Set<String> options(String text) {
        return OPTION.matcher(text)
                .results()
                .map(match -> match.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// The help of the program as it was built before, or a reason to skip the test.
    private static String help() throws IOException, InterruptedException {
        List<Path> jars = new ArrayList<>();
        Path built = Repository.target("cli");
        Path libraries = built.resolve("program");
        assumeTrue(Files.isDirectory(libraries), "The program is built by `./build`");
        for (Path place : List.of(built, libraries)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(place, "*.jar")) {
                found.forEach(jars::add);
            }
        }
        String classPath =
                jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command =
                List.of(
                        java.toString(),
                        "-cp",
                        classPath,
                        "io.manyhands.cli.Main",
                        "find",
                        "--help");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String help = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(help).isZero();
        return help;
    }
}
