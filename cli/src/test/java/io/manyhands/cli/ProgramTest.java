package io.manyhands.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramTest {
    @TempDir Path directory;

    @Test
    void helpNamesEveryOptionOnce() {
        Answer help = Answer.ofManyhands("find", "--help");
        assertThat(help.status()).isZero();
        assertThat(help.error()).isEmpty();
        for (String option :
                List.of(
                        "-i,",
                        "-n,",
                        "-c,",
                        "-l,",
                        "-v,",
                        "-a,",
                        "-m,",
                        "-e,",
                        "-w,",
                        "--regex ",
                        "--on=",
                        "--worker-heap=",
                        "--color=",
                        "--unordered ",
                        "--progress ",
                        "--no-progress ",
                        "--verbose ",
                        "-h,",
                        "--version ")) {
            assertThat(help.output()).containsOnlyOnce("  " + option);
        }
        assertThat(help.output()).doesNotContain("range-bytes");
    }

    @Test
    void programAloneShowsItsCommandsAndFails() {
        Answer answer = Answer.ofManyhands();
        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.error()).contains("find", "completion");
    }

    @Test
    void versionIsOneLine() {
        assertThat(Answer.ofManyhands("--version").output()).matches("manyhands \\S+\n");
        assertThat(Answer.ofManyhands("find", "--version"))
                .isEqualTo(Answer.ofManyhands("--version"));
    }

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        Path script = directory.resolve("completion");
        Files.writeString(script, Answer.ofManyhands("completion", "bash").output());
        String test =
                "compopt() { :; }; source completion && complete -p manyhands &&"
                    + " COMP_WORDS=(manyhands find --unord) COMP_CWORD=2 && _complete_manyhands &&"
                    + " echo \"${COMPREPLY[@]}\"";
        Answer answer = Answer.ofProcess("C", directory, List.of("bash", "-ec", test));
        assertThat(answer.error()).isEmpty();
        assertThat(answer.status()).isZero();
        assertThat(answer.output()).contains("manyhands").endsWith("--unordered\n");
        assertThat(Answer.ofManyhands("completion", "zsh").output()).contains("compinit");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "completion fish | The shell must be bash or zsh: shell=fish (see manyhands"
                        + " completion --help)",
                "completion | The shell must be bash or zsh: shell= (see manyhands completion"
                        + " --help)",
                "fynd a | There is no such command: command=fynd (see manyhands --help)",
            })
    void wrongCommandIsRefusedInOneSentence(String arguments, String sentence) {
        Answer answer = Answer.ofManyhands(arguments.split(" "));
        assertThat(answer).isEqualTo(new Answer(2, "", "manyhands: " + sentence + "\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "(",
                "a)",
                "[a",
                "*a",
                "a|*b",
                "^*",
                "a{3,2}",
                "a{40000}",
                "\\d",
                "\\",
                "[z-a]",
                "[[:word:]]",
                "(a)\\2",
                "[[.ab.]]"
            })
    void wrongExpressionIsRefusedInOneSentence(String expression) {
        Answer answer = Answer.ofManyhands("find", "--regex", expression, "/dev/null");
        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.output()).isEmpty();
        assertThat(answer.error())
                .startsWith("manyhands: ")
                .endsWith(": regex=" + expression + "\n")
                .hasLineCount(1);
    }
}
