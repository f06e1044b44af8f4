package io.manyhands;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// The lines that a program prints; behind the last one comes its end, or its failure. Confined.
final class CommandLines implements Iterator<String> {
    private final CommandProcess process;
    private final BufferedReader reader;
    private @Nullable String next;
    private boolean isOver;

    private CommandLines(CommandProcess process) {
        this.process = process;
        this.reader =
                new BufferedReader(
                        new InputStreamReader(process.output(), process.command().charset()));
    }

    /// The lines of a program, which is killed when the stream is closed, or dropped.
    static Stream<String> of(CommandProcess process) {
        process.killIfAbandoned();
        int traits = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(new CommandLines(process), traits),
                        false)
                .onClose(process::close);
    }

    @Override
    public boolean hasNext() {
        if (next == null && !isOver) {
            try {
                next = reader.readLine();
                if (next == null) {
                    isOver = true;
                    CommandEnd _ = process.end();
                }
            } catch (IOException interrupted) {
                throw interrupted(interrupted);
            } catch (InterruptedException interrupted) {
                throw interrupted(interrupted);
            }
        }
        return next != null;
    }

    @Override
    public String next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException("The program has printed no more lines");
        }
        String line = next;
        next = null;
        return line;
    }

    private WaitInterruptedException interrupted(Exception cause) {
        isOver = true;
        process.close();
        Thread.currentThread().interrupt();
        InterruptedException told = new InterruptedException(cause.getMessage());
        told.initCause(cause);
        return new WaitInterruptedException(
                "The wait for a line of a command was interrupted: command="
                        + process.command().shown(),
                told);
    }
}
