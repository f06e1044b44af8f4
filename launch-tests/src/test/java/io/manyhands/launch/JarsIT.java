package io.manyhands.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Programs of jars and folders on the class path.
@Tag("W8")
class JarsIT {
    @TempDir Path folder;

    @Test
    void programRunsFromItsJar() throws IOException, InterruptedException {
        Path shop = Programs.jar(folder, "shop", Programs.sources("shop"));
        assertThat(Launched.java("-cp", classPath(Programs.CORE, shop), "shop.Main").lines())
                .isEqualTo(Launched.SHOP);
    }

    @Test
    void programRunsFromAFolderThatIsRelative() throws IOException, InterruptedException {
        Path classes = Files.createDirectory(folder.resolve("classes"));
        Programs.compiled(classes, Programs.CORE.toString(), Programs.sources("shop"));
        String path = classPath(Programs.CORE, Path.of("classes"));
        assertThat(Launched.javaIn(folder, "-cp", path, "shop.Main").lines())
                .isEqualTo(Launched.SHOP);
    }

    @Test
    void programRunsFromPlacesWithUnusualNames() throws IOException, InterruptedException {
        Path unusual =
                Files.createDirectory(
                        folder.resolve("with space, 'quotes\" #%24 \u00e9\u00df\u65e5\u672c"));
        Path shop = Programs.jar(unusual, "shop", Programs.sources("shop"));
        Path core = Files.copy(Programs.CORE, unusual.resolve("manyhands core.jar"));
        assertThat(Launched.javaIn(unusual, "-cp", classPath(core, shop), "shop.Main").lines())
                .isEqualTo(Launched.SHOP);
    }

    @Test
    void programRunsFromAJarThatNamesTheLibraryInItsManifest()
            throws IOException, InterruptedException {
        Path shop = Programs.jar(folder, "shop", Programs.sources("shop"));
        Path main = folder.resolve("main.jar");
        Map<String, String> facts =
                Map.of(
                        "Main-Class",
                        "shop.Main",
                        "Class-Path",
                        Programs.CORE.toUri() + " " + shop.getFileName());
        try (JarOutputStream _ = Programs.open(main, Programs.manifest(facts))) {
            // The manifest is all.
        }
        assertThat(Launched.java("-jar", main).lines()).isEqualTo(Launched.SHOP);
    }

    @Test
    void programRunsFromOneJarWithTheLibraryInIt() throws IOException, InterruptedException {
        Path shaded = folder.resolve("shaded.jar");
        Path shop = Programs.jar(folder, "shop", Programs.sources("shop"));
        try (JarOutputStream out =
                Programs.open(shaded, Programs.manifest(Map.of("Main-Class", "shop.Main")))) {
            Programs.addUnpacked(out, Programs.CORE);
            Programs.addUnpacked(out, shop);
        }
        assertThat(Launched.java("-jar", shaded).lines()).isEqualTo(Launched.SHOP);
    }

    static String classPath(Path... entries) {
        StringBuilder path = new StringBuilder();
        for (Path entry : entries) {
            path.append(path.isEmpty() ? "" : File.pathSeparator).append(entry);
        }
        return path.toString();
    }
}
