package io.manyhands;

import io.manyhands.process.ProgramPlan;
import io.manyhands.process.RunningProgram;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A program of the system to be run, with its arguments: [TaskProcess#command(String...)].
/// Immutable; each `with...` gives a new one, and each can be run any number of times.
///
/// ```java
/// TaskProcess.command("gzip", "-k", file).withTimeout(Duration.ofMinutes(1)).run();
/// ```
///
/// The program gets its arguments as they are: no shell splits them, and nothing in them means
/// anything. Beyond what [ProcessBuilder] does:
/// - it leads a process group of its own, which is killed as a whole at a timeout, when the thread
///   that waits is interrupted, and at the program's end if something of it is left; only what has
///   made itself a group of its own escapes;
/// - it does not outlive this JVM, however that ends, by more than a second; nor the worker process
///   that it was started in;
/// - what it prints is read for it: it never waits for a pipe that nobody reads;
/// - an exit status other than 0 is a failure, which has the last lines that it has printed.
///
/// It has no terminal, and its input is at its end unless it is given one. It is started by way of
/// the system's shell, which passes on environment variables that have names as shells know them.
///
/// Inside a task: the cancel or timeout of a task interrupts the thread that waits here, and so
/// kills the program's group. *Limits:* at most the last 20 lines, of 8,192 bytes each, are kept;
/// two or three threads for each program that runs.
///
/// @param words the program, by name or by path, and its arguments
/// @param environment the environment variables that differ from those of this JVM
/// @param directory the working directory; null for that of this JVM
/// @param input the file that is the program's standard input; null for none
/// @param charset what the text is encoded in that the program prints
/// @param timeout how long the program may run; null for any time
/// @param grace how long it may take to end after it was asked to
/// @param anyExit whether an exit status other than 0 is no failure
/// @param mergesErrors whether what it prints to its standard error is a part of its output
public record Command(
        List<String> words,
        Map<String, String> environment,
        @Nullable Path directory,
        @Nullable Path input,
        Charset charset,
        @Nullable Duration timeout,
        Duration grace,
        boolean anyExit,
        boolean mergesErrors) {
    /// How long a [#text()] can be.
    static final int MOST_CHARACTERS = 16 << 20;

    /// Checks and copies the parts.
    ///
    /// @throws IllegalArgumentException if there is no program, or it begins with a dash; if the
    ///   timeout is not positive, or the grace period is negative
    public Command {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
        Checks.argument(
                !words.isEmpty()
                        && !words.getFirst().isEmpty()
                        && words.getFirst().charAt(0) != '-',
                "A command must begin with the name or the path of a program",
                "command",
                words);
        Checks.notNull("charset", charset);
        if (timeout != null) {
            Checks.positive("timeout", timeout);
        }
        Checks.notNegative("grace", grace);
    }

    /// These words, and nothing special.
    static Command of(String... words) {
        Charset encoding =
                Charset.forName(
                        System.getProperty("native.encoding", "UTF-8"), StandardCharsets.UTF_8);
        return new Command(
                List.of(words),
                Map.of(),
                null,
                null,
                encoding,
                null,
                Duration.ofSeconds(1),
                false,
                false);
    }

    /// The same with another working directory.
    ///
    /// @param path the directory; a program given by a relative path is looked for from there
    /// @return a new command
    public Command withDirectory(Path path) {
        Checks.notNull("path", path);
        return new Command(
                words, environment, path, input, charset, timeout, grace, anyExit, mergesErrors);
    }

    /// The same with an environment variable, beside those of this JVM.
    ///
    /// @param name the name of the variable
    /// @param value its value
    /// @return a new command
    /// @throws IllegalArgumentException if the name is empty, or has an equals sign or a zero in
    ///   it, or the value has a zero in it
    public Command withVariable(String name, String value) {
        Checks.variable(name, value);
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return new Command(
                words, more, directory, input, charset, timeout, grace, anyExit, mergesErrors);
    }

    /// The same with a file for its standard input.
    ///
    /// @param file is read by the program itself
    /// @return a new command
    public Command withInput(Path file) {
        Checks.notNull("file", file);
        return new Command(
                words,
                environment,
                directory,
                file,
                charset,
                timeout,
                grace,
                anyExit,
                mergesErrors);
    }

    /// The same with another encoding of the text that the program prints: by default that of the
    /// system, `native.encoding`. What is no text of that encoding becomes replacement characters.
    ///
    /// @param encoding the encoding
    /// @return a new command
    public Command withCharset(Charset encoding) {
        return new Command(
                words,
                environment,
                directory,
                input,
                encoding,
                timeout,
                grace,
                anyExit,
                mergesErrors);
    }

    /// The same with a limit of time, by the machine's clock. A program that takes longer is asked
    /// to end, with its group (`SIGTERM`), and killed (`SIGKILL`) when the grace period is over.
    ///
    /// @param runningTime how long at most, from its start
    /// @return a new command
    /// @throws IllegalArgumentException if it is not positive
    public Command withTimeout(Duration runningTime) {
        Checks.notNull("runningTime", runningTime);
        return new Command(
                words,
                environment,
                directory,
                input,
                charset,
                runningTime,
                grace,
                anyExit,
                mergesErrors);
    }

    /// The same with another grace period; by default it is a second.
    ///
    /// @param period how long the program may take to end at its timeout
    /// @return a new command
    /// @throws IllegalArgumentException if it is negative
    public Command withGrace(Duration period) {
        return new Command(
                words,
                environment,
                directory,
                input,
                charset,
                timeout,
                period,
                anyExit,
                mergesErrors);
    }

    /// The same for a program whose exit status is no failure, whatever it is: `grep` says by 1
    /// that it has found nothing. A signal and a timeout are failures all the same.
    ///
    /// @return a new command
    public Command withAnyExit() {
        return new Command(
                words, environment, directory, input, charset, timeout, grace, true, mergesErrors);
    }

    /// The same with what the program prints to its standard error among its output, as `2>&1`.
    ///
    /// @return a new command
    public Command withErrorsInOutput() {
        return new Command(
                words, environment, directory, input, charset, timeout, grace, anyExit, true);
    }

    /// Starts the program, for those who want to talk to it.
    ///
    /// @return the program that runs, to be closed
    /// @throws CommandFailedException if there is no such program, or the system refuses
    /// @throws IllegalArgumentException if a word has a zero in it, or characters that the names of
    ///   files cannot have here
    /// @throws UnsupportedOperationException on Windows
    public CommandProcess start() {
        return start(true);
    }

    /// Runs the program to its end. What it prints is read and dropped, but for the last lines.
    ///
    /// Blocks until the program has ended. If the thread is interrupted, the program's group is
    /// killed.
    ///
    /// @return how it has ended
    /// @throws InterruptedException if interrupted; the program is gone then
    /// @throws CommandFailedException if it cannot be started, exits with another status than 0,
    ///   unless [any will do][#withAnyExit()], is ended by a signal, or takes too long
    public CommandEnd run() throws InterruptedException {
        try (CommandProcess process = start(false)) {
            process.closeInput();
            return process.end();
        }
    }

    /// Runs the program and gives what it prints to its standard output, line by line, as it comes.
    /// If nobody takes the lines, the program waits: little more than 128 KiB is held, and one
    /// line.
    ///
    /// To be closed: that kills the program's group if it has not ended. The stream throws
    /// [WaitInterruptedException] if the thread is interrupted while it waits, and after the last
    /// line [CommandFailedException] as [#run()] does; the program is gone then.
    ///
    /// @return the lines to come, without their ends
    /// @throws CommandFailedException if it cannot be started
    public Stream<String> lines() {
        CommandProcess process = start(true);
        process.closeInput();
        return CommandLines.of(process);
    }

    /// Runs the program to its end and gives what it has printed to its standard output: at most
    /// 16,777,216 characters.
    ///
    /// Blocks until the program has ended. If the thread is interrupted, the program's group is
    /// killed.
    ///
    /// @return the text, whole
    /// @throws InterruptedException if interrupted; the program is gone then
    /// @throws CommandFailedException as [#run()], and if the text is longer
    public String text() throws InterruptedException {
        try (CommandProcess process = start(true)) {
            process.closeInput();
            StringBuilder text = new StringBuilder();
            Reader reader = new InputStreamReader(process.output(), charset);
            char[] piece = new char[8192];
            int count = reader.read(piece);
            while (count >= 0) {
                if (text.length() + count > MOST_CHARACTERS) {
                    throw process.failure("The text of a command must not be too long", -1);
                }
                text.append(piece, 0, count);
                count = reader.read(piece);
            }
            CommandEnd _ = process.end();
            return text.toString();
        } catch (IOException interrupted) {
            boolean _ = Thread.interrupted();
            InterruptedException told = new InterruptedException(interrupted.getMessage());
            told.initCause(interrupted);
            throw told;
        }
    }

    private CommandProcess start(boolean isStreamed) {
        ProgramPlan plan =
                new ProgramPlan(
                        words,
                        environment,
                        directory == null ? null : directory.toFile(),
                        input == null ? null : input.toAbsolutePath().toString(),
                        mergesErrors || !isStreamed,
                        isStreamed,
                        timeout == null ? Durations.FOREVER : Durations.nanos(timeout),
                        Durations.nanos(grace));
        try {
            return new CommandProcess(this, RunningProgram.start(plan));
        } catch (IOException refused) {
            throw new CommandFailedException(
                    "A command must be startable: cause="
                            + refused.getMessage()
                            + (", command=" + shown()),
                    -1,
                    List.of(),
                    refused);
        }
    }

    /// The words, for messages: not more of them than fit.
    String shown() {
        String all = String.join(" ", words);
        return all.length() <= 200 ? all : all.substring(0, 200) + "...";
    }
}
