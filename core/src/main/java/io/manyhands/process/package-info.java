/// The parent's side of worker processes: it starts them, watches them, and hands them their calls.
///
/// A `Channel` is the line to one worker: two pipes, later two rings in shared memory. The other
/// end of it is [io.manyhands.worker].
package io.manyhands.process;
