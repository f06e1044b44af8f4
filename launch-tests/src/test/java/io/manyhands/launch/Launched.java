package io.manyhands.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A program that was started and has ended: what it printed. Immutable.
///
/// @param lines what it printed, but for the line that tells the worker's process id
record Launched(List<String> lines) {
    /// What the program `shop` prints, however it is launched.
    static final List<String> SHOP =
            List.of(
                    "lambda=42",
                    "reference=tea",
                    "result=Order[product=tea, amount=3] for 750",
                    "exception=No tea is left, Order[product=tea, amount=3]",
                    "map=[Order[product=tea, amount=4], Order[product=tea, amount=4]]",
                    "resource=tea 250",
                    "package=shop",
                    "handle=4",
                    "refused=by name");

    private static final Path BIN = Path.of(System.getProperty("java.home"), "bin");
    private static final String WORKER = "worker=";
    private static final int MOST_SECONDS = 50;

    /// Starts the java program and waits for its end.
    static Launched java(Object... arguments) throws IOException, InterruptedException {
        return of("java", Path.of(File.separator), "", arguments);
    }

    /// Starts the java program with another locale than the tests'.
    static Launched javaWithLocale(String locale, Object... arguments)
            throws IOException, InterruptedException {
        return of("java", Path.of(File.separator), locale, "", arguments);
    }

    /// Starts the java program in a folder.
    static Launched javaIn(Path folder, Object... arguments)
            throws IOException, InterruptedException {
        return of("java", folder, "", arguments);
    }

    /// Starts a program of the JDK, gives it an input, waits for its end, and checks that it has
    /// succeeded, has complained of nothing, and has left nothing behind.
    static Launched of(String program, Path folder, String input, Object... arguments)
            throws IOException, InterruptedException {
        return of(program, folder, System.getenv("LC_ALL"), input, arguments);
    }

    private static Launched of(
            String program, Path folder, String locale, String input, Object... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(BIN.resolve(program).toString()));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        // Files: a program that hangs must not make its reader hang.
        Path printed = Files.createTempFile("launched-output", ".txt");
        Path complaints = Files.createTempFile("launched-errors", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().put("LC_ALL", locale);
        builder.redirectOutput(printed.toFile()).redirectError(complaints.toFile());
        Process process = builder.start();
        try {
            process.getOutputStream().write(input.getBytes(UTF_8));
            process.getOutputStream().close();
            boolean isOver = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
            String output = Files.readString(printed);
            String errors = Files.readString(complaints);
            assertThat(isOver).as("It must end: " + output + errors).isTrue();
            assertThat(process.exitValue()).as(output + errors).isZero();
            assertThat(errors).as(output).isEmpty();
            return ended(output, process.pid());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            Files.delete(printed);
            Files.delete(complaints);
        }
    }

    /// All that was printed.
    String text() {
        return String.join("\n", lines);
    }

    private static Launched ended(String output, long pid) throws InterruptedException {
        List<String> lines = output.lines().collect(Collectors.toCollection(ArrayList::new));
        for (String line : lines) {
            if (line.startsWith(WORKER)) {
                long worker = Long.parseLong(line.substring(WORKER.length()));
                assertThat(worker).as("A worker must be another process").isNotEqualTo(pid);
                awaitEnd(worker);
            }
        }
        lines.removeIf(line -> line.startsWith(WORKER));
        assertThat(filesOf(pid)).isEmpty();
        return new Launched(List.copyOf(lines));
    }

    private static void awaitEnd(long worker) throws InterruptedException {
        ProcessHandle left = ProcessHandle.of(worker).orElse(null);
        if (left != null) {
            try {
                left.onExit().get(MOST_SECONDS, TimeUnit.SECONDS);
            } catch (java.util.concurrent.ExecutionException
                    | java.util.concurrent.TimeoutException e) {
                throw new AssertionError("A worker must end with its program: pid=" + worker, e);
            }
        }
    }

    /// Private directories of a program's workers that were not removed.
    private static List<String> filesOf(long pid) {
        String prefix = "manyhands-" + pid + "-";
        return Stream.of("/dev/shm", System.getProperty("java.io.tmpdir"))
                .map(folder -> new File(folder).list((_, name) -> name.startsWith(prefix)))
                .filter(names -> names != null)
                .flatMap(Stream::of)
                .toList();
    }
}
