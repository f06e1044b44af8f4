package io.manyhands;

/// A completion without a value.
final class Gate extends Completion {
    void open() {
        boolean _ = end(Gate.class);
    }
}
