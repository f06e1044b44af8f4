package io.manyhands.wire;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.StreamCorruptedException;
import java.lang.invoke.SerializedLambda;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads one value of the compact form (see [Tags]), within limits and past the user's filter.
/// Confined to one thread.
final class CompactReader {
    private static final int INITIAL_OBJECTS = 8;
    private static final int MAX_INTEGER_BYTES = 6;
    private static final @Nullable Object[] NONE = {};

    private final Input input;
    private final int length;
    private final LargeArray[] arrays;
    private final @Nullable Entries entries;
    private final Limits limits;
    private final @Nullable ObjectInputFilter filter;

    /// Made when it is first asked.
    private @Nullable Gatekeeper gatekeeper;

    /// The objects by number; null where one is not finished that cannot be referred to before.
    private @Nullable Object[] objects = NONE;

    private int count;
    private int arraysRead;
    private int depth;
    private long references;

    CompactReader(
            Input input,
            LargeArray[] arrays,
            @Nullable Entries entries,
            Limits limits,
            @Nullable ObjectInputFilter filter) {
        this.input = input;
        this.length =
                (int)
                        Math.min(
                                Integer.MAX_VALUE,
                                input.remaining() + LargeArray.totalBytes(arrays));
        this.arrays = arrays;
        this.entries = entries;
        this.limits = limits;
        this.filter = filter;
    }

