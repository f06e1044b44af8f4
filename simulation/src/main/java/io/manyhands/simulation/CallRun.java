package io.manyhands.simulation;

import io.manyhands.Action;
import io.manyhands.Fn;
import io.manyhands.spi.Answer;
import io.manyhands.spi.Parcel;
import io.manyhands.spi.RemoteFunction;
import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.Codec;
import io.manyhands.wire.LargeArray;
import io.manyhands.wire.NotDecodableException;
import io.manyhands.wire.NotEncodableException;
import io.manyhands.wire.Refusal;
import io.manyhands.wire.Subject;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Does what a simulated worker is sent: decodes it, runs it, encodes its outcome. For the worker's
/// own thread.
final class CallRun {
    private static final byte[] NOTHING = {};

    /// Those that items came for, decoded.
    private final Map<RemoteFunction, Object> functions = new HashMap<>();

    /// Carries a refusal past the user's code.
    private static final class Undecodable extends Exception {
        private static final long serialVersionUID = 1;

        private final String what;
        private final NotDecodableException refused;

        private Undecodable(String what, NotDecodableException refused) {
            super(refused.getMessage(), refused, false, false);
            this.what = what;
            this.refused = refused;
        }
    }

    Answer run(Parcel parcel) {
        Codec codec = Codec.of(parcel.loader());
        Thread.currentThread().setContextClassLoader(parcel.loader());
        try {
            Object result = perform(codec, parcel);
            return answer(CallDescriptor.VALUE, codec.encode(Subject.RESULT, result));
        } catch (Undecodable undecodable) {
            return refusal(codec, undecodable.refused, undecodable.what);
        } catch (NotEncodableException refused) {
            return refusal(codec, refused, refused.path());
        } catch (Throwable failure) {
            return answer(CallDescriptor.FAILURE, codec.encodeFailure(failure));
        }
    }

    private @Nullable Object perform(Codec codec, Parcel parcel) throws Exception {
        RemoteFunction function = parcel.function();
        byte[] bytes = parcel.encoded().bytes();
        if (function == null) {
            return call(decode(codec, "task", bytes));
        }
        Object known = functions.get(function);
        if (known == null) {
            known = Objects.requireNonNull(decode(codec, "function", function.bytes()));
            functions.put(function, known);
        }
        @SuppressWarnings("unchecked") // the items are those of the function
        Fn<@Nullable Object, @Nullable Object> applied =
                (Fn<@Nullable Object, @Nullable Object>) known;
        return applied.call(decode(codec, "argument", bytes));
    }

    private static @Nullable Object call(@Nullable Object task) throws Exception {
        return switch (task) {
            case Callable<?> valued -> valued.call();
            case Action action -> {
                action.act();
                yield null;
            }
            case Runnable action -> {
                action.run();
                yield null;
            }
            case null, default ->
                    throw new IllegalStateException("A task must be decoded as one: task=" + task);
        };
    }

    private static @Nullable Object decode(Codec codec, String what, byte[] bytes)
            throws Undecodable {
        try {
            return codec.decode(bytes);
        } catch (NotDecodableException refused) {
            throw new Undecodable(what, refused);
        }
    }

    private static Answer refusal(Codec codec, Exception refused, String path) {
        Throwable cause = refused.getCause();
        byte[] failure = cause == null ? NOTHING : codec.encodeFailure(cause);
        String message = String.valueOf(refused.getMessage());
        return answer(CallDescriptor.REFUSED, new Refusal(message, path, failure).encode());
    }

    private static Answer answer(byte kind, byte[] bytes) {
        Answer answer = new Answer();
        answer.fill(kind, bytes, 0, bytes.length, false, LargeArray.NONE);
        return answer;
    }
}
