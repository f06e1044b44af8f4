package io.manyhands.cli;

import io.manyhands.cli.find.BadSearchException;
import io.manyhands.cli.find.How;
import io.manyhands.cli.find.Operands;
import io.manyhands.cli.find.Output;
import io.manyhands.cli.find.Run;
import io.manyhands.cli.find.Search;
import io.manyhands.cli.find.Sizes;
import io.manyhands.cli.find.Terminals;
import java.io.PrintStream;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// `manyhands find`: prints the lines that contain a term.
final class FindCommand {
    private static final int MOST_WORKERS = 1024;

    private FindCommand() {}

    static int run(FindArguments arguments, Output output, PrintStream error) {
        Search search = search(arguments);
        How how =
                new How(
                        arguments.operands(),
                        arguments.on(),
                        workers(arguments),
                        workerHeap(arguments),
                        arguments.has("--unordered"),
                        arguments.has("--verbose"),
                        arguments.progress());
        return Run.run(search, how, output, error);
    }

    private static Search search(FindArguments arguments) {
        return new Search(
                terms(arguments),
                arguments.has("--regex"),
                arguments.has("-i"),
                arguments.has("-v"),
                arguments.show(),
                arguments.has("-n"),
                names(arguments),
                isColored(arguments),
                arguments.has("-a"),
                arguments.number("-m", 0, Long.MAX_VALUE),
                sizes(arguments));
    }

    private static List<String> terms(FindArguments arguments) {
        List<String> terms = arguments.terms();
        if (terms.isEmpty() || terms.contains("")) {
            throw new BadSearchException("A term must not be empty: term=");
        }
        return terms;
    }

    private static OptionalInt workers(FindArguments arguments) {
        long workers = arguments.number("-w", 1, 0);
        if (workers > MOST_WORKERS) {
            throw arguments.wrong(
                    "There may be at most " + MOST_WORKERS + " workers: workers=" + workers);
        }
        return workers == 0 ? OptionalInt.empty() : OptionalInt.of((int) workers);
    }

    private static @Nullable String workerHeap(FindArguments arguments) {
        String heap = arguments.heap("--worker-heap");
        if (heap != null && arguments.on() != How.On.PROCESSES) {
            throw arguments.wrong("--worker-heap is for --on processes only: value=" + heap);
        }
        return heap;
    }

    private static boolean names(FindArguments arguments) {
        if (arguments.has("--no-filename")) {
            return false;
        }
        return arguments.has("--with-filename") || Operands.needNames(arguments.operands());
    }

    private static boolean isColored(FindArguments arguments) {
        return switch (arguments.color()) {
            case "always" -> true;
            case "never" -> false;
            default -> Terminals.isOutput() && !"dumb".equals(System.getenv("TERM"));
        };
    }

    private static Sizes sizes(FindArguments arguments) {
        long bytes = arguments.number("--range-bytes", 1, 0);
        return bytes == 0 ? Sizes.defaults() : Sizes.defaults().withRangeBytes(bytes);
    }
}
