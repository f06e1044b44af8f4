package io.manyhands.worker;

import io.manyhands.Action;
import io.manyhands.Fn;
import io.manyhands.spi.Holdings;
import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.Codec;
import io.manyhands.wire.LargeArray;
import io.manyhands.wire.NotDecodableException;
import io.manyhands.wire.NotEncodableException;
import io.manyhands.wire.Output;
import io.manyhands.wire.Refusal;
import io.manyhands.wire.Subject;
import io.manyhands.worker.Functions.GuestFunction;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Decodes a call, runs it, and encodes its outcome, whatever is thrown on the way. Confined to the
/// main thread.
final class Runner {
    /// Given back while an outcome is put together for which there is no memory.
    private static final int RESERVE_BYTES = 64 * 1024;

    private static final int MOST_CAUSES = 100;
    private static final byte[] NOTHING = {};

    private final Loaders loaders;
    private final Functions functions;

    @SuppressWarnings("UnusedVariable") // held so that it can be let go
    private byte @Nullable [] reserve = new byte[RESERVE_BYTES];

    /// The codec of the call that runs.
    private Codec codec;

    /// Where values are encoded.
    private final Output output = new Output();

    /// The outcome that [#run] has given: the first `length` of the bytes, and the arrays.
    private byte kind;

    private byte[] bytes = NOTHING;
    private int length;
    private LargeArray[] arrays = LargeArray.NONE;

    /// Whether there was no memory for the last call.
    private boolean isSpent;

    /// What came with the call, until it is decoded.
    private LargeArray @Nullable [] received = LargeArray.NONE;

    Runner(Loaders loaders, Functions functions) {
        this.loaders = loaders;
        this.functions = functions;
        this.codec = loaders.of(0).codec();
    }

    /// Says what the next call comes with.
    ///
    /// @param newArrays the large arrays of the task or the item; null if there was no memory for
    ///   them
    /// @param place where those of its result go
    void begin(LargeArray @Nullable [] newArrays, Output.LargeArrays place) {
        received = newArrays;
        output.largeArrays(place);
    }

    /// Runs a call. Its outcome is [#kind()], [#bytes()] and [#length()] until [#forget()].
    ///
    /// @param type one of the calls in [CallDescriptor]
    /// @param argument the loader's or the function's id
    /// @param payload has the task or the item; null if there was no memory for it
    /// @param offset where that begins
    /// @param payloadLength how long that is
    /// @return false if there is no outcome, not even a name
    boolean run(byte type, int argument, byte @Nullable [] payload, int offset, int payloadLength) {
        isSpent = false;
        try {
            setValue(type, argument, payload, offset, payloadLength);
            return true;
        } catch (Throwable failure) {
            isSpent |= isOutOfMemory(failure);
            return setFailure(failure);
        }
    }

    /// Whether the heap ran out under what was run last, as far as its outcome tells: by itself or
    /// as a cause. What the task had begun elsewhere in this JVM may be broken then.
    boolean isSpent() {
        return isSpent;
    }

    private static boolean isOutOfMemory(Throwable failure) {
        try {
            Throwable each = failure;
            for (int depth = 0; each != null && depth < MOST_CAUSES; depth++) {
                if (each instanceof OutOfMemoryError) {
                    return true;
                }
                each = each.getCause();
            }
            return false;
        } catch (Throwable thrown) {
            // By the failure's own code.
            return thrown instanceof OutOfMemoryError;
        }
    }

    /// What [#run] gave: `VALUE`, `FAILURE`, `REFUSED` or `BARE_FAILURE`.
    byte kind() {
        return kind;
    }

    /// Begins with the encoded outcome.
    byte[] bytes() {
        return bytes;
    }

    /// How many bytes the outcome has.
    int length() {
        return length;
    }

    /// The large arrays of the outcome.
    LargeArray[] arrays() {
        return arrays;
    }

    /// Keeps nothing of the call, nor of its outcome, which was sent.
    void forget() {
        bytes = NOTHING;
        arrays = LargeArray.NONE;
        received = LargeArray.NONE;
        output.reset();
    }

