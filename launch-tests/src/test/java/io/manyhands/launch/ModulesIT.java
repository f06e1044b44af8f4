package io.manyhands.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Programs on the module path.
@Tag("W8")
class ModulesIT {
    // More than a system gives a process for all its arguments.
    private static final int LONG_PATH = 2_400_000;

    @TempDir Path folder;

    @Test
    void moduleThatExportsAndOpensNothingRuns() throws IOException, InterruptedException {
        Path shop =
                Programs.jar(folder, "shop", Programs.sources("shop"), Programs.sources("module"));
        String path = JarsIT.classPath(Programs.CORE, shop);
        assertThat(Launched.java("-p", path, "-m", "shop/shop.Main").lines())
                .isEqualTo(Launched.SHOP);
    }

    @Test
    void automaticModuleRuns() throws IOException, InterruptedException {
        Path shop = Programs.jar(folder, "shop", Programs.sources("shop"));
        String path = JarsIT.classPath(Programs.CORE, shop);
        assertThat(
                        Launched.java(
                                        "-p",
                                        path,
                                        "--add-modules",
                                        "io.manyhands",
                                        "-m",
                                        "shop/shop.Main")
                                .lines())
                .isEqualTo(Launched.SHOP);
    }

    @Test
    void programOnTheClassPathRunsWithTheLibraryOnTheModulePath()
            throws IOException, InterruptedException {
        Path shop = Programs.jar(folder, "shop", Programs.sources("shop"));
        assertThat(
                        Launched.java(
                                        "-p",
                                        Programs.CORE,
                                        "--add-modules",
                                        "io.manyhands",
                                        "-cp",
                                        shop,
                                        "shop.Main")
                                .lines())
                .isEqualTo(Launched.SHOP);
    }

    @Test
    void modulePathMayBeLongerThanACommandLine() throws IOException, InterruptedException {
        Path shop =
                Programs.jar(folder, "shop", Programs.sources("shop"), Programs.sources("module"));
        StringBuilder path = new StringBuilder();
        for (int entry = 0; path.length() < LONG_PATH; entry++) {
            path.append("/nowhere/in/particular/").append(entry).append(File.pathSeparator);
        }
        path.append(JarsIT.classPath(Programs.CORE, shop));
        Path arguments = folder.resolve("arguments");
        Files.writeString(arguments, "-p\n\"" + path + "\"\n-m\nshop/shop.Main\n");
        assertThat(Launched.java("@" + arguments).lines()).isEqualTo(Launched.SHOP);
    }
}
