package io.manyhands;

/// How a map is to hold its items.
///
/// @param ordered whether results come in the order of the items, or as they are completed
/// @param capacity how many items and results it holds at most; 0 for what suits the workers
/// @param chunk how many items a worker does in its turn; 0 for automatic
record WindowShape(boolean ordered, int capacity, int chunk) {
    static final WindowShape DEFAULT = new WindowShape(true, 0, 0);

    private static final int HERE = 1024;
    private static final int ELSEWHERE = 4096;

    /// The same with a capacity.
    ///
    /// @param isElsewhere whether items have a way to go to the workers
    WindowShape forWorkers(boolean isElsewhere) {
        int suitable = isElsewhere ? ELSEWHERE : HERE;
        return capacity == 0 ? new WindowShape(ordered, suitable, chunk) : this;
    }
}
