package io.manyhands;

import io.manyhands.spi.RemoteFunction;
import io.manyhands.wire.Encoded;
import io.manyhands.wire.Output;
import io.manyhands.wire.Subject;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is done with each item of a map or a filter. Immutable.
final class Item {
    /// The raw result of an item that a filter does not keep.
    private static final Object DROPPED = new Object();

    /// An item that is copied on its way: itself, if that is needed, and encoded.
    private record Copied(@Nullable Object item, Encoded encoded) {}

    /// An item that cannot travel.
    ///
    /// @param cause why
    record Refused(TaskNotSerializableException cause) {}

    private final @Nullable Copies copies;
    private final Fn<Object, @Nullable Object> function;
    private final byte @Nullable [] functionBytes;
    private final @Nullable RemoteFunction remote;
    private final boolean filters;

    private Item(Pool pool, Fn<?, ?> function, boolean filters) {
        @SuppressWarnings("unchecked") // given only items of the type that the map was made with
        Fn<Object, @Nullable Object> raw = (Fn<Object, @Nullable Object>) function;
        ClassLoader loader = Copies.loaderOf(function);
        Copies elsewhere = pool.copiesFor(loader);
        this.copies = elsewhere == null && pool.isCopying() ? Copies.of(function) : elsewhere;
        this.function = raw;
        if (elsewhere == null) {
            this.functionBytes = copies == null ? null : copies.encode(Subject.TASK, function);
            this.remote = null;
        } else {
            this.functionBytes = elsewhere.encodeForElsewhere(function);
            this.remote = new RemoteFunction(loader, functionBytes);
        }
        this.filters = filters;
    }

    static Item of(Pool pool, Fn<?, ?> function, boolean filters) {
        return new Item(pool, function, filters);
    }

    /// Whether a filter did not keep the item.
    @SuppressWarnings("ReferenceEquality") // it stands for itself
    static boolean isDropped(@Nullable Object raw) {
        return raw == DROPPED;
    }

    String code() {
        return Copies.codeOf(function);
    }

    /// What goes to workers elsewhere before the items; null if they are here.
    @Nullable RemoteFunction remote() {
        return remote;
    }

    /// Whether items are copied on their way.
    boolean isCopying() {
        return copies != null;
    }

    /// Makes an item ready for its way, in the thread that iterates the input.
    ///
    /// @param room to encode it in
    Object pack(@Nullable Object item, Output room) {
        Refused refused = encode(item, room);
        return refused == null ? new Copied(isKept() ? item : null, taken(room)) : refused;
    }

    /// Encodes an item.
    ///
    /// @param room where to, in place of what is there
    /// @return null, or why it cannot travel
    @Nullable Refused encode(@Nullable Object item, Output room) {
        try {
            Objects.requireNonNull(copies).encode(Subject.ARGUMENT, item, room);
            return null;
        } catch (TaskNotSerializableException refused) {
            return new Refused(refused);
        }
    }

    /// Takes an item out of where it was encoded.
    static Encoded taken(Output room) {
        Encoded taken = new Encoded(room.toByteArray(), room.takeArrays());
        room.reset();
        return taken;
    }

    /// Whether items are needed themselves once they are encoded.
    boolean isKept() {
        return remote == null || filters;
    }

    /// A packed item as a batch.
    static Batch alone(long number, @Nullable Object packed) {
        Copied copied = (Copied) Objects.requireNonNull(packed);
        return Batch.lone(number, copied.item, copied.encoded);
    }

    /// Does the work, on the worker.
    ///
    /// @return the raw result: a value, [Ended#NOTHING], or what [#isDropped(Object)] knows
    Object apply(@Nullable Object packed) throws Exception {
        if (packed instanceof Refused refused) {
            throw refused.cause;
        }
        if (packed instanceof Copied copied && copies != null) {
            return applyCopied(copies, copied);
        }
        return endHere(packed, function.call(unchecked(packed)));
    }

    private Object applyCopied(Copies with, Copied copied) throws Exception {
        @SuppressWarnings("unchecked") // the bytes are those of the function
        Fn<Object, @Nullable Object> copy =
                (Fn<Object, @Nullable Object>)
                        unchecked(with.decode("function", Objects.requireNonNull(functionBytes)));
        Object argument = with.decode("argument", copied.encoded.bytes());
        Object result;
        try {
            result = copy.call(unchecked(argument));
        } catch (Throwable failure) {
            throw Copies.<Exception>sneak(with.travelled(failure));
        }
        return endHere(copied.item, with.travelled(Subject.RESULT, result));
    }

    /// The raw result of an item that was done elsewhere.
    ///
    /// @param place which of the batch it is
    /// @param end what the worker has made of it, raw
    Object end(Batch batch, int place, Object end) {
        return filters && !Arrived.isFailure(end) ? filtered(batch.item(place), end) : end;
    }

    private Object endHere(@Nullable Object item, @Nullable Object result) {
        return filters ? filtered(item, result) : Ended.value(result);
    }

    private static Object filtered(@Nullable Object item, @Nullable Object verdict) {
        return Boolean.TRUE.equals(verdict) ? Ended.value(item) : DROPPED;
    }

    @SuppressWarnings("NullAway") // a function that takes null is given null
    private static Object unchecked(@Nullable Object value) {
        return value;
    }
}
