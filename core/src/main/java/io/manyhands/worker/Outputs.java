package io.manyhands.worker;

import java.io.FileDescriptor;
import java.io.FileOutputStream;

/// The two streams that tasks print to.
///
/// @param out what stands in for `System.out`
/// @param err what stands in for `System.err`
record Outputs(TaskOutput out, TaskOutput err) {
    /// Puts marking streams in the place of the standard ones.
    @SuppressWarnings("StreamResourceLeak") // closing it would close the descriptor
    static Outputs install() {
        FileOutputStream descriptor = new FileOutputStream(FileDescriptor.out);
        TaskOutput out = TaskOutput.to(descriptor, false);
        TaskOutput err = TaskOutput.to(descriptor, true);
        System.setOut(out.stream());
        System.setErr(err.stream());
        return new Outputs(out, err);
    }

    /// From now on lines belong to a call.
    void begin(long sequence) {
        out.begin(sequence);
        err.begin(sequence);
    }

    /// The call has ended.
    void end() {
        out.end();
        err.end();
    }
}
