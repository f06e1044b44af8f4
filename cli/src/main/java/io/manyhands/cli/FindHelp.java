package io.manyhands.cli;

import picocli.CommandLine.Model.CommandSpec;

/// What `manyhands find --help` says.
final class FindHelp {
    static final String[] OPERANDS = {
        "What to look for, then files and directories.",
        "No file, or -, is the standard input. Directories are searched with all that is in them,"
                + " sorted by name; symbolic links in them are not followed."
    };
    static final String TERM = "A term; may be given several times. Every operand is a file then.";
    static final String REGEX = "Terms are extended regular expressions, as for grep -E.";
    static final String IGNORE_CASE = "Upper and lower case are the same.";
    static final String INVERT = "Selects the lines without a match.";
    static final String TEXT = "Searches binary files too: those with a NUL in their first 32 KiB.";
    static final String MAX_COUNT = "Stops in each file after so many lines.";
    static final String COUNT = "Prints for each file how many lines were selected.";
    static final String NAMES = "Prints the names of the files with selected lines.";
    static final String NUMBERS = "Prints line numbers.";
    static final String WITH_NAME = "Prints the name of the file with each line.";
    static final String NO_NAME = "Prints no names of files.";
    static final String COLOR = "Whether to color matches: on a terminal, always or never.";
    static final String UNORDERED =
            "Prints what is found as it is found; not with -n or -m, which need the order.";
    static final String ON = "The kind of workers. By default whichever is fastest for the input.";
    static final String WORKERS = "How many workers. By default as many as there are processors.";
    static final String WORKER_HEAP =
            "The most memory for the Java heap of each worker process, with k, m or g: 64m.";
    static final String PROGRESS = "Shows a progress bar on the error output at once.";
    static final String NO_PROGRESS =
            "Shows none. By default there is one on a terminal after a second.";
    static final String VERBOSE = "Says on the error output which workers were taken and why.";

    private FindHelp() {}

    static void addTo(CommandSpec spec) {
        spec.usageMessage()
                .customSynopsis(
                        "manyhands find [OPTION]... TERM [FILE|DIRECTORY|-]...",
                        "manyhands find [OPTION]... -e TERM... [FILE|DIRECTORY|-]...")
                .description("Prints the lines that contain a term, as grep -F does.")
                .footer(
                        "",
                        "Exit status: 0 if a line was selected, 1 if none was, 2 if something went"
                                + " wrong, 141 if nobody reads the output any more.");
    }
}
