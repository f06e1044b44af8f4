package io.manyhands.cli;

import io.manyhands.cli.find.BadSearchException;
import io.manyhands.cli.find.Output;
import java.io.IOException;
import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// The commands and how they are called.
///
/// They are described by calls, not by annotations: no reflection at each start.
final class Program {
    /// Wrong arguments, or any other trouble.
    static final int TROUBLE = 2;

    private Program() {}

    /// Runs a command.
    ///
    /// @param output where to print
    /// @param error where to say what is wrong
    /// @param arguments the command and what it is given
    /// @return the exit status
    static int run(Output output, PrintStream error, String... arguments) {
        CommandLine program = commandLine();
        try {
            ParseResult parsed = program.parseArgs(FindArguments.prepared(arguments));
            return execute(parsed, output, error);
        } catch (ParameterException wrong) {
            String name = wrong.getCommandLine().getCommandSpec().qualifiedName();
            error.println("manyhands: " + sentence(wrong) + " (see " + name + " --help)");
        } catch (BadSearchException wrong) {
            error.println("manyhands: " + wrong.getMessage());
        }
        return TROUBLE;
    }

    /// The whole program, for parsing, help and completion.
    static CommandLine commandLine() {
        CommandSpec spec = CommandSpec.create().name("manyhands");
        spec.usageMessage().description("Multitasking for Java, from the command line.");
        spec.usageMessage().synopsisSubcommandLabel("COMMAND");
        Help.addTo(spec);
        Help.addVersionTo(spec);
        spec.addSubcommand("find", FindArguments.spec());
        spec.addSubcommand("completion", Completion.spec());
        CommandLine program = new CommandLine(spec);
        return program.setExpandAtFiles(false)
                .setOverwrittenOptionsAllowed(true)
                .setAllowOptionsAsOptionParameters(true)
                .setPosixClusteredShortOptionsAllowed(true)
                .setUsageHelpWidth(100);
    }

    private static int execute(ParseResult program, Output output, PrintStream error) {
        if (Help.isWanted(program)) {
            return print(Help.text(program), output, error);
        }
        if (Help.isVersionWanted(program)) {
            return print(Help.version(), output, error);
        }
        if (!program.hasSubcommand()) {
            error.print(Help.text(program));
            return TROUBLE;
        }
        ParseResult command = program.subcommand();
        if (Help.isWanted(command)) {
            return print(Help.text(command), output, error);
        }
        return switch (command.commandSpec().name()) {
            case "find" -> FindCommand.run(new FindArguments(command), output, error);
            default -> print(Completion.script(command), output, error);
        };
    }

    private static int print(String text, Output output, PrintStream error) {
        try {
            output.print(text);
            return 0;
        } catch (IOException failure) {
            error.println("manyhands: The output cannot be written: " + failure.getMessage());
            return TROUBLE;
        }
    }

    private static String sentence(ParameterException wrong) {
        boolean isOfProgram = wrong.getCommandLine().getParent() == null;
        if (isOfProgram
                && wrong instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()) {
            return "There is no such command: command=" + unmatched.getUnmatched().getFirst();
        }
        return String.valueOf(wrong.getMessage()).lines().findFirst().orElse("Wrong arguments");
    }
}
