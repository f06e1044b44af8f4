package io.manyhands.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Turns objects into bytes and back. What cannot travel is refused with the path to the part that
/// is the reason; what arrives is held to limits and to the user's filter.
///
/// A codec with dictionaries writes a compact form of what it knows: the JDK's values and
/// collections, arrays, enums, records, lambdas and method references. All else, and everything
/// without dictionaries, goes by JDK serialization, which is made to know the paths of the default
/// file system. The copy is the same either way, but that boxed numbers, dates and paths need not
/// be kept identical to each other, and that the components of a record and the constants in use of
/// an enum must be the same on both sides.
///
/// Decoding runs user code (`readObject`, `readResolve`, constructors of records); encoding runs
/// `writeObject` and its kin, and runs them once more to explain a refusal. Neither belongs on a
/// management thread. Whatever that code throws, errors included, becomes the one checked exception
/// of the method. Thread-safe: immutable.
public final class Codec {
    private final ClassLoader loader;
    private final Limits limits;
    private final @Nullable ObjectInputFilter filter;
    private final JvmFilter.Asked jvmFilter;
    private final @Nullable Dictionary outgoing;
    private final @Nullable Entries incoming;

    private Codec(
            ClassLoader loader,
            Limits limits,
            @Nullable ObjectInputFilter filter,
            JvmFilter.Asked jvmFilter,
            @Nullable Dictionary outgoing,
            @Nullable Entries incoming) {
        this.loader = Objects.requireNonNull(loader);
        this.limits = Objects.requireNonNull(limits);
        this.filter = filter;
        this.jvmFilter = jvmFilter;
        this.outgoing = outgoing;
        this.incoming = incoming;
    }

    /// The loader that finds this library's classes: in a worker, where the JVM itself has loaded
    /// them, the system's.
    ///
    /// @return the loader
    public static ClassLoader ownLoader() {
        ClassLoader own = Codec.class.getClassLoader();
        return own == null ? ClassLoader.getSystemClassLoader() : own;
    }

    /// A codec with the default limits and no filter but the JVM's, which writes no compact form.
    ///
    /// @param loader where classes are looked for first; then the context loader of the thread
    /// @return the codec
    public static Codec of(ClassLoader loader) {
        return of(loader, Limits.defaults(), null);
    }

    /// A codec for one end of a line, with the default limits and no filter but the JVM's.
    ///
    /// @param loader where classes are looked for first; then the context loader of the thread
    /// @param outgoing what the other end is told of; encoding adds to it
    /// @param incoming what the other end told; another one, or the same for a line to oneself
    /// @return the codec
    public static Codec of(ClassLoader loader, Dictionary outgoing, Dictionary incoming) {
        return new Codec(
                loader,
                Limits.defaults(),
                null,
                JvmFilter.Asked.ALWAYS,
                outgoing,
                new Entries(incoming, loader));
    }

    /// A codec with limits and a filter of the user's.
    ///
    /// @param loader where classes are looked for first; then the context loader of the thread
    /// @param limits what one value may hold
    /// @param filter asked after the limits; what it leaves undecided is accepted. An allow-list
    ///   for tasks must have `java.lang.invoke.SerializedLambda` in it
    /// @return the codec
    static Codec of(ClassLoader loader, Limits limits, @Nullable ObjectInputFilter filter) {
        return new Codec(loader, limits, filter, JvmFilter.Asked.ALWAYS, null, null);
    }

    /// This codec with a filter of the user's, which is asked about each object of a value that is
    /// not a mere number, text or date.
    ///
    /// @param newFilter asked after the limits; what it leaves undecided is accepted. An allow-list
    ///   for tasks must have `java.lang.invoke.SerializedLambda` in it
    /// @return a codec with the same loader, limits and dictionaries
    public Codec withFilter(ObjectInputFilter newFilter) {
        return new Codec(loader, limits, newFilter, jvmFilter, outgoing, incoming);
    }

    /// This codec for the end of a line that trusts the other: it asks the JVM's filter only where
    /// that costs nothing, or a property says that there is one.
    ///
    /// @return a codec with the same loader, limits, filter and dictionaries
    public Codec trusting() {
        return new Codec(loader, limits, filter, JvmFilter.Asked.IF_KNOWN, outgoing, incoming);
    }

    /// This codec for values of this library only, whatever filter the JVM has.
    Codec withoutJvmFilter() {
        return new Codec(loader, limits, filter, JvmFilter.Asked.NEVER, outgoing, incoming);
    }

    /// This codec with other limits.
    Codec withLimits(Limits newLimits) {
        return new Codec(loader, newLimits, filter, jvmFilter, outgoing, incoming);
    }

