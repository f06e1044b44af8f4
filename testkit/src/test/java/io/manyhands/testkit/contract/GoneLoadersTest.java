package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.Fn;
import io.manyhands.ProcessOptions;
import io.manyhands.Task;
import io.manyhands.Workers;
import io.manyhands.testkit.Await;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A program that makes a class loader for each request keeps none of them, and no worker does.
class GoneLoadersTest {
    private static final int LOADERS = 200;

    /// Each loader defines this one and its record.
    private static final String SOURCE =
            """
            package gone;

            import io.manyhands.Fn;
            import java.io.Serializable;
            import java.util.concurrent.Callable;

            public class Request {
                public record Answer(int number) implements Serializable {}

                public static Callable<Object> task(int number) {
                    return (Callable<Object> & Serializable) () -> new Answer(number);
                }

                public static Fn<Integer, Object> function() {
                    return number -> new Answer(number);
                }
            }
            """;

    @TempDir static Path folder;

    @BeforeAll
    static void compile() throws Exception {
        Path source = Files.writeString(folder.resolve("Request.java"), SOURCE);
        StringWriter complaints = new StringWriter();
        PrintWriter printer = new PrintWriter(complaints);
        ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
        URL library = Workers.class.getProtectionDomain().getCodeSource().getLocation();
        String[] arguments = {
            "-cp", Path.of(library.toURI()).toString(), "-d", folder.toString(), source.toString()
        };
        assertThat(javac.run(printer, printer, arguments)).as("%s", complaints).isZero();
    }

    @Test
    void neitherTheProgramNorAWorkerKeepsALoaderThatIsGone() throws Exception {
        ProcessOptions options = ProcessOptions.defaults().withCount(1).withMaxHeap("64m");
        try (Workers workers = Workers.processes(options)) {
            List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
            for (int i = 0; i < LOADERS; i++) {
                loaders.add(served(workers, i));
            }
            awaitGone(loaders);
            awaitUnloaded(workers, 2 * LOADERS);
        }
    }

    @Test
    void loaderThatIsInUseOutlivesTheOthers() throws Exception {
        try (Workers workers = Workers.processes(1);
                URLClassLoader used = loader()) {
            Callable<Object> task = task(used, 7);
            assertThat(workers.submit(task).get()).hasToString("Answer[number=7]");
            awaitGone(new ArrayList<>(List.of(served(workers, 1), served(workers, 2))));
            awaitUnloaded(workers, 4);
            assertThat(workers.submit(task).get()).hasToString("Answer[number=7]");
            assertThat(workers.submit(task(used, 8)).get().getClass().getClassLoader())
                    .isSameAs(used);
        }
    }

    /// A loader that nothing refers to any more, once a task and a function of it have run.
    private static WeakReference<ClassLoader> served(Workers workers, int number) throws Exception {
        try (URLClassLoader loader = loader()) {
            Object answer = workers.submit(task(loader, number)).get();
            assertThat(answer).hasToString("Answer[number=" + number + "]");
            assertThat(answer.getClass().getClassLoader()).isSameAs(loader);
            assertThat(workers.map(List.of(number), function(loader)).toList().toString())
                    .isEqualTo("[" + answer + "]");
            return new WeakReference<>(loader);
        }
    }

    private static URLClassLoader loader() throws IOException {
        return new URLClassLoader(new URL[] {folder.toUri().toURL()});
    }

    @SuppressWarnings("unchecked") // as it is in the source
    private static Callable<Object> task(ClassLoader loader, int number) throws Exception {
        Class<?> type = loader.loadClass("gone.Request");
        return (Callable<Object>) type.getMethod("task", int.class).invoke(null, number);
    }

    @SuppressWarnings("unchecked") // as it is in the source
    private static Fn<Integer, Object> function(ClassLoader loader) throws Exception {
        Class<?> type = loader.loadClass("gone.Request");
        return (Fn<Integer, Object>) type.getMethod("function").invoke(null);
    }

    private static void awaitGone(List<WeakReference<ClassLoader>> loaders) {
        Await.until("no loader is left", () -> areGone(loaders));
    }

    private static boolean areGone(List<WeakReference<ClassLoader>> loaders) {
        System.gc();
        loaders.removeIf(each -> each.refersTo(null));
        return loaders.isEmpty();
    }

    private static void awaitUnloaded(Workers workers, long classes) {
        Task<Long> unloaded =
                () -> {
                    System.gc();
                    return ManagementFactory.getClassLoadingMXBean().getUnloadedClassCount();
                };
        Await.until(
                "so many classes are unloaded: " + classes,
                () -> workers.submit(unloaded).toCompletableFuture().join() >= classes);
    }
}
