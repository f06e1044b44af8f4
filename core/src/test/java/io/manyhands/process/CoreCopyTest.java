package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CoreCopyTest {
    private static final CoreCopy.Source OWN =
            Objects.requireNonNull(CoreCopy.class.getClassLoader())::getResourceAsStream;

    @Test
    void everyClassIsReached() throws Exception {
        URI own = Objects.requireNonNull(CoreCopy.class.getResource("CoreCopy.class")).toURI();
        Path classes = Path.of(own).resolve("../../../..").normalize();
        List<String> all;
        try (Stream<Path> files = Files.walk(classes.resolve("io"))) {
            all =
                    files.map(file -> classes.relativize(file).toString())
                            .filter(name -> name.endsWith(".class"))
                            .filter(name -> !name.endsWith("package-info.class"))
                            .map(name -> name.substring(0, name.length() - ".class".length()))
                            .toList();
        }

        assertThat(CoreCopy.reachable(OWN).keySet()).containsAll(all);
    }

    @Test
    void theJarIsAClassPathOfItsOwn(@TempDir Path place) throws Exception {
        Path jar = place.resolve("core.jar");
        try (OutputStream out = Files.newOutputStream(jar)) {
            CoreCopy.write(OWN, out);
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            Class<?> workers = Class.forName("io.manyhands.Workers", true, loader);

            assertThat(workers.getClassLoader()).isSameAs(loader);
        }
    }

    @Test
    void whatIsNoClassIsRefused() {
        byte[] bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 99};
        assertThatThrownBy(() -> CoreCopy.reachable(_ -> new ByteArrayInputStream(bytes)))
                .isInstanceOf(IOException.class)
                .hasMessage("A constant's kind must be known: tag=99");
    }
}
