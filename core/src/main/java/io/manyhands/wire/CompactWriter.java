package io.manyhands.wire;

import io.manyhands.wire.BoundedOutput.TooLargeException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.SerializedLambda;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes one value in the compact form (see [Tags]), or finds that it cannot. Confined to one
/// thread.
final class CompactWriter {
    /*
     * Only what JDK serialization would do is done here, and to the same effect: no user code runs,
     * fields are read and not accessors, and a class is known only if it is that very class and no
     * subclass. One part that is not known makes the whole value unknown: so shared references need
     * not cross from one form to the other.
     */
    private final Output out;
    private final Sharing sharing;
    private final Dictionary dictionary;
    private int depth;

    /// Whether the value has a view of an array, and whether it has an array that may be the one.
    private boolean hasView;

    private boolean hasArray;

    private CompactWriter(Output out, Dictionary dictionary) {
        this.out = out;
        this.sharing = out.sharing;
        this.dictionary = dictionary;
    }

    /// Writes a value into the output, which has begun.
    ///
    /// @return whether the compact form can express the value; if not, the output holds rubbish
    /// @throws TooLargeException if the value does not stay within the output's limit
    static boolean write(@Nullable Object value, Output out, Dictionary dictionary)
            throws TooLargeException {
        CompactWriter writer = new CompactWriter(out, dictionary);
        try {
            writer.value(value);
            out.end();
            return !(writer.hasView && writer.hasArray);
        } catch (TooLargeException | OutOfMemoryError failure) {
            throw failure;
        } catch (Throwable unknown) {
            // What else goes wrong here (the value is being changed by another thread, say, or is
            // nested too deeply), JDK serialization will meet again, and say so.
            return false;
        }
    }

    void value(@Nullable Object value) throws Throwable {
        if (value == null) {
            out.put(Tags.NULL);
            return;
        }
        Class<?> type = value.getClass();
        if (type == String.class) {
            text((String) value);
        } else if (type == Integer.class) {
            out.put(Tags.INTEGER);
            out.putNumber((int) value);
        } else if (type.getClassLoader() != null) {
            shaped(value, type);
        } else if (!ScalarWriter.write(value, type, out)) {
            builtIn(value, type);
        }
    }

    private void text(String text) throws TooLargeException, UnknownKindException {
        if (!isMetPart(text)) {
            out.putText(text);
        }
    }

    private void builtIn(Object value, Class<?> type) throws Throwable {
        String name = type.getName();
        if (LeafWriter.isLeaf(name)) {
            if (!isMetPart(value)) {
                LeafWriter.write(value, name, out);
            }
        } else if (!CollectionWriter.write(this, value, name)) {
            shaped(value, type);
        }
    }

    @SuppressWarnings("EnumOrdinal") // The entry has the names, in this order.
    private void shaped(Object value, Class<?> type) throws Throwable {
        Shape shape =
                Shape.of(value instanceof Enum<?> constant ? constant.getDeclaringClass() : type);
        if (shape instanceof EnumShape constants) {
            entry(Tags.ENUM, ((Enum<?>) value).getDeclaringClass(), constants.definition);
            out.putCount(((Enum<?>) value).ordinal());
            return;
        }
        if (shape instanceof NoShape) {
            throw UnknownKindException.SIGNAL;
        }
        if (isMet(value, !(shape instanceof ArrayShape))) {
            return;
        }
        if (shape instanceof LambdaShape lambda) {
            lambda(lambda, value, type);
        } else if (shape instanceof RecordShape components) {
            record(components, value, type);
        } else if (shape instanceof ArrayShape array) {
            array(array, (Object[]) value, type);
        }
    }

    private void lambda(LambdaShape shape, Object value, Class<?> type) throws Throwable {
        int number = sharing.last();
        SerializedLambda lambda = shape.replace(value);
        int id = dictionary.idOf(type);
        if (id < 0) {
            id = added(type, LambdaShape.define(lambda));
        }
        out.put(Tags.LAMBDA);
        out.putCount(id);
        enter();
        int captured = lambda.getCapturedArgCount();
        for (int i = 0; i < captured; i++) {
            value(lambda.getCapturedArg(i));
        }
        depth--;
        sharing.close(number);
    }

