package io.manyhands;

import io.manyhands.local.Packing;
import io.manyhands.wire.Codec;
import io.manyhands.wire.NotDecodableException;
import io.manyhands.wire.NotEncodableException;
import io.manyhands.wire.Subject;
import java.util.Objects;

/// Lets items of queues and topics travel as they would to and from another process. Stateless.
final class ItemCopies implements Packing {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Packed(ClassLoader loader, byte[] bytes) {}

    @Override
    public Object pack(Object item) {
        ClassLoader loader = Copies.loaderOf(item);
        try {
            return new Packed(loader, Codec.of(loader).encode(Subject.VALUE, item));
        } catch (NotEncodableException refused) {
            throw new IllegalArgumentException(refused.getMessage(), refused);
        }
    }

    @Override
    public Object unpack(Object packed) {
        Packed parts = (Packed) packed;
        try {
            return Objects.requireNonNull(Codec.of(parts.loader).decode(parts.bytes));
        } catch (NotDecodableException refused) {
            throw new IllegalStateException(refused.getMessage(), refused);
        }
    }
}
