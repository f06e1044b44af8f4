package io.manyhands.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import org.jspecify.annotations.Nullable;

/// Both ends of a line whose codecs have dictionaries, for tests.
final class Lines {
    final Dictionary sent = new Dictionary();
    final Dictionary received = new Dictionary();
    final Codec writer;
    final Codec reader;

    private Lines(ClassLoader from, ClassLoader to) {
        writer = Codec.of(from, sent, new Dictionary());
        reader = Codec.of(to, new Dictionary(), received);
    }

    static Lines between(ClassLoader from, ClassLoader to) {
        return new Lines(from, to);
    }

    static Lines here() {
        ClassLoader loader = Lines.class.getClassLoader();
        return new Lines(loader, loader);
    }

    /// Encodes a value, and sends the entries ahead.
    byte[] encode(@Nullable Object value) throws NotEncodableException, NotDecodableException {
        byte[] bytes = writer.encode(Subject.VALUE, value);
        sendEntries();
        return bytes;
    }

    void sendEntries() throws NotDecodableException {
        for (int id = received.size(); id < sent.size(); id++) {
            received.define(id, sent.entry(id));
        }
    }

    @Nullable Object copy(@Nullable Object value)
            throws NotEncodableException, NotDecodableException {
        return reader.decode(encode(value));
    }

    static boolean isCompact(byte[] bytes) {
        return bytes[0] != Scalars.OBJECT;
    }

    /// What JDK serialization makes of a value, once it knows paths.
    static @Nullable Object plainCopy(@Nullable Object value)
            throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new PathOutput(bytes)) {
            out.writeObject(value);
        }
        byte[] written = bytes.toByteArray();
        try (LoaderInput in =
                new LoaderInput(new ByteArrayInputStream(written), Lines.class.getClassLoader())) {
            return in.readObject();
        }
    }
}