    private void record(RecordShape shape, Object value, Class<?> type) throws Throwable {
        int number = sharing.last();
        entry(Tags.RECORD, type, shape.definition);
        enter();
        MethodHandle[] getters = shape.getters;
        for (int i = 0; i < getters.length; i++) {
            component(shape.kinds[i], getters[i], value);
        }
        depth--;
        sharing.close(number);
    }

    private void component(char kind, MethodHandle getter, Object owner) throws Throwable {
        switch (kind) {
            case 'Z' -> out.put((boolean) getter.invokeExact(owner) ? 1 : 0);
            case 'B' -> out.put((byte) getter.invokeExact(owner));
            case 'C' -> out.putShort((char) getter.invokeExact(owner));
            case 'S' -> out.putShort((short) getter.invokeExact(owner));
            case 'I' -> out.putNumber((int) getter.invokeExact(owner));
            case 'J' -> out.putNumber((long) getter.invokeExact(owner));
            case 'F' -> out.putInt(Float.floatToRawIntBits((float) getter.invokeExact(owner)));
            case 'D' -> out.putLong(Double.doubleToRawLongBits((double) getter.invokeExact(owner)));
            default -> value((Object) getter.invokeExact(owner));
        }
    }

    private void array(ArrayShape shape, Object[] array, Class<?> type) throws Throwable {
        hasArray = true;
        entry(Tags.ARRAY, type, shape.definition);
        out.putCount(array.length);
        enter();
        for (Object element : array) {
            value(element);
        }
        depth--;
    }

    private void entry(int tag, Class<?> type, byte[] definition)
            throws TooLargeException, UnknownKindException {
        int id = dictionary.idOf(type);
        out.put(tag);
        out.putCount(id < 0 ? added(type, definition) : id);
    }

    private int added(Class<?> type, byte[] definition) throws UnknownKindException {
        int id = dictionary.add(type, definition);
        if (id < 0) {
            throw UnknownKindException.SIGNAL;
        }
        return id;
    }

    /// Writes a collection's size and its elements.
    void elements(Iterator<?> elements, int size) throws Throwable {
        out.putCount(size);
        enter();
        for (int i = 0; i < size; i++) {
            value(elements.next());
        }
        depth--;
    }

    /// Writes a map's size and its keys and values in turn.
    void mappings(Map<?, ?> map) throws Throwable {
        int size = map.size();
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        out.putCount(size);
        enter();
        for (int i = 0; i < size; i++) {
            Map.Entry<?, ?> entry = entries.next();
            value(entry.getKey());
            value(entry.getValue());
        }
        depth--;
    }

    /// The number of the object that began last.
    int last() {
        return sharing.last();
    }

    /// Says that an object that was open can be referred to from now on.
    void close(int number) {
        sharing.close(number);
    }

    void put(int tag) throws TooLargeException {
        out.put(tag);
    }

    void notesView() {
        hasView = true;
    }

    void enter() throws UnknownKindException {
        if (++depth > Tags.MAX_DEPTH) {
            throw UnknownKindException.SIGNAL;
        }
    }

    void leave() {
        depth--;
    }

    /// Writes the number of an object that was met before, if it was; otherwise gives it a number.
    ///
    /// @param isOpen whether it cannot be referred to before [#close]
    boolean isMet(Object object, boolean isOpen) throws TooLargeException, UnknownKindException {
        int number = sharing.findOrAdd(object, isOpen);
        if (number < 0) {
            return false;
        }
        if (sharing.isOpen(number)) {
            throw UnknownKindException.SIGNAL;
        }
        out.put(Tags.BACK);
        out.putCount(number);
        return true;
    }

    /// As [#isMet], for an object without parts: it has no number if it is the whole value.
    private boolean isMetPart(Object object) throws TooLargeException, UnknownKindException {
        return depth > 0 && isMet(object, false);
    }
}