    /// Keeps nothing of a loader that is gone.
    void forgetLoader(int id) {
        loaders.forget(id);
        // It may be the one of the call before.
        enter(0);
    }

    private void setValue(
            byte type, int argument, byte @Nullable [] payload, int offset, int payloadLength)
            throws Exception {
        Object result;
        try {
            result = perform(type, argument, payload, offset, payloadLength);
        } catch (Undecodable undecodable) {
            setRefusal(undecodable.refused, undecodable.what);
            return;
        }
        try {
            codec.encode(Subject.RESULT, result, output);
            set(CallDescriptor.VALUE, output.bytes(), output.length());
            arrays = output.arrays();
        } catch (NotEncodableException refused) {
            if (refused.getCause() instanceof OutOfMemoryError noMemory) {
                // Nothing is wrong with the result but its size.
                throw noMemory;
            }
            setRefusal(refused, refused.path());
        }
    }

    /// Runs a call. What it holds then is taken from it, and it fails for that.
    private @Nullable Object perform(
            byte type, int argument, byte @Nullable [] payload, int offset, int payloadLength)
            throws Exception {
        Object result;
        try {
            result =
                    switch (type) {
                        case CallDescriptor.TASK ->
                                runTask(argument, payload, offset, payloadLength);
                        case CallDescriptor.ITEM, CallDescriptor.ITEMS ->
                                applyTo(argument, payload, offset, payloadLength);
                        default -> runGuest(type, argument, payload, offset, payloadLength);
                    };
        } catch (Throwable failure) {
            IllegalStateException held = Holdings.endTaskOfProcess();
            if (held != null) {
                failure.addSuppressed(held);
            }
            throw failure;
        }
        IllegalStateException held = Holdings.endTaskOfProcess();
        if (held != null) {
            throw held;
        }
        return result;
    }

    private void set(byte newKind, byte[] newBytes, int newLength) {
        kind = newKind;
        bytes = newBytes;
        length = newLength;
    }

    private @Nullable Object runTask(
            int loader, byte @Nullable [] payload, int offset, int payloadLength) throws Exception {
        enter(loader);
        return call(decodeReceived("task", payload, offset, payloadLength));
    }

    /// Runs what another worker has sent: without dictionaries, which are those of a line.
    private @Nullable Object runGuest(
            byte type, int loader, byte @Nullable [] payload, int offset, int payloadLength)
            throws Exception {
        enter(loader);
        codec = Codec.of(loaders.of(loader).loader());
        if (type == CallDescriptor.GUEST_TASK || payload == null) {
            return call(decodeReceived("task", payload, offset, payloadLength));
        }
        ByteBuffer header = ByteBuffer.wrap(payload, offset, payloadLength);
        GuestFunction wanted = new GuestFunction(loader, header.getLong(), header.getInt());
        int length = header.getInt();
        int from = header.position();
        Object function = functions.find(wanted);
        if (function == null) {
            function = decode("function", payload, from, length, LargeArray.NONE);
            functions.keep(wanted, function);
        }
        int to = from + length;
        return apply(function, payload, to, offset + payloadLength - to);
    }

    private static @Nullable Object call(@Nullable Object task) throws Exception {
        if (task instanceof Callable<?> valued) {
            return valued.call();
        }
        if (task instanceof Action action) {
            action.act();
        } else if (task instanceof Runnable action) {
            action.run();
        } else {
            throw notOfType("A task must be decoded as one", task);
        }
        return null;
    }

    private @Nullable Object applyTo(
            int id, byte @Nullable [] payload, int offset, int payloadLength) throws Exception {
        Functions.Entry entry = functions.find(id);
        if (entry == null) {
            throw new IllegalStateException(
                    "A function must come before its items: function=" + id);
        }
        enter(entry.loader());
        Object function = entry.decoded();
        if (function == null) {
            byte[] encoded = entry.bytes();
            int encodedLength = encoded == null ? 0 : encoded.length;
            function = decode("function", encoded, 0, encodedLength, LargeArray.NONE);
            entry.decoded(function);
        }
        return apply(function, payload, offset, payloadLength);
    }

