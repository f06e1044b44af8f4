package io.manyhands.cli;

import io.manyhands.cli.find.How;
import io.manyhands.cli.find.Search;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// The options and operands of `manyhands find`. Immutable.
final class FindArguments {
    private static final List<String> KINDS = List.of("threads", "virtual", "processes");
    private static final long LEAST_HEAP_MEGABYTES = 16;
    private static final List<String> WHEN = List.of("auto", "always", "never");

    private final ParseResult parsed;

    FindArguments(ParseResult parsed) {
        this.parsed = parsed;
    }

    /// The arguments with the value that `--color` has if it stands alone.
    static String[] prepared(String... arguments) {
        String[] prepared = arguments.clone();
        for (int i = 0; i < prepared.length && !prepared[i].equals("--"); i++) {
            boolean hasValue = i + 1 < prepared.length && WHEN.contains(prepared[i + 1]);
            if (prepared[i].equals("--color") && !hasValue) {
                prepared[i] = "--color=auto";
            }
        }
        return prepared;
    }

    static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("find");
        FindHelp.addTo(spec);
        spec.usageMessage().sortOptions(false);
        addTerms(spec);
        addShowing(spec);
        addWorkers(spec);
        spec.addPositional(
                PositionalParamSpec.builder()
                        .index("0..*")
                        .arity("0..*")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .paramLabel("TERM|FILE")
                        .hideParamSyntax(true)
                        .description(FindHelp.OPERANDS)
                        .build());
        Help.addTo(spec);
        Help.addVersionTo(spec);
        return spec;
    }

    boolean has(String option) {
        return parsed.hasMatchedOption(option);
    }

    List<String> terms() {
        List<String> texts =
                has("-e") ? parsed.matchedOptionValue("-e", List.of()) : firstOperand();
        List<String> terms = new ArrayList<>();
        for (String text : texts) {
            terms.addAll(List.of(text.split("\n", -1)));
        }
        return terms;
    }

    List<String> operands() {
        List<String> all = parsed.matchedPositionalValue(0, List.of());
        return has("-e") ? all : all.subList(Math.min(1, all.size()), all.size());
    }

    How.On on() {
        return switch (oneOf("--on", KINDS, "")) {
            case "threads" -> How.On.THREADS;
            case "virtual" -> How.On.VIRTUAL;
            case "processes" -> How.On.PROCESSES;
            default -> How.On.FASTEST;
        };
    }

    How.Showing progress() {
        if (has("--no-progress")) {
            return How.Showing.NEVER;
        }
        return has("--progress") ? How.Showing.ALWAYS : How.Showing.AUTO;
    }

    String color() {
        return oneOf("--color", WHEN, "auto");
    }

    Search.Show show() {
        if (has("-l")) {
            return Search.Show.NAMES;
        }
        return has("-c") ? Search.Show.COUNTS : Search.Show.LINES;
    }

    /// A whole number of at least so much.
    long number(String option, long least, long usual) {
        if (!has(option)) {
            return usual;
        }
        String text = parsed.matchedOptionValue(option, "");
        long value = text.matches("[+]?[0-9]{1,18}") ? Long.parseLong(text) : -1;
        if (value < least) {
            throw wrong(
                    option + " must be a whole number of at least " + least + ": value=" + text);
        }
        return value;
    }

    /// A size of a heap, as `-Xmx` has it; null if there is none.
    @Nullable String heap(String option) {
        String text = parsed.matchedOptionValue(option, "");
        if (!has(option)) {
            return null;
        }
        boolean isSize = text.matches("[1-9][0-9]{0,5}[mMgG]|[1-9][0-9]{0,8}[kK]");
        if (!isSize || bytes(text) < LEAST_HEAP_MEGABYTES << 20) {
            throw wrong(
                    option
                            + " must be a number with k, m or g, and at least "
                            + LEAST_HEAP_MEGABYTES
                            + "m: value="
                            + text);
        }
        return text;
    }

    ParameterException wrong(String sentence) {
        return new ParameterException(parsed.commandSpec().commandLine(), sentence);
    }

    private List<String> firstOperand() {
        List<String> all = parsed.matchedPositionalValue(0, List.of());
        if (all.isEmpty()) {
            throw wrong("There must be a term to look for: terms=0");
        }
        return List.of(all.getFirst());
    }

    private String oneOf(String option, List<String> values, String usual) {
        String value = parsed.matchedOptionValue(option, usual);
        if (has(option) && !values.contains(value)) {
            throw wrong(
                    option + " must be one of " + String.join(", ", values) + ": value=" + value);
        }
        return value;
    }

    private static long bytes(String size) {
        int end = size.length() - 1;
        long number = Long.parseLong(size.substring(0, end));
        return switch (size.charAt(end)) {
            case 'k', 'K' -> number << 10;
            case 'm', 'M' -> number << 20;
            default -> number << 30;
        };
    }

    private static void addTerms(CommandSpec spec) {
        spec.addOption(
                OptionSpec.builder("-e", "--term")
                        .paramLabel("TERM")
                        .arity("1")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .description(FindHelp.TERM)
                        .build());
        flag(spec, FindHelp.REGEX, "--regex");
        flag(spec, FindHelp.IGNORE_CASE, "-i", "--ignore-case");
        flag(spec, FindHelp.INVERT, "-v", "--invert-match");
        flag(spec, FindHelp.TEXT, "-a", "--text");
        value(spec, FindHelp.MAX_COUNT, "N", "-m", "--max-count");
    }

    private static void addShowing(CommandSpec spec) {
        flag(spec, FindHelp.COUNT, "-c", "--count");
        flag(spec, FindHelp.NAMES, "-l", "--files-with-matches");
        flag(spec, FindHelp.NUMBERS, "-n", "--line-number");
        flag(spec, FindHelp.WITH_NAME, "--with-filename");
        flag(spec, FindHelp.NO_NAME, "--no-filename");
        choice(spec, FindHelp.COLOR, WHEN, "--color");
        flag(spec, FindHelp.UNORDERED, "--unordered");
    }

    private static void addWorkers(CommandSpec spec) {
        choice(spec, FindHelp.ON, KINDS, "--on");
        value(spec, FindHelp.WORKERS, "N", "-w", "--workers");
        value(spec, FindHelp.WORKER_HEAP, "SIZE", "--worker-heap");
        flag(spec, FindHelp.PROGRESS, "--progress");
        flag(spec, FindHelp.NO_PROGRESS, "--no-progress");
        flag(spec, FindHelp.VERBOSE, "--verbose");
        spec.addOption(
                OptionSpec.builder("--range-bytes")
                        .paramLabel("N")
                        .arity("1")
                        .type(String.class)
                        .hidden(true)
                        .build());
    }

    private static void flag(CommandSpec spec, String description, String... names) {
        spec.addOption(
                OptionSpec.builder(names)
                        .arity("0")
                        .type(boolean.class)
                        .description(description)
                        .build());
    }

    private static void value(CommandSpec spec, String description, String label, String... names) {
        spec.addOption(
                OptionSpec.builder(names)
                        .paramLabel(label)
                        .arity("1")
                        .type(String.class)
                        .description(description)
                        .build());
    }

    private static void choice(
            CommandSpec spec, String description, List<String> values, String name) {
        spec.addOption(
                OptionSpec.builder(name)
                        .paramLabel(String.join("|", values))
                        .arity("1")
                        .type(String.class)
                        .completionCandidates(new ArrayList<>(values))
                        .description(description)
                        .build());
    }
}
