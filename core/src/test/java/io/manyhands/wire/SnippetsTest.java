package io.manyhands.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.invoke.MethodHandles;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// With classes such as jshell makes.
final class SnippetsTest {
    private static final String SOURCE =
            """
            package REPL;
            import java.io.Serializable;
            import java.util.concurrent.Callable;
            interface Code extends Callable<Object>, Serializable {}
            class $JShell$1 { public static int x; static final int FIXED = Integer.parseInt("3"); }
            class $JShell$2 {
                public static int direct() { return $JShell$1.x; }
                public static int harmless(int y) { return y + $JShell$1.FIXED; }
            }
            class $JShell$3 {
                static class Starts { static int start = $JShell$1.x; int get() { return start; } }
                static class Base { int get() { return $JShell$1.x; } }
                static class Derived extends Base {}
                static class Counts { static int count; int get() { return ++count; } }
                static class Task implements Code { public Object call() { return $JShell$1.x; } }
                enum Level { LOW, HIGH }
            }
            public class $JShell$4 {
                public static Object reads() { return (Code) () -> $JShell$1.x; }
                public static Object writes() { return (Code) () -> { $JShell$1.x = 1; return 1; }; }
                public static Object calls() { return (Code) () -> $JShell$2.direct(); }
                public static Object refers() { return (Code) $JShell$2::direct; }
                public static Object nests() { return (Code) () -> ((Code) () -> $JShell$1.x).call(); }
                public static Object starts() { return (Code) () -> new $JShell$3.Starts().get(); }
                public static Object inherits() { return (Code) () -> new $JShell$3.Derived().get(); }
                public static Object implementsTask() { return new $JShell$3.Task(); }
                public static Object captures() { Code c = () -> $JShell$1.x; return (Code) () -> c.call(); }
                public static Object computes() { int z = $JShell$1.x; return (Code) () -> $JShell$2.harmless(z); }
                public static Object counts() { return (Code) () -> new $JShell$3.Counts().get(); }
                public static Object switches() { return (Code) () -> switch ($JShell$3.Level.HIGH) { case LOW -> 1; case HIGH -> 2; }; }
                public static Object recurses() { return (Code) () -> again(3); }
                static int again(int n) { assert n > -1; return n == 0 ? 0 : again(n - 1); }
            }
            """;

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reads",
                "writes",
                "calls",
                "refers",
                "nests",
                "starts",
                "inherits",
                "implementsTask",
                "captures"
            })
    void codeThatUsesAVariableIsRefusedByItsName(String method) throws Exception {
        try (URLClassLoader loader = compiled()) {
            Object code = code(loader, method);
            assertThatThrownBy(() -> Snippets.check(code))
                    .isInstanceOf(NotEncodableException.class)
                    .hasMessageStartingWith("A jshell variable lives in this JVM only")
                    .hasMessageContaining("path=variable 'x', fix=")
                    .extracting(refused -> ((NotEncodableException) refused).path())
                    .isEqualTo("variable 'x'");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"computes", "counts", "switches", "recurses"})
    void codeThatUsesNoneIsNotRefused(String method) throws Exception {
        try (URLClassLoader loader = compiled()) {
            Object code = code(loader, method);
            assertThatCode(() -> Snippets.check(code)).doesNotThrowAnyException();
        }
    }

    @Test
    void classesGoWithoutTheirVariablesOnly() throws Exception {
        try (URLClassLoader loader = compiled()) {
            byte[] variable = Snippets.withoutVariables(bytes(loader, "REPL/$JShell$1.class"));
            assertThat(ClassFile.of().parse(variable).fields())
                    .extracting(field -> field.fieldName().stringValue())
                    .containsExactly("FIXED");
            byte[] nested = bytes(loader, "REPL/$JShell$3$Counts.class");
            assertThat(Snippets.withoutVariables(nested)).isEqualTo(nested);
            byte[] asserts = Snippets.withoutVariables(bytes(loader, "REPL/$JShell$4.class"));
            assertThat(ClassFile.of().parse(asserts).fields())
                    .extracting(field -> field.fieldName().stringValue())
                    .containsExactly("$assertionsDisabled");
        }
    }

    @Test
    void lambdaOfAHiddenClassIsRefusedWithTheReason() throws Exception {
        String source =
                "package io.manyhands.wire; public class Hidden { public static Object code(int n)"
                        + " { return (java.util.concurrent.Callable<Object> & java.io.Serializable)"
                        + " () -> n; } }";
        try (URLClassLoader loader = Compiled.compile(folder, "Hidden", source)) {
            byte[] file = bytes(loader, "io/manyhands/wire/Hidden.class");
            Class<?> hidden = MethodHandles.lookup().defineHiddenClass(file, true).lookupClass();
            Object lambda = hidden.getMethod("code", int.class).invoke(null, 3);
            Codec codec = Codec.of(loader);
            assertThatThrownBy(() -> codec.encode(Subject.TASK, lambda))
                    .isInstanceOf(NotEncodableException.class)
                    .hasMessageStartingWith(
                            "A lambda of a hidden class cannot travel, as nobody else can find that"
                                    + " class: path=task");
        }
    }

    private URLClassLoader compiled() throws Exception {
        return Compiled.compile(folder, "$JShell$4", SOURCE);
    }

    private static Object code(ClassLoader loader, String method) throws Exception {
        return loader.loadClass("REPL.$JShell$4").getMethod(method).invoke(null);
    }

    private static byte[] bytes(ClassLoader loader, String resource) throws Exception {
        try (InputStream in = Objects.requireNonNull(loader.getResourceAsStream(resource))) {
            return in.readAllBytes();
        }
    }
}
