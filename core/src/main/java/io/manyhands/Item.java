package io.manyhands;

import io.manyhands.wire.Subject;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is done with each item of a map or a filter. Immutable.
final class Item {
    /// The raw result of an item that a filter does not keep.
    private static final Object DROPPED = new Object();

    /// An item on its way: itself, for a filter to keep, and its bytes, or why there are none.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Parcel(
            @Nullable Object item,
            byte @Nullable [] bytes,
            @Nullable TaskNotSerializableException refused) {}

    private final @Nullable Copies copies;
    private final Fn<Object, @Nullable Object> function;
    private final byte @Nullable [] functionBytes;
    private final boolean filters;

    private Item(@Nullable Copies copies, Fn<?, ?> function, boolean filters) {
        @SuppressWarnings("unchecked") // given only items of the type that the map was made with
        Fn<Object, @Nullable Object> raw = (Fn<Object, @Nullable Object>) function;
        this.copies = copies;
        this.function = raw;
        this.functionBytes = copies == null ? null : copies.encode(Subject.TASK, function);
        this.filters = filters;
    }

    static Item of(boolean copying, Fn<?, ?> function, boolean filters) {
        return new Item(copying ? Copies.of(function) : null, function, filters);
    }

    /// Whether a filter did not keep the item.
    @SuppressWarnings("ReferenceEquality") // it stands for itself
    static boolean isDropped(@Nullable Object raw) {
        return raw == DROPPED;
    }

    String code() {
        return Copies.codeOf(function);
    }

    /// Makes an item ready for its way, in the thread that iterates the input.
    @Nullable Object pack(@Nullable Object item) {
        if (copies == null) {
            return item;
        }
        try {
            return new Parcel(item, copies.encode(Subject.ARGUMENT, item), null);
        } catch (TaskNotSerializableException refused) {
            return new Parcel(item, null, refused);
        }
    }

    /// Does the work, on the worker.
    ///
    /// @return the raw result: a value, [Ended#NOTHING], or what [#isDropped(Object)] knows
    Object apply(@Nullable Object packed) throws Exception {
        if (packed instanceof Parcel parcel && copies != null) {
            return applyCopied(copies, parcel);
        }
        return kept(packed, function.call(unchecked(packed)));
    }

    private Object applyCopied(Copies with, Parcel parcel) throws Exception {
        byte[] bytes = parcel.bytes;
        if (bytes == null || functionBytes == null) {
            throw Objects.requireNonNull(parcel.refused);
        }
        @SuppressWarnings("unchecked") // the bytes are those of the function
        Fn<Object, @Nullable Object> copy =
                (Fn<Object, @Nullable Object>) unchecked(with.decode("function", functionBytes));
        Object argument = with.decode("argument", bytes);
        Object result;
        try {
            result = copy.call(unchecked(argument));
        } catch (Throwable failure) {
            throw Copies.<Exception>sneak(with.travelled(failure));
        }
        return kept(parcel.item, with.travelled(Subject.RESULT, result));
    }

    private Object kept(@Nullable Object item, @Nullable Object result) {
        if (!filters) {
            return Ended.value(result);
        }
        return Boolean.TRUE.equals(result) ? Ended.value(item) : DROPPED;
    }

    @SuppressWarnings("NullAway") // a function that takes null is given null
    private static Object unchecked(@Nullable Object value) {
        return value;
    }
}
