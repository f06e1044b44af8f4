package io.manyhands.room;

import io.manyhands.memory.ItemBytes;
import io.manyhands.memory.Members;
import io.manyhands.memory.RobustList;
import io.manyhands.memory.Words;
import io.manyhands.wire.Codec;
import io.manyhands.wire.CommonEntries;
import io.manyhands.wire.Dictionary;
import io.manyhands.wire.NotDecodableException;
import io.manyhands.wire.NotEncodableException;
import io.manyhands.wire.Output;
import io.manyhands.wire.Subject;
import java.lang.ref.WeakReference;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How what goes through a queue or topic becomes bytes that any process can read. The descriptions
/// of classes are in the object's own memory, where every process finds them. Thread-safe.
/* A codec refers to the classes of its loader, so it is kept for as long as the garbage collector
 * leaves it. The loader is the context loader of the thread: that of its task, where it runs one.
 */
final class ItemCodec {
    private static final long ENTRIES_BYTES = 1 << 15;

    private final String title;
    private final Dictionary dictionary;
    private volatile @Nullable Known known;

    private record Known(WeakReference<ClassLoader> loader, WeakReference<Codec> codec) {}

    /// @param at the address: a multiple of 64; zeroes at first
    ItemCodec(Words words, long at, Members members, String title) {
        this.title = title;
        dictionary = new Dictionary(new Entries(new RobustList(words, at, ENTRIES_BYTES, members)));
    }

    /// How many bytes the descriptions take: a multiple of 64.
    static long sizeBytes() {
        return RobustList.sizeBytes(ENTRIES_BYTES);
    }

    /// Encodes an item.
    ///
    /// @throws IllegalArgumentException if it cannot travel
    void encode(Object item, Output output) {
        try {
            codec().encode(Subject.VALUE, item, output);
        } catch (NotEncodableException refused) {
            throw new IllegalArgumentException(refused.getMessage(), refused);
        }
    }

    /// The item of some bytes.
    ///
    /// @throws IllegalStateException if they cannot be decoded here
    Object decode(ItemBytes bytes) {
        try {
            return Objects.requireNonNull(codec().decode(bytes.bytes(), 0, bytes.length()));
        } catch (NotDecodableException refused) {
            throw new IllegalStateException(
                    "An item that cannot be decoded by who takes it is lost: from="
                            + (title + ", reason=" + refused.getMessage()),
                    refused);
        }
    }

    private Codec codec() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = context == null ? Codec.ownLoader() : context;
        Known last = known;
        if (last != null && last.loader.refersTo(loader)) {
            Codec codec = last.codec.get();
            if (codec != null) {
                return codec;
            }
        }
        Codec made = Codec.of(loader, dictionary, dictionary);
        known = new Known(new WeakReference<>(loader), new WeakReference<>(made));
        return made;
    }

    private record Entries(RobustList list) implements CommonEntries {
        @Override
        public long end() {
            return list.end();
        }

        @Override
        public byte[] read(long position) {
            return list.read(position);
        }

        @Override
        public long after(long position) {
            return list.after(position);
        }

        @Override
        public boolean append(long end, byte[] entry) {
            return list.append(end, entry);
        }
    }
}
