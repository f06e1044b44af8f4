package io.manyhands.wire;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Puts the parts of answers together, and takes them apart. Stateless.
final class AnswerLayout {
    private static final int FIXED_PARTS = 2;

    private AnswerLayout() {}

    static List<byte[]> parts(ClassAnswer.ClassFile type) {
        List<byte[]> parts = new ArrayList<>();
        parts.add(type.file());
        parts.add(bytes(type.location()));
        for (String each : type.packageFacts()) {
            parts.add(bytes(each));
        }
        return parts;
    }

    static ClassAnswer.ClassFile classFile(List<byte[]> parts) {
        List<String> facts = new ArrayList<>();
        for (byte[] each : parts.subList(FIXED_PARTS, parts.size())) {
            facts.add(text(each));
        }
        return new ClassAnswer.ClassFile(parts.get(0), text(parts.get(1)), List.copyOf(facts));
    }

    static byte[] joined(char kind, List<byte[]> parts) {
        int length = 1;
        for (byte[] part : parts) {
            length = Math.addExact(length, Integer.BYTES + part.length);
        }
        ByteBuffer joined = ByteBuffer.allocate(length).put((byte) kind);
        for (byte[] part : parts) {
            joined.putInt(part.length).put(part);
        }
        return joined.array();
    }

    static List<byte[]> split(byte[] bytes) {
        ByteBuffer joined = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        List<byte[]> parts = new ArrayList<>();
        while (joined.hasRemaining()) {
            int length = joined.getInt();
            if (length < 0 || length > joined.remaining()) {
                throw new BufferUnderflowException();
            }
            byte[] part = new byte[length];
            joined.get(part);
            parts.add(part);
        }
        return parts;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
