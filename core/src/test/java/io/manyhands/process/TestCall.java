package io.manyhands.process;

import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.Codec;
import io.manyhands.wire.Encoded;
import io.manyhands.wire.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A call with its answer.
final class TestCall extends Call {
    /// What came back.
    record Answer(byte kind, Encoded encoded) {
        byte[] payload() {
            return encoded.bytes();
        }
    }

    private final Codec codec;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();

    TestCall(Codec codec, byte type, long sequence, int argument, byte[] payload) {
        super(type, sequence, argument, payload);
        this.codec = codec;
    }

    TestCall(Codec codec, byte type, long sequence, Encoded encoded) {
        super(type, sequence, 0, encoded, 1);
        this.codec = codec;
    }

    void answered(byte kind, Encoded payload) {
        if (!answer.complete(new Answer(kind, payload))) {
            throw new IllegalStateException("A call must be answered once: " + sequence());
        }
    }

    boolean isDone() {
        return answer.isDone();
    }

    Answer await() throws Exception {
        return answer.get(30, TimeUnit.SECONDS);
    }

    /// The value.
    @Nullable Object value() throws Exception {
        Answer came = await();
        if (came.kind() != CallDescriptor.VALUE) {
            throw new IllegalStateException("A value must have come, and not " + text());
        }
        byte[] bytes = came.payload();
        return codec.decode(bytes, 0, bytes.length, came.encoded().arrays());
    }

    /// The answer in words.
    String text() throws Exception {
        Answer came = await();
        return switch (came.kind()) {
            case CallDescriptor.VALUE -> "value " + value();
            case CallDescriptor.FAILURE ->
                    "failure " + codec.decodeFailure(came.payload()).exception();
            case CallDescriptor.REFUSED -> {
                Refusal refusal = Refusal.decode(came.payload());
                yield "refused " + refusal.path() + ": " + refusal.message();
            }
            default -> "bare " + new String(came.payload(), StandardCharsets.UTF_8);
        };
    }
}
