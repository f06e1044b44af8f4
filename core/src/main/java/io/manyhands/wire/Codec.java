package io.manyhands.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectOutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Turns objects into bytes and back, by JDK serialization. What cannot travel is refused with the
/// path to the part that is the reason; what arrives is held to limits and to the user's filter.
///
/// Decoding runs user code (`readObject`, `readResolve`, constructors of records); encoding runs
/// `writeObject` and its kin, and runs them once more to explain a refusal. Neither belongs on a
/// management thread. Whatever that code throws, errors included, becomes the one checked exception
/// of the method. Thread-safe: immutable.
public final class Codec {
    private final ClassLoader loader;
    private final Limits limits;
    private final @Nullable ObjectInputFilter filter;

    private Codec(ClassLoader loader, Limits limits, @Nullable ObjectInputFilter filter) {
        this.loader = Objects.requireNonNull(loader);
        this.limits = Objects.requireNonNull(limits);
        this.filter = filter;
    }

    /// A codec with the default limits and no other filter.
    ///
    /// @param loader where classes are looked for first; then the context loader of the thread
    /// @return the codec
    public static Codec of(ClassLoader loader) {
        return new Codec(loader, Limits.defaults(), null);
    }

    /// A codec with limits and a filter of the user's.
    ///
    /// @param loader where classes are looked for first; then the context loader of the thread
    /// @param limits what one value may hold
    /// @param filter asked after the limits; what it leaves undecided is accepted. An allow-list
    ///   for tasks must have `java.lang.invoke.SerializedLambda` in it
    /// @return the codec
    static Codec of(ClassLoader loader, Limits limits, @Nullable ObjectInputFilter filter) {
        return new Codec(loader, limits, filter);
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

    /// The value of the bytes: a copy of what was encoded.
    ///
    /// @param bytes what [#encode] gave
    /// @return the copy; null if null was encoded
    /// @throws NotDecodableException if the bytes are not one whole encoded value, if a class is
    ///   missing or differs, if the limits or the filter refuse it, or if the value's own
    ///   deserialization code throws anything
    public @Nullable Object decode(byte[] bytes) throws NotDecodableException {
        if (bytes.length > limits.bytes()) {
            throw new NotDecodableException(
                    "An encoded value must stay within the limits: limit=bytes, allowed="
                            + limits.bytes()
                            + (", actual=" + bytes.length),
                    null);
        }
        boolean isObject = bytes.length > 0 && bytes[0] == Scalars.OBJECT;
        return isObject ? decodeObject(bytes) : Scalars.decode(bytes);
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
        try (ObjectOutputStream objects = new ObjectOutputStream(output)) {
            objects.writeObject(value);
        }
        return output.toByteArray();
    }

    private @Nullable Object decodeObject(byte[] bytes) throws NotDecodableException {
        Gatekeeper gatekeeper = new Gatekeeper(limits, filter, bytes.length);
        ByteArrayInputStream input = new ByteArrayInputStream(bytes, 1, bytes.length - 1);
        Object value;
        try (LoaderInput objects = new LoaderInput(input, loader)) {
            objects.setObjectInputFilter(gatekeeper);
            value = objects.readObject();
        } catch (Throwable failure) {
            throw Obstacles.explain(failure, gatekeeper.refusal(), bytes.length, loader);
        }
        if (input.available() > 0) {
            throw Scalars.damaged(bytes.length, null);
        }
        return value;
    }
}
