package io.manyhands.examples.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertAll;

import io.manyhands.examples.Printed;
import io.manyhands.examples.documents.Compiler.Compiled;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Compiles and runs every block of Java in the documents.
class SnippetsTest {
    @TestFactory
    Stream<DynamicTest> snippetsCompileAndPrintWhatTheDocumentSays() throws IOException {
        List<Snippet> snippets = new ArrayList<>();
        for (Document document : Repository.documents()) {
            snippets.addAll(Snippet.in(document));
        }
        assertThat(snippets).isNotEmpty();
        return Compiler.compile(snippets).stream()
                .map(compiled ->
                        DynamicTest.dynamicTest(
                                compiled.snippet().toString(), () -> check(compiled)));
    }

    @Test
    void soundSnippetsPass() throws IOException {
        assertAll(
                () -> assertThat(complaint("```java\nint one = 1;\n```")).isEmpty(),
                () ->
                        assertThat(
                                        complaint(
                                                """
                                                ```java
                                                import java.util.function.Supplier;

                                                Supplier<Integer> six = () -> 6;
                                                System.out.println(workers.submit(six::get).get());
                                                ```
                                                <!-- output -->
                                                ```text
                                                6
                                                ```\
                                                """))
                                .isEmpty(),
                () ->
                        assertThat(
                                        complaint(
                                                """
                                                ```java
                                                void main() {
                                                    IO.println("one, two, three");
                                                }
                                                ```
                                                <!-- output -->
                                                ```text
                                                one...three
                                                ```\
                                                """))
                                .isEmpty());
    }

    @Test
    void unknownNameIsFoundWithItsLine() throws IOException {
        assertThat(complaint("Text\n\n```java\nint one = 1;\nint two = unknown;\n```"))
                .contains("planted.md:5: ", "cannot find symbol");
    }

    @Test
    void brokenProgramIsFoundWithItsLine() throws IOException {
        assertThat(complaint("```java\nvoid main() {\n    unknown();\n}\n```"))
                .contains("planted.md:3: ", "cannot find symbol");
    }

    @Test
    void warningIsFound() throws IOException {
        assertThat(complaint("```java\nList raw = new ArrayList<String>();\n```"))
                .contains("planted.md:2: ", "found raw type");
    }

    @Test
    void brokenSnippetDoesNotHideThoseBesideIt() throws IOException {
        Document document =
                Document.of("planted.md", "```java\nunknown();\n```\n```java\nint two = 2;\n```");
        List<Compiled> compiled = Compiler.compile(Snippet.in(document));
        assertThat(compiled.getFirst().complaints()).hasSize(1);
        assertThat(compiled.getLast().complaints()).isEmpty();
        assertThat(compiled.getLast().type()).isNotNull();
    }

    @Test
    void exceptionIsFound() throws IOException {
        assertThat(complaint("```java\nthrow new IOException(\"planted\");\n```"))
                .contains("planted.md:2", "java.io.IOException: planted");
    }

    @Test
    void otherOutputIsFound() throws IOException {
        String printing = "```java\nSystem.out.println(1);\nSystem.out.println(2);\n```\n";
        assertThat(complaint(printing + "<!-- output -->\n```text\n2\n1\n```"))
                .contains("planted.md:2 prints\n1\n2\ninstead of\n2\n1");
        assertThat(complaint(printing + "<!-- output, in any order -->\n```text\n2\n3\n```"))
                .contains("instead of");
        assertThat(complaint(printing + "<!-- output, in any order -->\n```text\n2\n1\n```"))
                .isEmpty();
    }

    @Test
    void quotationIsComparedWithItsSource() {
        String comment = "<!-- from examples/src/main/java/module-info.java -->\n";
        assertThat(Snippet.in(quotation(comment, "module io.manyhands.examples {"))).isEmpty();
        assertThatThrownBy(() -> Snippet.in(quotation(comment, "module planted {")))
                .hasMessageContaining("planted.md:3 is not to be found in examples/");
    }

    private static Document quotation(String comment, String text) {
        return Document.of("planted.md", comment + "```java\n" + text + "\n```");
    }

    /// What the check has against the only snippet of a document, or an empty text.
    private static String complaint(String text) throws IOException {
        List<Snippet> snippets = Snippet.in(Document.of("planted.md", text));
        assertThat(snippets).hasSize(1);
        try {
            check(Compiler.compile(snippets).getFirst());
            return "";
        } catch (AssertionError found) {
            return String.valueOf(found.getMessage());
        }
    }

    private static void check(Compiled compiled) {
        Snippet snippet = compiled.snippet();
        if (!compiled.complaints().isEmpty()) {
            throw new AssertionError(String.join("\n", compiled.complaints()));
        }
        Class<?> type = Objects.requireNonNull(compiled.type(), "compiled without complaints");
        String printed;
        try {
            printed = Printed.by(() -> run(type, snippet.methodName()));
        } catch (Exception | AssertionError failure) {
            Throwable cause =
                    failure instanceof InvocationTargetException target
                            ? Objects.requireNonNull(target.getCause())
                            : failure;
            throw new AssertionError(snippet + " fails with " + cause, cause);
        }
        String complaint = snippet.complaint(printed.lines().toList());
        if (!complaint.isEmpty()) {
            throw new AssertionError(complaint);
        }
    }

    private static void run(Class<?> type, String name) throws ReflectiveOperationException {
        Method method =
                Stream.of(type.getDeclaredMethods())
                        .filter(each -> each.getName().equals(name))
                        .findFirst()
                        .orElseThrow();
        assertThat(method.trySetAccessible()).isTrue();
        Object[] arguments =
                method.getParameterCount() == 0 ? new Object[0] : new Object[] {new String[0]};
        Object self = null;
        if (!Modifier.isStatic(method.getModifiers())) {
            Constructor<?> constructor = type.getDeclaredConstructor();
            assertThat(constructor.trySetAccessible()).isTrue();
            self = constructor.newInstance();
        }
        Object _ = method.invoke(self, arguments);
    }
}