    /// The number that some bytes are.
    ///
    /// @return null unless they are one whole `Integer` as [CompactWriter] writes it
    static @Nullable Integer integer(byte[] bytes, int offset, int length) {
        if (length < 2 || length > MAX_INTEGER_BYTES || bytes[offset] != Tags.INTEGER) {
            return null;
        }
        int last = offset + length - 1;
        int zigzag = 0;
        int shift = 0;
        for (int at = offset + 1; at < last; at++) {
            if (bytes[at] >= 0) {
                return null;
            }
            zigzag |= (bytes[at] & 0x7f) << shift;
            shift += 7;
        }
        if (bytes[last] < 0) {
            return null;
        }
        zigzag |= bytes[last] << shift;
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    /// The value, which must take all of the bytes.
    @Nullable Object whole() throws Throwable {
        Object value = value();
        if (input.remaining() > 0) {
            throw new StreamCorruptedException("bytes are left over: " + input.remaining());
        }
        if (arraysRead < arrays.length) {
            throw new StreamCorruptedException("arrays are left over: " + arrays.length);
        }
        return value;
    }

    /// The sentence that says what the limits or the filter refused; null if nothing was.
    @Nullable String refusal() {
        return gatekeeper == null ? null : gatekeeper.refusal();
    }

    @Nullable Object value() throws Throwable {
        int tag = input.next();
        return switch (tag) {
            case Tags.NULL -> null;
            case Tags.FALSE -> scalar(Boolean.class, false);
            case Tags.TRUE -> scalar(Boolean.class, true);
            case Tags.INTEGER -> scalar(Integer.class, input.number());
            case Tags.LONG -> scalar(Long.class, input.longNumber());
            case Tags.LATIN_1 -> part(String.class, input.latin1());
            case Tags.UTF_16 -> part(String.class, input.utf16());
            case Tags.BACK -> back();
            case Tags.LAMBDA -> lambda();
            case Tags.RECORD -> record();
            case Tags.ENUM -> constant();
            case Tags.ARRAY -> array();
            case Tags.LARGE -> large();
            case Tags.PATH -> path();
            default -> tag <= Tags.DOUBLES ? leaf(tag) : CollectionReader.read(this, tag);
        };
    }

    private Object leaf(int tag) throws IOException {
        Class<?> type = LeafReader.type(tag);
        if (tag >= Tags.BOOLEANS) {
            int size = input.size(LeafReader.elementBytes(tag));
            ask(type, size);
            return numbered(LeafReader.array(tag, size, input));
        }
        ask(type, -1);
        Object value = LeafReader.read(tag, input);
        return LeafReader.isNumbered(tag) ? numbered(value) : value;
    }

    private Object large() throws IOException {
        if (arraysRead == arrays.length) {
            throw new StreamCorruptedException("there is no such array: number=" + arraysRead);
        }
        LargeArray next = arrays[arraysRead++];
        ask(LeafReader.type(next.tag()), next.length());
        return numbered(next.array());
    }

    private Object path() throws IOException {
        ask(Path.class, -1);
        return numbered(Path.of(input.text()));
    }

    private Object back() throws IOException {
        int number = input.count();
        if (filter != null) {
            ask(null, -1);
        }
        Object object = number >= 0 && number < count ? objects[number] : null;
        if (object == null) {
            throw new StreamCorruptedException("there is no such object: number=" + number);
        }
        return object;
    }

    private Object lambda() throws Throwable {
        if (!(entry() instanceof Entry.OfLambda entry)) {
            throw mismatch();
        }
        ask(entry.type(), -1);
        ask(SerializedLambda.class, entry.captured());
        int number = reserve();
        Object[] captured = new Object[entry.captured()];
        enter();
        for (int i = 0; i < captured.length; i++) {
            captured[i] = element();
        }
        leave();
        return finish(number, entry.rebuild(captured));
    }

    private Object record() throws Throwable {
        if (!(entry() instanceof Entry.OfRecord entry)) {
            throw mismatch();
        }
        ask(entry.type(), -1);
        int number = reserve();
        char[] kinds = entry.shape().kinds;
        Object[] components = new Object[kinds.length];
        enter();
        for (int i = 0; i < kinds.length; i++) {
            components[i] = component(kinds[i]);
        }
        leave();
        return finish(number, (Object) entry.shape().maker.invokeExact(components));
    }

    @SuppressWarnings("NullAway") // A component may be null.
    private Object component(char kind) throws Throwable {
        return switch (kind) {
            case 'Z' -> input.next() != 0;
            case 'B' -> input.next();
            case 'C' -> (char) input.nextShort();
            case 'S' -> input.nextShort();
            case 'I' -> input.number();
            case 'J' -> input.longNumber();
            case 'F' -> Float.intBitsToFloat(input.nextInt());
            case 'D' -> Double.longBitsToDouble(input.nextLong());
            default -> value();
        };
    }

    private Object constant() throws Throwable {
        if (!(entry() instanceof Entry.OfEnum entry)) {
            throw mismatch();
        }
        ask(entry.type(), -1);
        int place = input.count();
        if (place < 0 || place >= entry.names().length) {
            throw new StreamCorruptedException("there is no such constant: place=" + place);
        }
        return entry.constant(place);
    }

    private Object array() throws Throwable {
        if (!(entry() instanceof Entry.OfArray entry)) {
            throw mismatch();
        }
        int size = input.size(1);
        ask(entry.type(), size);
        Object[] array = entry.make(size);
        begin(array);
        enter();
        for (int i = 0; i < size; i++) {
            array[i] = element();
        }
        leave();
        return array;
    }

    private Entry entry() throws ReflectiveOperationException, IOException {
        if (entries == null) {
            throw new StreamCorruptedException("there is no dictionary to read it with");
        }
        return entries.entry(input.count());
    }

    private static StreamCorruptedException mismatch() {
        return new StreamCorruptedException("an entry of another kind is needed");
    }

    /// A value where null is as good as any.
    @SuppressWarnings("NullAway") // JDK collections and arrays hold null.
    Object element() throws Throwable {
        return value();
    }

    /// The size of a collection of a class, where each element takes at least so many bytes.
    int size(Class<?> type, int elementBytes) throws IOException {
        int size = input.size(elementBytes);
        ask(type, size);
        return size;
    }

    /// As [#size(Class, int)], for a class of the JDK's that has no other name in source code.
    int size(String className, int elementBytes) throws IOException, ClassNotFoundException {
        int size = input.size(elementBytes);
        askNamed(className, size);
        return size;
    }

    /// Gives the next number to an object that can be referred to from within itself.
    void begin(Object object) {
        objects = room();
        objects[count++] = object;
    }

    /// Takes the next number, for an object to be finished later.
    int reserve() {
        objects = room();
        return count++;
    }

    <T> T finish(int number, T object) {
        objects[number] = object;
        return object;
    }

    void enter() throws StreamCorruptedException {
        if (++depth > Tags.MAX_DEPTH) {
            throw new StreamCorruptedException("values are nested too deeply");
        }
    }

    void leave() {
        depth--;
    }

    /// Asks whether an object may come, and gives it.
    private Object scalar(Class<?> type, Object value) throws IOException {
        ask(type, -1);
        return value;
    }

    private Object part(Class<?> type, Object value) throws IOException {
        ask(type, -1);
        return numbered(value);
    }

    /// Asks whether an object of a class may come.
    ///
    /// @param arrayLength how many elements it has; -1 if it has none
    void ask(@Nullable Class<?> type, int arrayLength) throws IOException {
        references++;
        if (filter != null
                || depth >= limits.depth()
                || references > limits.references()
                || arrayLength > limits.arrayLength()) {
            askGatekeeper(type, arrayLength);
        }
    }

    /// As [#ask(Class, int)], for a class of the JDK's that has no other name in source code.
    void askNamed(String className, int arrayLength) throws IOException, ClassNotFoundException {
        ask(filter != null ? Class.forName(className) : null, arrayLength);
    }

    private void askGatekeeper(@Nullable Class<?> type, int arrayLength) throws IOException {
        long read = (long) length - input.remaining();
        Question question = new Question(type, arrayLength, depth + 1L, references, read);
        if (gatekeeper == null) {
            gatekeeper = new Gatekeeper(limits, length);
            gatekeeper.ask(filter);
        }
        if (gatekeeper.checkInput(question) == ObjectInputFilter.Status.REJECTED) {
            throw new InvalidClassException("filter status: REJECTED");
        }
    }

    /// A text, number or array that is the whole value needs no number.
    private Object numbered(Object object) {
        if (depth > 0) {
            begin(object);
        }
        return object;
    }

    private @Nullable Object[] room() {
        if (count < objects.length) {
            return objects;
        }
        return count == 0
                ? new @Nullable Object[INITIAL_OBJECTS]
                : Arrays.copyOf(objects, 2 * count);
    }

    /// What a filter is asked. Immutable.
    private record Question(
            @Nullable Class<?> serialClass,
            long arrayLength,
            long depth,
            long references,
            long streamBytes)
            implements ObjectInputFilter.FilterInfo {}
}
