package io.manyhands.cli;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// What `--help` and `--version` print.
final class Help {
    private static final String HELP = "--help";
    private static final String VERSION = "--version";

    private Help() {}

    static void addTo(CommandSpec spec) {
        spec.addOption(
                OptionSpec.builder("-h", HELP)
                        .usageHelp(true)
                        .description("Shows this help.")
                        .build());
    }

    static void addVersionTo(CommandSpec spec) {
        spec.addOption(
                OptionSpec.builder(VERSION)
                        .versionHelp(true)
                        .description("Shows the version.")
                        .build());
    }

    static boolean isWanted(ParseResult result) {
        return result.hasMatchedOption(HELP);
    }

    static boolean isVersionWanted(ParseResult result) {
        return result.hasMatchedOption(VERSION)
                || (result.hasSubcommand() && result.subcommand().hasMatchedOption(VERSION));
    }

    static String text(ParseResult result) {
        return result.commandSpec().commandLine().getUsageMessage(Ansi.OFF);
    }

    static String version() {
        ModuleDescriptor descriptor = Help.class.getModule().getDescriptor();
        Optional<String> ofModule = descriptor == null ? Optional.empty() : descriptor.rawVersion();
        String ofJar = Help.class.getPackage().getImplementationVersion();
        return "manyhands " + ofModule.orElse(ofJar == null ? "(development)" : ofJar) + "\n";
    }
}
