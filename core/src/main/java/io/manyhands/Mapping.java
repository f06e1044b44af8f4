package io.manyhands;

import java.util.concurrent.CompletionException;
import java.util.stream.Gatherer;
import org.jspecify.annotations.Nullable;

/// A map inside a stream: the stream's thread feeds the window and takes from it in turn.
final class Mapping<R extends @Nullable Object> {
    private final Window window;

    private Mapping(Window window) {
        this.window = window;
    }

    static <A extends @Nullable Object, R extends @Nullable Object> Gatherer<A, ?, R> gatherer(
            Pool pool, Settings settings, Item item) {
        return Gatherer.<A, Mapping<R>, R>ofSequential(
                () -> open(pool, settings, item), Mapping::integrate, Mapping::finish);
    }

    private static <R extends @Nullable Object> Mapping<R> open(
            Pool pool, Settings settings, Item item) {
        Window window = new Window(pool, settings, item, WindowShape.DEFAULT);
        Mapping<R> mapping = new Mapping<>(window);
        pool.windows().closeWhenDropped(mapping, window);
        return mapping;
    }

    private boolean integrate(@Nullable Object element, Gatherer.Downstream<? super R> downstream) {
        try {
            if (!window.hasRoom() && !push(window.take(), downstream)) {
                return false;
            }
            boolean wanted = window.add(element) || push(window.take(), downstream);
            for (Object ready = poll(wanted); ready != null; ready = poll(wanted)) {
                wanted = push(ready, downstream);
            }
            return wanted;
        } catch (Throwable failure) {
            throw Copies.<RuntimeException>sneak(closed(failure));
        }
    }

    private void finish(Gatherer.Downstream<? super R> downstream) {
        try {
            window.endInput(null);
            boolean wanted = !downstream.isRejecting();
            while (wanted) {
                wanted = push(window.take(), downstream);
            }
            window.close(Window.State.CLOSED);
        } catch (Throwable failure) {
            throw Copies.<RuntimeException>sneak(closed(failure));
        }
    }

    private @Nullable Object poll(boolean wanted) {
        return wanted ? window.poll() : null;
    }

    /// Hands a result downstream.
    ///
    /// @return false if there was none, or no more are wanted
    private boolean push(@Nullable Object raw, Gatherer.Downstream<? super R> downstream) {
        if (raw == null) {
            return false;
        }
        boolean wanted = downstream.push(Results.<R>valueOf(raw));
        if (!wanted) {
            window.close(Window.State.CLOSED);
        }
        return wanted;
    }

    private Throwable closed(Throwable failure) {
        window.close(Window.State.CLOSED);
        if (failure instanceof InterruptedException interrupt) {
            return Results.interrupted(interrupt);
        }
        return failure instanceof RuntimeException || failure instanceof Error
                ? failure
                : new CompletionException(failure);
    }
}
