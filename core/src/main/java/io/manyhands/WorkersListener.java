package io.manyhands;

/// Gets events of some workers: every one, if it was among their options, or those that are out of
/// the ordinary, by [Workers#watch(WorkersListener)].
///
/// Called by one virtual thread of its own, one event after the other, each soon after it happened,
/// so that a slow listener delays no task. At most 65,536 events wait for it; beyond that they are
/// dropped, and [WorkersEvent.EventsDropped] says how many. What it throws is logged once for each
/// listener. `close()` of the workers waits until it has had all events, and no longer than a grace
/// period, one for all listeners, if it does not go on.
@FunctionalInterface
public interface WorkersListener {

    /// Is told of an event.
    ///
    /// @param event what happened
    void on(WorkersEvent event);
}
