package io.manyhands.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Spring Boot's executable jar: a loader of its own reads classes from a folder in the jar, and
/// from jars in the jar.
@Tag("W8")
class SpringBootIT {
    private static final Path LOADER =
            Path.of(Objects.requireNonNull(System.getProperty("manyhands.spring.jar")));

    @TempDir Path folder;

    @Test
    void executableJarRuns() throws IOException, InterruptedException {
        Path shop = Files.createDirectory(folder.resolve("shop"));
        Programs.compiled(shop, Programs.CORE.toString(), Programs.sources("shop"));
        Path app = folder.resolve("app.jar");
        try (JarOutputStream out = Programs.open(app, manifest("shop"))) {
            Programs.addUnpacked(out, LOADER);
            Programs.addFolder(out, "BOOT-INF/classes/", shop);
            Programs.addStored(out, "BOOT-INF/lib/manyhands-core.jar", Programs.CORE);
        }
        assertThat(Launched.java("-jar", app).lines()).isEqualTo(Launched.SHOP);
    }

    @Test
    void executableJarRunsWithTheProgramInANestedJar() throws IOException, InterruptedException {
        assertThat(Launched.java("-jar", nested("shop")).lines()).isEqualTo(Launched.SHOP);
    }

    @Test
    void nestedJarGivesWorkersWhatItGivesTheProgram() throws IOException, InterruptedException {
        assertThat(Launched.java("-jar", nested("services")).lines())
                .containsExactly(
                        "service=same",
                        "resource=same",
                        "resources=same",
                        "origin=same",
                        "package=same",
                        "unknown=same");
    }

    private Path nested(String program) throws IOException {
        Path jar = Programs.jar(folder, program, Programs.sources(program));
        Path app = folder.resolve("app.jar");
        try (JarOutputStream out = Programs.open(app, manifest(program))) {
            Programs.addUnpacked(out, LOADER);
            Programs.addStored(out, "BOOT-INF/lib/" + program + ".jar", jar);
            Programs.addStored(out, "BOOT-INF/lib/manyhands-core.jar", Programs.CORE);
        }
        return app;
    }

    private static Manifest manifest(String program) {
        return Programs.manifest(
                Map.of(
                        "Main-Class", "org.springframework.boot.loader.launch.JarLauncher",
                        "Start-Class", program + ".Main",
                        "Spring-Boot-Classes", "BOOT-INF/classes/",
                        "Spring-Boot-Lib", "BOOT-INF/lib/"));
    }
}
