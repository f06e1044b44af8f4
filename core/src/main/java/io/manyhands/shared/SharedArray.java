package io.manyhands.shared;

import java.lang.foreign.MemorySegment;

/// Memory that threads, virtual threads and processes see alike; nothing is copied. It begins as
/// zeros.
///
/// Who sees whose writes is as with any memory: something else that is shared, a lock or a barrier,
/// or the access modes of a [java.lang.invoke.VarHandle], must order them. It can be captured by a
/// task.
public interface SharedArray {
    /// The memory. It must not be used after the workers are closed to whom it belongs; between
    /// processes that is refused with [IllegalStateException].
    ///
    /// @return a segment that any thread can use, aligned for every type
    MemorySegment segment();

    /// How large it is.
    ///
    /// @return bytes, at least 1
    long sizeBytes();
}