    /// Whether decoding some bytes runs no user code, not even a filter's, and looks for no class:
    /// so is it for null, truth values, numbers, characters, texts and dates, and for arrays of
    /// primitives if it is known that there is no filter. Any thread may decode them at once.
    ///
    /// @param bytes what [#encode] gave, among others
    /// @param offset where it begins
    /// @param length how many bytes it has
    /// @return whether they are plain
    /// @throws IndexOutOfBoundsException if there are not so many bytes
    public boolean isPlain(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0 || !Tags.isPlain(bytes[offset])) {
            return false;
        }
        return Tags.isUnasked(bytes[offset])
                || (filter == null
                        && (!JvmFilter.isForCompact(jvmFilter) || JvmFilter.isKnownToBeNone()));
    }

    /// The bytes of a value.
    ///
    /// @param subject what the value is, for the words of a refusal
    /// @param value what to encode, or null
    /// @return the bytes, for [#decode]
    /// @throws NotEncodableException if the value or something that it reaches is not serializable,
    ///   if its own serialization code throws anything, if it is nested more deeply than the
    ///   thread's stack can follow, or if it is longer than the limit
    public byte[] encode(Subject subject, @Nullable Object value) throws NotEncodableException {
        if (outgoing != null) {
            Output output = new Output();
            encode(subject, value, output);
            return output.toByteArray();
        }
        byte[] scalar = Scalars.encode(value);
        if (value == null || (scalar != null && scalar.length <= limits.bytes())) {
            return Objects.requireNonNull(scalar);
        }
        try {
            return write(value);
        } catch (Throwable failure) {
            throw Refusals.explain(subject, value, failure);
        }
    }

    /// A value with its large arrays beside its bytes, if there are dictionaries. It must not be
    /// changed before [Encoded#whole()], or [LargeArray#fill()] for each array.
    ///
    /// @param subject what the value is, for the words of a refusal
    /// @param value what to encode, or null
    /// @return the encoded value, to be released when it is not needed any more
    /// @throws NotEncodableException as [#encode(Subject, Object)] does
    public Encoded encodeApart(Subject subject, @Nullable Object value)
            throws NotEncodableException {
        if (outgoing == null) {
            return new Encoded(encode(subject, value), LargeArray.NONE);
        }
        Output output = new Output();
        output.largeArrays(Output.LargeArrays.COPIED);
        encode(subject, value, output);
        return new Encoded(output.toByteArray(), output.arrays());
    }

    /// Puts the bytes of a value into a buffer, in place of what is there.
    ///
    /// @param subject what the value is, for the words of a refusal
    /// @param value what to encode, or null
    /// @param output where to; empty if the value is refused
    /// @throws NotEncodableException as [#encode(Subject, Object)] does
    public void encode(Subject subject, @Nullable Object value, Output output)
            throws NotEncodableException {
        output.begin(limits.bytes());
        boolean done = false;
        try {
            if (outgoing == null || !CompactWriter.write(value, output, outgoing)) {
                output.begin(limits.bytes());
                output.putBytes(withoutDictionary().encode(subject, value));
            }
            done = true;
        } catch (IOException | OutOfMemoryError failure) {
            throw Refusals.explain(subject, Objects.requireNonNull(value), failure);
        } finally {
            if (!done) {
                output.reset();
            }
        }
    }

    /// The value of the bytes: a copy of what was encoded.
    ///
    /// @param bytes what [#encode] gave
    /// @return the copy; null if null was encoded
    /// @throws NotDecodableException if the bytes are not one whole encoded value, if a class is
    ///   missing or differs, if the limits or the filter refuse it, or if the value's own
    ///   deserialization code throws anything
    public @Nullable Object decode(byte[] bytes) throws NotDecodableException {
        return decode(bytes, 0, bytes.length);
    }

    /// The value of some of the bytes: a copy of what was encoded.
    ///
    /// @param bytes what [#encode] gave, among others; not changed
    /// @param offset where it begins
    /// @param length how many bytes it has
    /// @return the copy; null if null was encoded
    /// @throws NotDecodableException as [#decode(byte[])] does
    /// @throws IndexOutOfBoundsException if there are not so many bytes
    public @Nullable Object decode(byte[] bytes, int offset, int length)
            throws NotDecodableException {
        return decode(bytes, offset, length, LargeArray.NONE);
    }

    /// The value of some bytes, and of the large arrays that came with them.
    ///
    /// @param bytes what [#encode] gave, among others; not changed
    /// @param offset where it begins
    /// @param length how many bytes it has
    /// @param arrays what came with the bytes; they become parts of the value itself, so that it is
    ///   decoded only once
    /// @return the copy; null if null was encoded
    /// @throws NotDecodableException as [#decode(byte[])] does
    /// @throws IndexOutOfBoundsException if there are not so many bytes
    public @Nullable Object decode(byte[] bytes, int offset, int length, LargeArray[] arrays)
            throws NotDecodableException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        long total = arrays.length == 0 ? length : length + LargeArray.totalBytes(arrays);
        if (total > limits.bytes()) {
            throw new NotDecodableException(
                    "An encoded value must stay within the limits: limit=bytes, allowed="
                            + limits.bytes()
                            + (", actual=" + total),
                    null);
        }
        // Within any limits, by itself.
        Integer number =
                filter == null && arrays.length == 0
                        ? CompactReader.integer(bytes, offset, length)
                        : null;
        if (number != null) {
            return number;
        }
        int tag = length == 0 ? Scalars.NULL : bytes[offset];
        if (tag == Scalars.OBJECT) {
            return decodeObject(bytes, offset, length);
        }
        return Tags.isCompact(tag)
                ? decodeCompact(tag, new Input(bytes, offset, length), arrays)
                : Scalars.decode(bytes, offset, length);
    }

    /// The bytes of an exception: its image always, and the exception itself where it can be
    /// encoded. Runs the exception's `getMessage`, `getCause` and `getStackTrace`, guarded.
    ///
    /// @param failure any exception or error
    /// @return the bytes, for [#decodeFailure]
    public byte[] encodeFailure(Throwable failure) {
        return Failures.encode(this, failure);
    }

    /// The exception of the bytes that [#encodeFailure] gave: the real one where it can be decoded,
    /// and its image always.
    ///
    /// @param bytes what [#encodeFailure] gave
    /// @return the exception and its image
    /// @throws NotDecodableException if the bytes are not one whole encoded failure
    public DecodedFailure decodeFailure(byte[] bytes) throws NotDecodableException {
        return Failures.decode(this, bytes);
    }

    private byte[] write(Object value) throws IOException {
        BoundedOutput output = new BoundedOutput(limits.bytes());
        output.write(Scalars.OBJECT);
        // Not closed, as there is nothing to close: a second failure on the way out would hide the
        // first.
        PathOutput objects = new PathOutput(output);
        objects.writeObject(value);
        objects.flush();
        return output.toByteArray();
    }

    private Codec withoutDictionary() {
        return outgoing == null
                ? this
                : new Codec(loader, limits, filter, jvmFilter, null, incoming);
    }

    private @Nullable Object decodeCompact(int tag, Input input, LargeArray[] arrays)
            throws NotDecodableException {
        int length = input.remaining();
        ObjectInputFilter asked = Tags.isUnasked(tag) ? null : asked(length);
        CompactReader reader = new CompactReader(input, arrays, incoming, limits, asked);
        try {
            return reader.whole();
        } catch (Throwable failure) {
            throw Obstacles.explain(failure, reader.refusal(), length, loader);
        }
    }

    private @Nullable Object decodeObject(byte[] bytes, int offset, int length)
            throws NotDecodableException {
        Gatekeeper gatekeeper = new Gatekeeper(limits, length);
        ByteArrayInputStream input = new ByteArrayInputStream(bytes, offset + 1, length - 1);
        Object value;
        try (LoaderInput objects = new LoaderInput(input, loader)) {
            boolean isAsked = jvmFilter != JvmFilter.Asked.NEVER;
            gatekeeper.ask(merged(isAsked ? objects.getObjectInputFilter() : null));
            objects.setObjectInputFilter(gatekeeper);
            value = objects.readObject();
        } catch (Throwable failure) {
            throw Obstacles.explain(failure, gatekeeper.refusal(), length, loader);
        }
        if (input.available() > 0) {
            throw Scalars.damaged(length, null);
        }
        return value;
    }

    /// What is asked about the parts of a compact value; null if nothing is.
    private @Nullable ObjectInputFilter asked(int length) throws NotDecodableException {
        if (!JvmFilter.isForCompact(jvmFilter)) {
            return filter;
        }
        try {
            return merged(JvmFilter.current());
        } catch (Throwable failure) {
            throw Obstacles.explain(failure, null, length, loader);
        }
    }

    /// The JVM's filter and the user's: what one of them refuses is refused.
    private @Nullable ObjectInputFilter merged(@Nullable ObjectInputFilter ofTheJvm) {
        if (ofTheJvm == null) {
            return filter;
        }
        return filter == null ? ofTheJvm : ObjectInputFilter.merge(filter, ofTheJvm);
    }
}
