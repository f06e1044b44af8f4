package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BootClassesTest {
    @TempDir private Path place;
    private PrivateDirectory directory;

    @BeforeEach
    void create() throws Exception {
        directory = PrivateDirectory.create(0, place.toString());
    }

    @AfterEach
    void delete() throws Exception {
        directory.close();
    }

    @Test
    void ofAJarOnlyOurClassesAreKept() throws Exception {
        Path jar =
                jar(
                        "META-INF/MANIFEST.MF",
                        "io/manyhands/",
                        "io/manyhands/Workers.class",
                        "com/example/User.class",
                        "io/manyhands/wire/Codec.class",
                        "io/manyhands/testkit/Contract.class",
                        "io/manyhands/text.properties",
                        "module-info.class",
                        "io/manyhands/worker/WorkerMain.class");

        Path kept = Objects.requireNonNull(placed(jar));

        assertThat(contents(kept))
                .containsExactly(
                        "io/manyhands/Workers.class=io/manyhands/Workers.class",
                        "io/manyhands/wire/Codec.class=io/manyhands/wire/Codec.class",
                        "io/manyhands/worker/WorkerMain.class=io/manyhands/worker/WorkerMain.class");
    }

    @Test
    void aJarOfAnotherKindIsLeftAlone() throws Exception {
        Path broken = Files.writeString(place.resolve("broken.jar"), "no zip file at all, is it?");

        assertThat(placed(jar("com/example/User.class"))).isNull();
        assertThat(placed(broken)).isNull();
        assertThat(placed(place.resolve("missing.jar"))).isNull();
    }

    @Test
    void aJarThatEndsEarlyIsLeftAlone() throws Exception {
        byte[] whole = Files.readAllBytes(jar("io/manyhands/Workers.class", "a", "b"));

        for (int length = 0; length < whole.length; length++) {
            assertThat(BootClasses.keepClasses(Arrays.copyOf(whole, length))).isZero();
        }
    }

    @Test
    void ofAFolderOnlyOurPackagesAreSeen() throws Exception {
        Path folder = Files.createDirectory(place.resolve("classes"));
        for (String each : List.of("io/manyhands/Workers.class", "com/example/User.class")) {
            Path file = folder.resolve(each);
            Files.createDirectories(file.getParent());
            Files.writeString(file, each);
        }

        Path kept = Objects.requireNonNull(placed(folder));

        assertThat(kept.resolve("io/manyhands/Workers.class")).exists();
        assertThat(kept.resolve("com")).doesNotExist();
    }

    @Test
    void aFolderWithOthersInOurPackageIsLeftAlone() throws Exception {
        Path folder = place.resolve("classes");
        Files.createDirectories(folder.resolve("io/manyhands/testkit"));

        assertThat(placed(folder)).isNull();
    }

    /// What is left out would be loaded twice, or not found.
    @Test
    void allPackagesAreKnown() throws Exception {
        Path own =
                Path.of(
                        ProcessWorker.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());

        assertThat(placed(own)).isNotNull();
    }

    private @Nullable Path placed(Path library) {
        BootClasses classes = BootClasses.of(library);
        if (classes == null) {
            return null;
        }
        classes.put(directory);
        return classes.place(directory.path());
    }

    private Path jar(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
            for (String name : names) {
                jar.putNextEntry(new ZipEntry(name));
                jar.write(name.getBytes(StandardCharsets.UTF_8));
                jar.closeEntry();
            }
        }
        Path file = Files.createTempFile(place, "core", ".jar");
        try (OutputStream out = Files.newOutputStream(file)) {
            bytes.writeTo(out);
        }
        return file;
    }

    private static List<String> contents(Path jar) throws IOException {
        List<String> contents = new ArrayList<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry each : Collections.list(zip.entries())) {
                byte[] bytes = zip.getInputStream(each).readAllBytes();
                contents.add(each.getName() + "=" + new String(bytes, StandardCharsets.UTF_8));
            }
        }
        return contents;
    }
}
