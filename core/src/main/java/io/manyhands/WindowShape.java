package io.manyhands;

/// How a map is to hold its items.
///
/// @param ordered whether results come in the order of the items, or as they are completed
/// @param capacity how many items and results it holds at most; 0 for what suits the workers
/// @param chunk how many items a worker does in its turn; 0 for automatic
record WindowShape(boolean ordered, int capacity, int chunk) {
    static final WindowShape DEFAULT = new WindowShape(true, 0, 0);
}
