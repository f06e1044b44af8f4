package io.manyhands;

import io.manyhands.spi.Answer;
import io.manyhands.spi.Parcel;
import io.manyhands.spi.RemoteWorker;
import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.Codec;
import io.manyhands.wire.HandleReply;
import io.manyhands.wire.LargeArray;
import io.manyhands.wire.NotDecodableException;
import io.manyhands.wire.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An end that has come from a worker elsewhere and is still encoded. Whoever asks for the outcome
/// decodes it, since that runs users' code; readers of answers never do. Immutable.
@SuppressWarnings("ArrayRecordComponent") // never compared
record Arrived(
        Codec codec, byte[] bytes, LargeArray[] arrays, byte kind, Supplier<String> details) {

    /// What a worker has answered: a value where it is found without running anybody's code, or
    /// what is to be decoded later.
    static Object of(RemoteWorker worker, Parcel parcel, Answer answer, Supplier<String> details) {
        Codec codec = worker.codec(parcel.loader());
        TaskStatus status = statusToldByParent(answer.kind());
        if (status != null) {
            Throwable cause = Copies.with(codec).decodeFailure(answer.kept());
            return new Ended(status, cause, details.get());
        }
        Object plain = plain(codec, answer);
        return plain == null ? later(codec, answer, details) : plain;
    }

    /// What is to be decoded later.
    static Object later(Codec codec, Answer answer, Supplier<String> details) {
        return new Arrived(codec, answer.kept(), answer.arrays(), answer.kind(), details);
    }

    /// A value that is found without running anybody's code; null if it is none.
    static @Nullable Object plain(Codec codec, Answer answer) {
        if (answer.kind() != CallDescriptor.VALUE
                || !codec.isPlain(answer.bytes(), answer.offset(), answer.length())) {
            return null;
        }
        try {
            return Ended.value(
                    codec.decode(
                            answer.bytes(), answer.offset(), answer.length(), answer.arrays()));
        } catch (NotDecodableException damaged) {
            // So it will be found later, too.
            return null;
        }
    }

    /// An end as it is, decoded if it is not yet.
    static Object settled(Object end) {
        return end instanceof Arrived arrived ? arrived.decoded() : end;
    }

    /// Whether a raw end is one of failure, as far as the worker knew.
    static boolean isFailure(@Nullable Object end) {
        return end instanceof Ended
                || (end instanceof Arrived arrived && arrived.kind != CallDescriptor.VALUE);
    }

    /// How it ended otherwise than by its own doing, if the parent has said so to a handle.
    private static @Nullable TaskStatus statusToldByParent(byte kind) {
        return switch (kind) {
            case HandleReply.CANCELLED -> TaskStatus.CANCELLED;
            case HandleReply.TIMED_OUT -> TaskStatus.TIMED_OUT;
            case HandleReply.LOST -> TaskStatus.WORKER_LOST;
            default -> null;
        };
    }

    /// The value as [Ended#value(Object)] has it, or an [Ended].
    private Object decoded() {
        Copies copies = Copies.with(codec);
        try {
            return switch (kind) {
                case CallDescriptor.VALUE -> Ended.value(copies.decode("result", bytes, arrays));
                case CallDescriptor.FAILURE -> failed(copies.decodeFailure(bytes));
                case CallDescriptor.REFUSED -> failed(refusal());
                default -> failed(bareFailure());
            };
        } catch (TaskNotSerializableException | NotDecodableException refused) {
            return failed(refused);
        }
    }

    private Ended failed(Throwable cause) {
        return Ended.failed(cause, details.get());
    }

    private TaskNotSerializableException refusal() throws NotDecodableException {
        Refusal refusal = Refusal.decode(bytes);
        boolean known = refusal.failure().length > 0;
        Throwable cause = known ? Copies.with(codec).decodeFailure(refusal.failure()) : null;
        return new TaskNotSerializableException(refusal.message(), refusal.path(), cause);
    }

    private RemoteTaskException bareFailure() {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf(CallDescriptor.NAME_END);
        return end < 0
                ? new RemoteTaskException(text, null, null)
                : new RemoteTaskException(text.substring(0, end), text.substring(end + 1), null);
    }
}
