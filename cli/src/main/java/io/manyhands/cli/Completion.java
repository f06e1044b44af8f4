package io.manyhands.cli;

import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// `manyhands completion SHELL`: prints what makes a shell complete the program's commands.
final class Completion {
    private static final List<String> SHELLS = List.of("bash", "zsh");

    private Completion() {}

    static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("completion");
        spec.usageMessage()
                .description(
                        "Prints a script for bash or zsh that completes commands and options.",
                        "For this session: source <(manyhands completion bash)");
        spec.addPositional(
                PositionalParamSpec.builder()
                        .index("0")
                        .arity("1")
                        .type(String.class)
                        .paramLabel("bash|zsh")
                        .completionCandidates(SHELLS)
                        .description("The shell.")
                        .build());
        Help.addTo(spec);
        return spec;
    }

    static String script(ParseResult command) {
        String shell = command.matchedPositionalValue(0, "");
        if (!SHELLS.contains(shell)) {
            throw new ParameterException(
                    command.commandSpec().commandLine(),
                    "The shell must be bash or zsh: shell=" + shell);
        }
        return AutoComplete.bash("manyhands", Program.commandLine());
    }
}
