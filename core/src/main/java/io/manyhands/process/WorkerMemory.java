package io.manyhands.process;

import io.manyhands.memory.ChannelMemory;
import io.manyhands.memory.SharedFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The memory that one worker shares with the program, from its file to its end.
/* It is made while the process comes up, and has a name for as long as the worker has not mapped it.
 * `file` is written by the worker's own thread, and read by the one that reads its pipe.
 */
final class WorkerMemory implements AutoCloseable {
    private volatile @Nullable SharedFile file;
    // The own thread's.
    private @Nullable ChannelMemory unoffered;

    /// Makes it. For the worker's own thread.
    void make(Workshop workshop, String worker, int epoch) throws LaunchFailure {
        try {
            SharedFile made = workshop.newMemory(epoch);
            file = made;
            unoffered = workshop.layOut(made, epoch);
        } catch (IOException | RuntimeException failure) {
            throw failure(worker, failure.getMessage(), failure);
        }
    }

    static LaunchFailure failure(
            String worker, @Nullable String reason, @Nullable Throwable cause) {
        return new LaunchFailure(
                "A worker process needs shared memory: worker=" + worker + (", cause=" + reason),
                cause);
    }

    /// Lets the worker have it, unless it was offered: best after the first call was sent, if that
    /// goes by pipe. For the worker's own thread.
    void offer(Channel line) {
        SharedFile made = file;
        ChannelMemory rings = unoffered;
        unoffered = null;
        if (made != null && rings != null) {
            line.offer(made.path(), rings);
        }
    }

    /// The worker has it: its name is not needed any more.
    void mapped() {
        SharedFile made = file;
        if (made != null) {
            deleteQuietly(made);
        }
    }

    /// Nobody touches it any more.
    @Override
    public void close() {
        SharedFile made = file;
        if (made != null) {
            deleteQuietly(made);
            made.close();
        }
    }

    private static void deleteQuietly(SharedFile made) {
        try {
            made.delete();
        } catch (IOException failure) {
            // The directory it is in goes too, sooner or later.
        }
    }
}
