package io.manyhands.process;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.TimeZone;

/// A worker's program for tests: does what each line on descriptor 3 says, and answers on 4.
///
/// Each answer is a line; what has line ends is escaped.
final class TrialMain {
    private final OutputStream toParent;

    private TrialMain(OutputStream toParent) {
        this.toParent = toParent;
    }

    public static void main(String[] arguments) throws Exception {
        try (InputStream in = new FileInputStream("/dev/fd/3");
                OutputStream out = new FileOutputStream("/dev/fd/4")) {
            TrialMain trial = new TrialMain(out);
            trial.answer("hello " + ProcessHandle.current().pid());
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            String line = lines.readLine();
            while (line != null) {
                int space = line.indexOf(' ');
                String value = space < 0 ? "" : unescape(line.substring(space + 1));
                trial.act(space < 0 ? line : line.substring(0, space), value);
                line = lines.readLine();
            }
        }
    }

    private void act(String command, String value) throws IOException {
        switch (command) {
            case "echo" -> answer(value);
            case "property" -> answer(String.valueOf(System.getProperty(value)));
            case "variable" -> answer(String.valueOf(System.getenv(value)));
            case "locale" ->
                    answer(
                            Locale.getDefault().toLanguageTag()
                                    + " "
                                    + Locale.getDefault(Locale.Category.DISPLAY).toLanguageTag()
                                    + " "
                                    + Locale.getDefault(Locale.Category.FORMAT).toLanguageTag());
            case "zone" -> {
                System.setProperty("user.timezone", value);
                answer(TimeZone.getDefault().getID());
            }
            case "load" -> answer(load(value));
            case "module" -> answer(String.valueOf(TrialMain.class.getModule().getName()));
            case "assertions" -> answer(Boolean.toString(TrialMain.class.desiredAssertionStatus()));
            case "heap" -> answer(Long.toString(Runtime.getRuntime().maxMemory()));
            case "print" -> print(value);
            case "child" -> answer(Long.toString(child(value)));
            default -> end(command, value);
        }
    }

    private static void end(String command, String value) throws IOException {
        switch (command) {
            case "exit" -> Runtime.getRuntime().halt(Integer.parseInt(value));
            case "signal" -> {
                String own = Long.toString(ProcessHandle.current().pid());
                boolean _ =
                        Shell.awaitExit(
                                new ProcessBuilder("kill", "-" + value, own).start(),
                                10_000_000_000L);
            }
            case "sleep" -> {
                boolean _ = Threads.join(Thread.currentThread(), Long.MAX_VALUE / 2);
            }
            case "spin" -> {
                long turns = 0;
                while (turns >= 0) {
                    turns = (turns + 1) & Long.MAX_VALUE;
                }
            }
            default -> throw new IllegalArgumentException(command);
        }
    }

    private static String load(String name) {
        try {
            return Class.forName(name).getName();
        } catch (ClassNotFoundException failure) {
            return failure.toString();
        }
    }

    /// A shell in the same process group, with the same output.
    private static long child(String script) throws IOException {
        return new ProcessBuilder("/bin/sh", "-c", script)
                .redirectOutput(Redirect.INHERIT)
                .redirectError(Redirect.INHERIT)
                .start()
                .pid();
    }

    private static void print(String text) throws IOException {
        try (OutputStream out = new FileOutputStream("/dev/fd/1");
                PrintStream lines = new PrintStream(out, true, StandardCharsets.UTF_8)) {
            lines.print(text);
        }
    }

    private void answer(String text) throws IOException {
        toParent.write((escape(text) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    static String unescape(String text) {
        StringBuilder plain = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            char each = text.charAt(at);
            if (each == '\\') {
                at++;
                char code = text.charAt(at);
                each = code == 'n' ? '\n' : code == 'r' ? '\r' : code;
            }
            plain.append(each);
        }
        return plain.toString();
    }
}
