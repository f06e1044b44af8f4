package io.manyhands.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Programs on the module path.
class ModulesIT {
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
}
