package io.manyhands.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Programs that are launched from their sources, whose classes are in memory only.
@Tag("W8")
class SourcesIT {
    private static final Path COMPACT = Programs.sources("Compact.java");

    @TempDir Path folder;

    private Path single = Path.of("Main.java");

    /// One file with everything that `shop` has in several.
    @BeforeEach
    void writeSingleFile() throws IOException {
        StringBuilder all = new StringBuilder();
        StringBuilder imports = new StringBuilder("package shop;\n");
        for (String name : new String[] {"Main", "Order", "Priced", "Declined"}) {
            for (String line :
                    Files.readAllLines(Programs.sources("shop/shop/" + name + ".java"))) {
                if (line.startsWith("import ")) {
                    imports.append(line).append('\n');
                } else if (!line.startsWith("package ")) {
                    all.append(line).append('\n');
                }
            }
        }
        Path sources = Files.createDirectories(folder.resolve("sources/shop"));
        single = Files.writeString(sources.resolve("Main.java"), imports.append(all));
        Path resources = Files.createDirectories(folder.resolve("resources/shop"));
        Files.copy(Programs.sources("shop/shop/prices.txt"), resources.resolve("prices.txt"));
    }

    @Test
    void singleFileRunsWithAClassPath() throws IOException, InterruptedException {
        String path = JarsIT.classPath(Programs.CORE, folder.resolve("resources"));
        assertThat(Launched.java("-cp", path, single).lines()).isEqualTo(Launched.SHOP);
    }

    @Test
    void singleFileRunsWithAModulePath() throws IOException, InterruptedException {
        assertThat(
                        Launched.java(
                                        "-p",
                                        Programs.CORE,
                                        "--add-modules",
                                        "io.manyhands",
                                        "-cp",
                                        folder.resolve("resources"),
                                        single)
                                .lines())
                .isEqualTo(Launched.SHOP);
    }

    @Test
    void severalFilesRunWithAClassPath() throws IOException, InterruptedException {
        String path = JarsIT.classPath(Programs.CORE, folder.resolve("resources"));
        assertThat(Launched.java("-cp", path, Programs.sources("shop/shop/Main.java")).lines())
                .isEqualTo(Launched.SHOP);
    }

    @Test
    void compactFileRunsAndItsInstanceIsRefused() throws IOException, InterruptedException {
        assertThat(Launched.java("-cp", Programs.CORE, COMPACT).lines())
                .containsExactly(
                        "result=Order[product=tea, amount=4]",
                        "exception=true, No tea is left",
                        "refused=A task and what it captures must be serializable to travel:"
                                + " path=captured 'this' (Compact), type=Compact, fix=copy the"
                                + " fields it uses to local variables first, make the code"
                                + " static, or let Compact implement Serializable");
    }

    @Test
    void compactFileRunsWithAModulePath() throws IOException, InterruptedException {
        assertThat(
                        Launched.java("-p", Programs.CORE, "--add-modules", "io.manyhands", COMPACT)
                                .lines())
                .startsWith(
                        "result=Order[product=tea, amount=4]", "exception=true, No tea is left");
    }
}
