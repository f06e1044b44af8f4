package io.manyhands.cli.find;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/// Where bytes come from. Confined to one thread at a time.
interface Source extends Closeable {
    /// Reads some bytes. Blocks until there is one.
    ///
    /// @param target where to put them
    /// @param at where in the target
    /// @param length how many at most, at least 1
    /// @param position which ones; a stream gives what comes next
    /// @return how many; -1 at the end
    int read(ByteBuffer target, int at, int length, long position) throws IOException;

    /// Something from which the bytes of a long line can be copied, while it is being read.
    Copy copy(long position) throws IOException;

    /// Keeps hold of the bytes of a line that is too long for the memory.
    interface Copy extends Closeable {
        /// Takes note of bytes that were read and will be overwritten.
        void add(ByteBuffer data, int from, int to) throws IOException;

        /// Where all bytes that were noted can be read; null if nowhere.
        @Nullable FileChannel channel();

        /// Where they begin there.
        long begin();

        /// For a line of which nobody will want the bytes.
        static Copy none() {
            return FileSource.NOWHERE;
        }
    }
}
