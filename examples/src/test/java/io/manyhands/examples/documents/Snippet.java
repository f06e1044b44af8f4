package io.manyhands.examples.documents;

import io.manyhands.examples.documents.Document.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A block of Java in a document: a whole program, or statements, which are put into a method of a
/// class with the usual imports, and get `workers` if they use it without declaring it.
///
/// What it prints can follow in a block `text` with the comment `output` before it, or `output, in
/// any order`. Three dots there stand for anything. With the comment `from FILE` before it the
/// block is a quotation, and is compiled and run where it comes from.
///
/// @param document where it is
/// @param line the number of its first line there
/// @param code its text
/// @param expected the lines that it prints
/// @param isOrderKnown whether it prints them in this order
/// @param isOutputKnown whether the document says what it prints
record Snippet(
        String document,
        int line,
        String code,
        List<String> expected,
        boolean isOrderKnown,
        boolean isOutputKnown) {
    private static final String QUOTATION = "from ";
    private static final Pattern MAIN = Pattern.compile("\\bvoid main\\(");
    private static final Pattern TYPE = Pattern.compile("(?m)^(public |final )*class (\\w+)");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import .*;$");
    private static final Pattern USES_WORKERS = Pattern.compile("\\bworkers\\b(?! =)");
    private static final Pattern MAKES_WORKERS =
            Pattern.compile("\\b(Workers|Submitter|var) workers\\b");
    private static final String USUAL_IMPORTS =
            Stream.of(
                            "io.manyhands.*",
                            "io.manyhands.Scope.*",
                            "io.manyhands.shared.*",
                            "java.io.*",
                            "java.lang.foreign.Arena",
                            "java.nio.file.*",
                            "java.time.*",
                            "java.util.*",
                            "java.util.concurrent.*",
                            "java.util.concurrent.atomic.*",
                            "java.util.concurrent.locks.*",
                            "java.util.stream.*",
                            "static io.manyhands.examples.documents.Prepared.*",
                            "static java.time.Duration.ofHours",
                            "static java.time.Duration.ofMillis",
                            "static java.time.Duration.ofMinutes",
                            "static java.time.Duration.ofSeconds")
                    .map(name -> "import " + name + "; ")
                    .collect(Collectors.joining());

    static List<Snippet> in(Document document) {
        List<Snippet> snippets = new ArrayList<>();
        for (Block block : document.blocks()) {
            if (block.comment().startsWith(QUOTATION)) {
                checkQuotation(document, block);
            } else if (block.language().equals("java")) {
                snippets.add(
                        new Snippet(
                                document.name(),
                                block.line(),
                                block.text(),
                                List.of(),
                                true,
                                false));
            } else if (block.comment().startsWith("output")) {
                snippets.add(snippets.removeLast().withOutput(block));
            }
        }
        return snippets;
    }

    private static void checkQuotation(Document document, Block block) {
        String source = block.comment().substring(QUOTATION.length());
        String all = unindented(Repository.document(source).lines());
        if (!all.contains(unindented(block.lines()))) {
            throw new AssertionError(
                    document.name() + ":" + block.line() + " is not to be found in " + source);
        }
    }

    private static String unindented(List<String> lines) {
        return lines.stream().map(String::strip).collect(Collectors.joining("\n"));
    }

    private Snippet withOutput(Block block) {
        boolean ordered = !block.comment().endsWith("in any order");
        return new Snippet(document, line, code, block.lines(), ordered, true);
    }

    /// The name under which it is compiled.
    ///
    /// @param number its own number
    String className(int number) {
        var type = TYPE.matcher(code);
        return isProgram() && type.find()
                ? "snippet" + number + "." + type.group(2)
                : "Snippet" + number;
    }

    /// The method that runs it.
    String methodName() {
        return isProgram() ? "main" : "run";
    }

    /// What is compiled: its line 2 is the first line of the snippet, or line 1 of a program.
    ///
    /// @param number its own number
    String source(int number) {
        String name = className(number);
        if (isProgram()) {
            int dot = name.indexOf('.');
            return dot < 0 ? code : "package " + name.substring(0, dot) + "; " + code;
        }
        String imports =
                IMPORT.matcher(code)
                        .results()
                        .map(match -> match.group() + " ")
                        .collect(Collectors.joining());
        boolean getsWorkers =
                USES_WORKERS.matcher(code).find() && !MAKES_WORKERS.matcher(code).find();
        return imports
                + USUAL_IMPORTS
                + ("final class " + name + " { static void run() throws Exception {")
                + (getsWorkers ? "try (Workers workers = Workers.threads(2)) {" : "{")
                + "\n"
                + IMPORT.matcher(code).replaceAll("")
                + "\n}}}";
    }

    /// The line of the document for one of what is compiled.
    long documentLine(long sourceLine) {
        return line + sourceLine - (isProgram() ? 1 : 2);
    }

    /// What is wrong with what it printed, or an empty text.
    String complaint(List<String> printed) {
        if (!isOutputKnown) {
            return "";
        }
        boolean isAsSaid = isOrderKnown ? matches(expected, printed) : isPermutation(printed);
        return isAsSaid
                ? ""
                : this
                        + " prints\n"
                        + String.join("\n", printed)
                        + "\ninstead of\n"
                        + String.join("\n", expected);
    }

    private boolean isPermutation(List<String> printed) {
        List<String> left = new ArrayList<>(expected);
        return printed.size() == expected.size()
                && printed.stream().allMatch(text -> removeFirst(left, text));
    }

    private static boolean removeFirst(List<String> patterns, String text) {
        for (int i = 0; i < patterns.size(); i++) {
            if (matches(patterns.get(i), text)) {
                patterns.remove(i);
                return true;
            }
        }
        return false;
    }

    private static boolean matches(List<String> patterns, List<String> texts) {
        return matches(String.join("\n", patterns), String.join("\n", texts));
    }

    private static boolean matches(String pattern, String text) {
        String regex =
                Stream.of(pattern.split("\\.\\.\\.", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*"));
        return Pattern.compile(regex, Pattern.DOTALL).matcher(text).matches();
    }

    private boolean isProgram() {
        return MAIN.matcher(code).find();
    }

    @Override
    public String toString() {
        return document + ":" + line;
    }
}
