package io.manyhands.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
    @ParameterizedTest
    @MethodSource("programs")
    void programEndsWellAndHasSomethingToSay(Class<?> program) throws Exception {
        assertThat(Printed.by(() -> run(program))).isNotBlank();
    }

    static List<Class<?>> programs() throws IOException, URISyntaxException {
        URI classes = FirstTask.class.getProtectionDomain().getCodeSource().getLocation().toURI();
        Path root = Path.of(classes);
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> name.endsWith(".class") && !name.contains("$"))
                    .filter(name -> !name.endsWith("-info.class"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .sorted()
                    .<Class<?>>map(ExamplesTest::load)
                    .filter(ExamplesTest::isProgram)
                    .toList();
        }
    }

    private static void run(Class<?> program) throws ReflectiveOperationException {
        program.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    }

    private static Class<?> load(String file) {
        try {
            return Class.forName(file.replace('/', '.'));
        } catch (ClassNotFoundException failure) {
            throw new AssertionError(failure);
        }
    }

    private static boolean isProgram(Class<?> type) {
        return Stream.of(type.getMethods()).anyMatch(method -> method.getName().equals("main"));
    }
}
