package io.manyhands.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Snippets that are typed into jshell.
@Tag("W8")
class JshellIT {
    private static final String REFUSED =
            "refused=A jshell variable lives in this JVM only, and a task that uses it cannot"
                    + " travel: path=variable '";

    @TempDir Path folder;

    @Test
    void snippetsRunAndTheirVariablesAreRefused() throws IOException, InterruptedException {
        assertThat(typed(Files.readString(Programs.sources("snippets.jsh"))).lines())
                .map(line -> line.replaceFirst(", fix=.*", ""))
                .map(line -> line.replaceFirst("JShell[$][0-9]+", "JShell\\$?"))
                .containsExactly(
                        "lambda=42",
                        "method=Order[product=tea, amount=4]",
                        "redefined=Order[product=tea, amount=13]",
                        "exception=true, No tea is left",
                        REFUSED + "amount'",
                        REFUSED + "amount'",
                        REFUSED + "amount'",
                        REFUSED + "amount'",
                        REFUSED + "named'",
                        REFUSED + "amount'",
                        "failed=java.lang.NoSuchFieldError: Class REPL.$JShell$? does not have"
                                + " member field 'int amount'",
                        "copied=8",
                        "given=8",
                        "kept=5",
                        "map=[2, 4, 6]");
    }

    @Test
    void snippetsRunInAProgramsOwnShell() throws IOException, InterruptedException {
        Path source = Programs.sources("notebook/Notebook.java");
        assertThat(Launched.java("-cp", Programs.CORE, source).lines())
                .containsExactly("method=8", "record=Order[amount=7]", "refused=variable 'amount'");
    }

    private Launched typed(String snippets) throws IOException, InterruptedException {
        // It remembers what was typed, in its user's preferences.
        Path preferences = Files.createDirectories(folder.resolve(".java/.userPrefs")).getParent();
        return Launched.of(
                "jshell",
                folder,
                snippets,
                "-J-Djava.util.prefs.userRoot=" + preferences.getParent(),
                "--class-path",
                Programs.CORE,
                "-s",
                "-");
    }
}