    private @Nullable Object apply(
            @Nullable Object function, byte @Nullable [] payload, int offset, int payloadLength)
            throws Exception {
        if (!(function instanceof Fn<?, ?>)) {
            throw notOfType("A function must be decoded as one", function);
        }
        @SuppressWarnings("unchecked") // the items are those of the function
        Fn<@Nullable Object, @Nullable Object> applied =
                (Fn<@Nullable Object, @Nullable Object>) function;
        return applied.call(decodeReceived("argument", payload, offset, payloadLength));
    }

    private void enter(int loader) {
        Loaders.Place place = loaders.of(loader);
        codec = place.codec();
        Thread.currentThread().setContextClassLoader(place.loader());
    }

    /// Decodes what has come for this call, and keeps nothing of it: it is the call's own.
    private @Nullable Object decodeReceived(
            String what, byte @Nullable [] payload, int offset, int payloadLength)
            throws Undecodable {
        LargeArray[] own = received;
        received = LargeArray.NONE;
        return decode(what, payload, offset, payloadLength, own);
    }

    private @Nullable Object decode(
            String what,
            byte @Nullable [] encoded,
            int offset,
            int encodedLength,
            LargeArray @Nullable [] itsArrays)
            throws Undecodable {
        if (encoded == null || itsArrays == null) {
            throw new OutOfMemoryError(
                    "What a call needs must fit into the worker's heap: " + what);
        }
        try {
            return codec.decode(encoded, offset, encodedLength, itsArrays);
        } catch (NotDecodableException refused) {
            throw new Undecodable(what, refused);
        }
    }

    private void setRefusal(Exception refused, String path) {
        String message = String.valueOf(refused.getMessage());
        // The sentence is told already; what is of interest below it is its cause.
        Throwable cause = refused.getCause();
        byte[] failure = cause == null ? NOTHING : codec.encodeFailure(cause);
        byte[] refusal = new Refusal(message, path, failure).encode();
        set(CallDescriptor.REFUSED, refusal, refusal.length);
    }

    private boolean setFailure(Throwable failure) {
        try {
            byte[] encoded = codec.encodeFailure(failure);
            set(CallDescriptor.FAILURE, encoded, encoded.length);
            return true;
        } catch (Throwable again) {
            isSpent |= again instanceof OutOfMemoryError;
            return setName(failure);
        }
    }

    private boolean setName(Throwable failure) {
        reserve = null;
        try {
            String text =
                    failure.getClass().getName() + CallDescriptor.NAME_END + messageOf(failure);
            byte[] name = text.getBytes(StandardCharsets.UTF_8);
            set(CallDescriptor.BARE_FAILURE, name, name.length);
            return true;
        } catch (Throwable noMemory) {
            return false;
        } finally {
            refill();
        }
    }

    /// The message, or nothing if it cannot be told.
    private static String messageOf(Throwable failure) {
        try {
            return String.valueOf(failure.getMessage());
        } catch (Throwable thrown) {
            return "";
        }
    }

    private void refill() {
        try {
            reserve = new byte[RESERVE_BYTES];
        } catch (OutOfMemoryError noMemory) {
            reserve = NOTHING;
        }
    }

    private static IllegalStateException notOfType(String rule, @Nullable Object value) {
        String type = value == null ? "null" : value.getClass().getName();
        return new IllegalStateException(rule + ": type=" + type);
    }

    /// Carries a refusal past the user's code, which throws exceptions of its own.
    private static final class Undecodable extends Exception {
        private static final long serialVersionUID = 1L;

        private final String what;
        private final NotDecodableException refused;

        Undecodable(String what, NotDecodableException refused) {
            super(refused.getMessage(), refused, false, false);
            this.what = what;
            this.refused = refused;
        }
    }
}
