package io.manyhands;

import org.jspecify.annotations.Nullable;

/// What an action with a value to give becomes.
///
/// @param action the work
/// @param value what its future gives
record ActionWithValue<T extends @Nullable Object>(Runnable action, T value) implements Task<T> {
    @Override
    public T call() throws Exception {
        if (action instanceof Action throwing) {
            throwing.act();
        } else {
            action.run();
        }
        return value;
    }
}
