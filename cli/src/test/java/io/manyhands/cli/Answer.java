package io.manyhands.cli;

import io.manyhands.cli.find.Output;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What a program printed, and its exit status.
record Answer(int status, String output, String error) {
    /// Runs a command in this process. Bytes are shown as Latin-1, one character each.
    static Answer ofManyhands(String... arguments) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        PrintStream errors = new PrintStream(error, true, StandardCharsets.UTF_8);
        int status = Program.run(Output.to(Channels.newChannel(output)), errors, arguments);
        return new Answer(status, latin(output), error.toString(StandardCharsets.UTF_8));
    }

    static Answer ofManyhands(List<String> arguments) {
        return ofManyhands(arguments.toArray(String[]::new));
    }

    /// Runs GNU grep.
    static Answer ofGrep(String locale, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("grep"));
        command.addAll(arguments);
        return ofProcess(locale, Path.of("."), command);
    }

    /// Runs a program without any input.
    static Answer ofProcess(String locale, Path directory, List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("LC_ALL", locale);
        builder.environment().remove("GREP_COLORS");
        builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        Process process = builder.start();
        return ofProcess(process);
    }

    /// Waits for a program, and kills it if it does not end.
    static Answer ofProcess(Process process) throws IOException, InterruptedException {
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        Thread reader = Thread.ofVirtual().start(() -> drain(process, error));
        byte[] output = process.getInputStream().readAllBytes();
        if (!process.waitFor(50, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("The program does not end");
        }
        reader.join();
        return new Answer(
                process.exitValue(),
                new String(output, StandardCharsets.ISO_8859_1),
                error.toString(StandardCharsets.UTF_8));
    }

    List<String> sortedLines() {
        String[] lines = output.split("(?<=\n)");
        Arrays.sort(lines);
        return List.of(lines);
    }

    private static void drain(Process process, ByteArrayOutputStream error) {
        try {
            process.getErrorStream().transferTo(error);
        } catch (IOException closed) {
            error.writeBytes(closed.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String latin(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
