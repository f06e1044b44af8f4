package io.manyhands.shared;

import java.io.Serializable;

/// A pipe with two ends, for two who talk to each other: two queues, one for each direction. Each
/// end sends and receives; one that is closed, or whose process is gone, is seen by the other. It
/// can be captured by a task. Immutable.
///
/// @param left one end
/// @param right the other
/// @param <T> what is sent and received; never null
@SuppressWarnings("serial") // ends travel
public record SharedPipe<T>(PipeEnd<T> left, PipeEnd<T> right) implements Serializable {}
