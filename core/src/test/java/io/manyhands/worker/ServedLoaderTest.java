package io.manyhands.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.Workers;
import io.manyhands.wire.ClassAnswer;
import io.manyhands.wire.ClassAnswer.ClassFile;
import io.manyhands.wire.ClassAnswer.Contents;
import io.manyhands.wire.ClassAnswer.Elsewhere;
import io.manyhands.wire.ClassAnswer.Missing;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.spi.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServedLoaderTest {
    /// A parent that knows a few answers.
    private static final class Parent implements ClassSource {
        private final Map<String, ClassAnswer> answers = new ConcurrentHashMap<>();
        private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

        void knows(int loader, String question, ClassAnswer answer) {
            answers.put(loader + ":" + question, answer);
        }

        @Override
        public byte @Nullable [] wanted(int loader, String question) {
            String whole = loader + ":" + question;
            asked.add(whole);
            ClassAnswer answer = answers.get(whole);
            return answer == null ? null : answer.encode();
        }
    }

    private static final String MAKER = "served.Maker";
    private static final String MADE = "served.Made";
    private static final String SOURCE =
            """
            package served;
            public class Maker implements java.util.concurrent.Callable<Object> {
                public Object call() { return new Made(); }
            }
            class Made {}
            """;
    private static final ClassLoader SYSTEM = ClassLoader.getSystemClassLoader();

    @TempDir static Path folder;

    private final Parent parent = new Parent();
    private final ServedLoaders loaders = new ServedLoaders();
    private final ClassLoader loader = loaders.served(1, SYSTEM, parent);

    @BeforeAll
    static void compile() throws IOException {
        Path source = Files.writeString(folder.resolve("Maker.java"), SOURCE);
        ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
        StringWriter complaints = new StringWriter();
        PrintWriter printer = new PrintWriter(complaints);
        String[] arguments = {"-d", folder.toString(), source.toString()};
        assertThat(javac.run(printer, printer, arguments)).as(complaints.toString()).isZero();
    }

    @Test
    void classIsDefinedWithItsOriginAndItsPackage() throws Exception {
        parent.knows(1, "C" + MADE, file(MADE, "file:/some/where.jar"));

        Class<?> type = loader.loadClass(MADE);

        assertThat(type.getClassLoader()).isSameAs(loader);
        assertThat(type.getProtectionDomain().getCodeSource().getLocation())
                .hasToString("file:/some/where.jar");
        assertThat(type.getPackage().getImplementationVersion()).isEqualTo("1.2");
        assertThat(type.getPackage().getSpecificationTitle()).isNull();
        assertThat(loader.loadClass(MADE)).isSameAs(type);
        assertThat(parent.asked).containsExactly("1:C" + MADE);
    }

    @Test
    void originThatOnlyTheParentUnderstandsDoesNoHarm() throws Exception {
        parent.knows(1, "C" + MADE, file(MADE, "nested:/a b/!c"));
        Class<?> type = loader.loadClass(MADE);
        assertThat(type.getProtectionDomain().getCodeSource().getLocation()).isNull();
    }

    @Test
    void classesThatAreHereAlreadyAreNotAskedFor() throws Exception {
        assertThat(loader.loadClass("java.lang.String")).isSameAs(String.class);
        assertThat(loader.loadClass("java.sql.Connection").getModule().getName())
                .isEqualTo("java.sql");
        assertThat(loader.loadClass(Workers.class.getName())).isSameAs(Workers.class);
        assertThat(parent.asked).isEmpty();
    }

    @Test
    void classThatTheParentDelegatesIsThatOfTheSystem() throws Exception {
        String known = org.junit.jupiter.api.Test.class.getName();
        parent.knows(1, "C" + known, new Elsewhere(0));
        assertThat(loader.loadClass(known)).isSameAs(SYSTEM.loadClass(known));
    }

    @Test
    void classThatTheSystemShouldHaveIsMissingWithAReason() {
        parent.knows(1, "Cgone.Away", new Elsewhere(0));
        assertThatThrownBy(() -> loader.loadClass("gone.Away"))
                .isInstanceOf(ClassNotFoundException.class)
                .hasMessage(
                        "gone.Away, which the parent's system class loader has and a worker's not");
    }

    @Test
    void classOfAnotherLoaderIsTheSameForAllThatHaveItFromThere() throws Exception {
        parent.knows(1, "C" + MADE, new Elsewhere(2));
        parent.knows(3, "C" + MADE, new Elsewhere(2));
        parent.knows(2, "O" + MADE, file(MADE, ""));

        Class<?> type = loader.loadClass(MADE);

        assertThat(type.getClassLoader()).isSameAs(loaders.served(2, SYSTEM, parent));
        assertThat(loaders.served(3, SYSTEM, parent).loadClass(MADE)).isSameAs(type);
        assertThat(Collections.frequency(parent.asked, "2:O" + MADE)).isOne();
    }

    @Test
    void classesThatAClassNamesAreServedToo() throws Exception {
        parent.knows(1, "C" + MAKER, file(MAKER, ""));
        parent.knows(1, "C" + MADE, file(MADE, ""));

        Object maker = loader.loadClass(MAKER).getConstructor().newInstance();
        Object made = ((Callable<?>) maker).call();

        assertThat(Objects.requireNonNull(made).getClass().getClassLoader()).isSameAs(loader);
    }

    @Test
    void missingClassIsAskedForOnceAndSaysWhy() {
        parent.knows(1, "Cgone.Away", new Missing(", for a reason"));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> loader.loadClass("gone.Away"))
                    .isInstanceOf(ClassNotFoundException.class)
                    .hasMessage("gone.Away, for a reason");
        }
        assertThatThrownBy(() -> loader.loadClass("gone.Unknown"))
                .isInstanceOf(ClassNotFoundException.class)
                .hasMessage("gone.Unknown");
        assertThat(parent.asked).containsExactly("1:Cgone.Away", "1:Cgone.Unknown");
    }

    @Test
    void manyThreadsGetTheSameClass() throws Exception {
        parent.knows(1, "C" + MADE, file(MADE, ""));
        CyclicBarrier start = new CyclicBarrier(4);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Class<?>>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(
                        threads.submit(() -> {
                            int _ = start.await();
                            return loader.loadClass(MADE);
                        }));
            }
            for (Future<Class<?>> each : all) {
                assertThat(each.get()).isSameAs(loader.loadClass(MADE));
            }
        }
        assertThat(parent.asked).hasSize(1);
    }

    @Test
    void resourceHasBytesAndAUrl() throws Exception {
        parent.knows(1, "Ra b/ü.txt", new Contents(List.of("text".getBytes(UTF_8))));
        try (InputStream in = Objects.requireNonNull(loader.getResourceAsStream("a b/ü.txt"))) {
            assertThat(in).hasBinaryContent("text".getBytes(UTF_8));
        }
        URL url = Objects.requireNonNull(loader.getResource("a b/ü.txt"));
        assertThat(url).hasProtocol("manyhands");
        assertThat(text(url)).isEqualTo("text");
        assertThat(text(url)).isEqualTo("text");
        assertThat(loader.getResource("none")).isNull();
        assertThat(loader.getResourceAsStream("none")).isNull();
    }

    @Test
    void allResourcesOfANameComeInOrder() throws Exception {
        parent.knows(
                1, "Aall", new Contents(List.of("one".getBytes(UTF_8), "two".getBytes(UTF_8))));
        List<String> texts = new ArrayList<>();
        for (URL url : Collections.list(loader.getResources("all"))) {
            texts.add(text(url));
        }
        assertThat(texts).containsExactly("one", "two");
        assertThat(Collections.list(loader.getResources("none"))).isEmpty();
    }

    @Test
    void resourceThatTheParentDelegatesIsThatOfTheSystem() throws Exception {
        String name = "org/junit/jupiter/api/Test.class";
        parent.knows(1, "R" + name, new Elsewhere(0));
        parent.knows(1, "A" + name, new Elsewhere(0));
        URL expected = Objects.requireNonNull(ClassLoader.getSystemResource(name));
        assertThat(Objects.requireNonNull(loader.getResource(name)).toString())
                .isEqualTo(expected.toString());
        assertThat(Collections.list(loader.getResources(name))).hasSize(1);
        try (InputStream in = Objects.requireNonNull(loader.getResourceAsStream(name))) {
            assertThat(in.read()).isEqualTo(0xCA);
        }
    }

    private static String text(URL url) throws IOException {
        try (InputStream in = url.openStream()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static ClassFile file(String name, String location) throws IOException {
        byte[] file = Files.readAllBytes(folder.resolve(name.replace('.', '/') + ".class"));
        return new ClassFile(file, location, List.of("", "", "", "title", "1.2", ""));
    }
}
