package io.manyhands.wire;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.StreamCorruptedException;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The entries of a dictionary with their classes, as one loader finds them. Thread-safe: each
/// thread that finds one missing works it out and stores it.
final class Entries {
    private static final int INITIAL = 16;

    private final Dictionary dictionary;
    private final ClassLoader loader;

    /// What was worked out, by number. Its elements are immutable, hence safely seen by any thread;
    /// a write that is lost to a race is only work done twice.
    private volatile @Nullable Entry[] found = new @Nullable Entry[INITIAL];

    Entries(Dictionary dictionary, ClassLoader loader) {
        this.dictionary = dictionary;
        this.loader = loader;
    }

    /// The entry of a number.
    ///
    /// @throws StreamCorruptedException if there is none, or it is not well formed
    /// @throws InvalidClassException if the class here is another version
    Entry entry(int id) throws ReflectiveOperationException, IOException {
        @Nullable Entry[] known = found;
        if (id >= 0 && id < known.length) {
            Entry entry = known[id];
            if (entry != null) {
                return entry;
            }
        }
        if (id >= dictionary.size()) {
            dictionary.refresh();
        }
        if (id < 0 || id >= dictionary.size()) {
            throw new StreamCorruptedException(
                    "an entry must be defined before it is used: entry="
                            + id
                            + (", size=" + dictionary.size()));
        }
        return resolve(id, dictionary.definition(id));
    }

    private Entry resolve(int id, byte[] definition)
            throws ReflectiveOperationException, IOException {
        Input input = new Input(definition, 0, definition.length);
        int kind = input.next();
        String name = input.text();
        // What only the context loader of this thread can find, other threads may find elsewhere.
        boolean isLasting = true;
        Class<?> type;
        try {
            type = Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            isLasting = false;
            type = ClassFinder.find(name, loader);
        }
        Entry entry =
                switch (kind) {
                    case Tags.LAMBDA -> lambda(type, input);
                    case Tags.RECORD -> record(type, definition);
                    case Tags.ENUM -> constants(type, input);
                    case Tags.ARRAY -> array(type);
                    default -> throw new StreamCorruptedException("unknown kind of entry: " + kind);
                };
        if (isLasting) {
            store(id, entry);
        }
        return entry;
    }

    private void store(int id, Entry entry) {
        @Nullable Entry[] room = found;
        if (id >= room.length) {
            room = Arrays.copyOf(room, Math.max(2 * room.length, id + 1));
            room[id] = entry;
            found = room;
        } else {
            room[id] = entry;
        }
    }

    private static Entry lambda(Class<?> type, Input input)
            throws ReflectiveOperationException, IOException {
        MethodHandle rebuilder = Hooks.rebuilder(type);
        if (rebuilder == null) {
            throw new InvalidClassException(type.getName(), "it has no lambdas that travel");
        }
        // The generated code compares these texts with constants of the class: at once if they are
        // the very same objects.
        return new Entry.OfLambda(
                type,
                rebuilder,
                input.text().intern(),
                input.text().intern(),
                input.text().intern(),
                input.count(),
                input.text().intern(),
                input.text().intern(),
                input.text().intern(),
                input.text().intern(),
                capturedCount(input));
    }

    private static int capturedCount(Input input) throws IOException {
        int captured = input.count();
        if (captured < 0 || captured > 255) {
            throw new StreamCorruptedException("a lambda cannot capture so much: " + captured);
        }
        return captured;
    }

    private static Entry record(Class<?> type, byte[] definition) throws IOException {
        if (Shape.of(type) instanceof RecordShape shape) {
            if (Arrays.equals(shape.definition, definition)) {
                return new Entry.OfRecord(type, shape);
            }
            throw new InvalidClassException(
                    type.getName(),
                    "its components differ: there="
                            + components(definition)
                            + (", here=" + components(shape.definition)));
        }
        throw new InvalidClassException(type.getName(), "it is another kind of class here");
    }

    private static String components(byte[] definition) throws IOException {
        Input input = new Input(definition, 0, definition.length);
        input.next();
        input.text();
        int count = input.count();
        StringBuilder components = new StringBuilder("(");
        for (int i = 0; i < count; i++) {
            components.append(i == 0 ? "" : ", ").append(input.text());
            components.append(' ').append(input.text());
        }
        return components.append(')').toString();
    }

    private static Entry constants(Class<?> type, Input input) throws IOException {
        if (!type.isEnum()) {
            throw new InvalidClassException(type.getName(), "it is another kind of class here");
        }
        String[] names = new String[input.size(2)];
        for (int i = 0; i < names.length; i++) {
            names[i] = input.text();
        }
        return new Entry.OfEnum(type, names, new @Nullable Object[names.length]);
    }

    private static Entry array(Class<?> type) throws IOException {
        Class<?> component = type.getComponentType();
        if (component == null || component.isPrimitive()) {
            throw new InvalidClassException(type.getName(), "it is another kind of class here");
        }
        return new Entry.OfArray(type);
    }
}
