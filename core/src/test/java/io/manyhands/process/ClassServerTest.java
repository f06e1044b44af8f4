package io.manyhands.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.wire.ClassAnswer;
import io.manyhands.wire.ClassAnswer.ClassFile;
import io.manyhands.wire.ClassAnswer.Contents;
import io.manyhands.wire.ClassAnswer.Elsewhere;
import io.manyhands.wire.ClassAnswer.Missing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassServerTest {
    /// Has classes and resources in memory.
    private static class Memory extends ClassLoader {
        private final Map<String, byte[]> resources = new HashMap<>();

        Memory(@Nullable ClassLoader parent) {
            super(parent);
        }

        Memory with(String className) {
            return with(className, tiny(className));
        }

        Memory with(String className, byte[] file) {
            resources.put(className.replace('.', '/') + ".class", file);
            return this;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] file = resources.get(name.replace('.', '/') + ".class");
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, file, 0, file.length);
        }

        @Override
        public @Nullable InputStream getResourceAsStream(String name) {
            byte[] content = resources.get(name);
            return content == null
                    ? super.getResourceAsStream(name)
                    : new ByteArrayInputStream(content);
        }
    }

    private static final ClassLoader SYSTEM = ClassLoader.getSystemClassLoader();

    private final Loaders loaders = new Loaders();
    private final ClassServer server = new ClassServer("test", loaders);

    @TempDir Path folder;

    @Test
    void loadersOfTheSystemAreNumberZero() {
        assertThat(loaders.idOf(SYSTEM)).isEqualTo(Loaders.SYSTEM);
        assertThat(loaders.idOf(ClassLoader.getPlatformClassLoader())).isEqualTo(Loaders.SYSTEM);
        assertThat(loaders.idOf(null)).isEqualTo(Loaders.SYSTEM);
        assertThat(loaders.of(Loaders.SYSTEM)).isNull();
    }

    @Test
    void eachOtherLoaderKeepsItsNumber() {
        Memory one = new Memory(SYSTEM);
        Memory two = new Memory(SYSTEM);
        assertThat(loaders.idOf(one)).isOne();
        assertThat(loaders.idOf(two)).isEqualTo(2);
        assertThat(loaders.idOf(one)).isOne();
        assertThat(loaders.of(2)).isSameAs(two);
        assertThat(loaders.of(3)).isNull();
        assertThat(loaders.of(-1)).isNull();
    }

    @Test
    void numberOfALoaderThatIsGoneIsToldOnceAndNeverComesAgain() {
        Memory kept = new Memory(SYSTEM);
        assertThat(loaders.idOf(kept)).isOne();
        assertThat(loaders.idOf(new Memory(SYSTEM))).isEqualTo(2);
        assertThat(awaitGone()).isEqualTo(2);
        assertThat(loaders.of(2)).isNull();
        assertThat(ClassAnswer.decode(server.answer(2, "Cany.Name")))
                .isEqualTo(new Missing(", as the parent has no such loader: number=2"));
        Memory next = new Memory(SYSTEM);
        assertThat(loaders.idOf(next)).isEqualTo(3);
        assertThat(loaders.idOf(kept)).isOne();
        assertThat(loaders.of(3)).isSameAs(next);
        assertThat(loaders.nextGone()).isEqualTo(Loaders.SYSTEM);
    }

    private int awaitGone() {
        long begin = System.nanoTime();
        int gone = loaders.nextGone();
        while (gone == Loaders.SYSTEM) {
            assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(20));
            System.gc();
            gone = loaders.nextGone();
        }
        return gone;
    }

    @Test
    void classOfTheLoaderComesWithItsFile() {
        Memory loader = new Memory(SYSTEM).with("memory.Own");
        ClassFile file = (ClassFile) answer(loader, "Cmemory.Own");
        assertThat(file.file()).isEqualTo(tiny("memory.Own"));
        assertThat(file.location()).isEmpty();
        assertThat(file.packageFacts()).isEmpty();
    }

    @Test
    void classThatTheSystemDefinesIsLeftToIt() {
        Memory loader = new Memory(SYSTEM);
        assertThat(answer(loader, "C" + Test.class.getName())).isEqualTo(new Elsewhere(0));
        assertThat(answer(loader, "Cjava.sql.Connection")).isEqualTo(new Elsewhere(0));
        assertThat(answer(loader, "Cjava.lang.String")).isEqualTo(new Elsewhere(0));
    }

    @Test
    void classThatAnotherLoaderDefinesIsLeftToThatOne() {
        Memory above = new Memory(SYSTEM).with("memory.Above");
        Memory loader = new Memory(above).with("memory.Own");
        assertThat(answer(loader, "Cmemory.Above")).isEqualTo(new Elsewhere(loaders.idOf(above)));
        assertThat(answer(above, "Omemory.Above")).isInstanceOf(ClassFile.class);
    }

    @Test
    void unknownClassIsMissing() {
        Memory loader = new Memory(SYSTEM);
        assertThat(answer(loader, "Cmemory.None")).isEqualTo(new Missing(""));
        assertThat(answer(loader, "Omemory.None")).isEqualTo(new Missing(""));
    }

    @Test
    void classWithoutBytesIsMissingWithAReason() {
        Memory loader =
                new Memory(SYSTEM) {
                    @Override
                    public @Nullable InputStream getResourceAsStream(String name) {
                        return null;
                    }

                    @Override
                    public String toString() {
                        return "a loader";
                    }
                };
        loader.with("memory.Own");
        assertThat(answer(loader, "Cmemory.Own"))
                .isEqualTo(
                        new Missing(
                                ", whose bytes its loader in the parent does not give: loader=a"
                                        + " loader"));
    }

    @Test
    void loaderThatThrowsHarmsNobodyElse() {
        Memory loader =
                new Memory(SYSTEM) {
                    @Override
                    protected Class<?> findClass(String name) {
                        throw new AssertionError("broken");
                    }
                };
        assertThat(answer(loader, "Cmemory.Own"))
                .isEqualTo(
                        new Missing(
                                ", whose loading failed in the parent:"
                                        + " failure=java.lang.AssertionError: broken"));
    }

    @Test
    void whatNobodyAsksIsMissingWithAReason() {
        assertThat(ClassAnswer.decode(server.answer(9, "Ca.B")))
                .isEqualTo(new Missing(", as the parent has no such loader: number=9"));
        assertThat(answer(new Memory(SYSTEM), "?a.B"))
                .asString()
                .contains("A question for a class must have a kind");
    }

    @Test
    void resourceWithoutUrlIsServed() {
        Memory loader = new Memory(SYSTEM);
        loader.resources.put("some/text.txt", "text".getBytes(UTF_8));
        assertThat(contents(answer(loader, "Rsome/text.txt"))).containsExactly("text");
        assertThat(answer(loader, "Rnone")).isEqualTo(new Missing(""));
    }

    @Test
    void resourcesAreServedInOrder() throws Exception {
        Path one = Files.createDirectory(folder.resolve("one"));
        Path two = Files.createDirectory(folder.resolve("two"));
        Files.writeString(one.resolve("name.txt"), "first");
        Files.writeString(two.resolve("name.txt"), "second");
        URL[] places = {one.toUri().toURL(), two.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(places, SYSTEM)) {
            assertThat(contents(answer(loader, "Rname.txt"))).containsExactly("first");
            assertThat(contents(answer(loader, "Aname.txt"))).containsExactly("first", "second");
        }
    }

    @Test
    void resourceThatTheSystemHasIsLeftToIt() {
        Memory loader = new Memory(SYSTEM);
        String name = "org/junit/jupiter/api/Test.class";
        assertThat(answer(loader, "R" + name)).isEqualTo(new Elsewhere(0));
        assertThat(answer(loader, "A" + name)).isEqualTo(new Elsewhere(0));
    }

    @Test
    void answerThatIsTooLongIsMissingWithAReason() {
        Memory loader = new Memory(SYSTEM);
        loader.resources.put("long", new byte[ClassAnswer.MAX_BYTES]);
        assertThat(answer(loader, "Rlong"))
                .isEqualTo(
                        new Missing(
                                ", which is too long to be served: bytes="
                                        + (ClassAnswer.MAX_BYTES + 5)
                                        + (", limit=" + ClassAnswer.MAX_BYTES)));
    }

    @Test
    void loaderOfARedefinedSnippetGetsANewNumber() {
        String name = "REPL.$JShell$1";
        Memory loader = new Memory(SYSTEM).with(name).with("memory.Other");
        int first = loaders.idOf(loader);
        assertThat(answer(loader, "C" + name)).isInstanceOf(ClassFile.class);

        loaders.refresh(loader);
        assertThat(loaders.idOf(loader)).isEqualTo(first);

        loader.with(name, tiny("REPL.$JShell$12"));
        loader.with("memory.Other", tiny("memory.Different"));
        loaders.refresh(loader);
        int second = loaders.idOf(loader);
        assertThat(second).isNotEqualTo(first);
        assertThat(loaders.of(second)).isSameAs(loader);
        assertThat(loaders.of(first)).isSameAs(loader);

        loaders.refresh(loader);
        assertThat(loaders.idOf(loader)).isEqualTo(second);
    }

    @Test
    void workersThatHaveDifferentVersionsOfASnippetGetNewLoaders() {
        String name = "REPL.$JShell$1";
        Memory loader = new Memory(SYSTEM).with(name);
        int first = loaders.idOf(loader);
        assertThat(answer(loader, "C" + name)).isInstanceOf(ClassFile.class);
        loader.with(name, tiny("REPL.$JShell$12"));
        assertThat(answer(loader, "C" + name)).isInstanceOf(ClassFile.class);

        loaders.refresh(loader);
        assertThat(loaders.idOf(loader)).isNotEqualTo(first);
    }

    private static byte[] tiny(String className) {
        try {
            return TinyClass.named(className.replace('.', '/'));
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private ClassAnswer answer(ClassLoader loader, String question) {
        return ClassAnswer.decode(server.answer(loaders.idOf(loader), question));
    }

    private static List<String> contents(ClassAnswer answer) {
        return ((Contents) answer)
                .contents().stream().map(content -> new String(content, UTF_8)).toList();
    }
}
