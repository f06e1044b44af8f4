package io.manyhands.wire;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// Classes that only JDK serialization knows how to treat, for tests.
@SuppressWarnings("serial") // They hold anything.
final class Exotic {
    private Exotic() {}

    static Object of(int kind, @Nullable Object content) {
        return switch (kind) {
            case 0 -> new Plain(content);
            case 1 -> new Named(content);
            case 2 -> new Replaced(content);
            case 3 -> Single.ONLY;
            case 4 -> new External(content);
            case 5 -> new Hooked(content);
            default -> new ReplacedRecord(content);
        };
    }

    /// An ordinary class.
    static final class Plain implements Serializable {
        private static final long serialVersionUID = 1L;
        @Nullable Object content;
        transient int forgotten = 7;

        Plain(@Nullable Object content) {
            this.content = content;
        }
    }

    /// A subclass of a collection, with a field of its own.
    static final class Named extends ArrayList<@Nullable Object> {
        private static final long serialVersionUID = 1L;
        private final String name = "named";

        Named(@Nullable Object content) {
            add(content);
            add(name);
        }
    }

    static final class Replaced implements Serializable {
        private static final long serialVersionUID = 1L;
        private final @Nullable Object content;

        Replaced(@Nullable Object content) {
            this.content = content;
        }

        Object writeReplace() {
            return new Substitute(content);
        }
    }

    record Substitute(@Nullable Object content) implements Serializable {
        Object readResolve() {
            return new Replaced(content);
        }
    }

    static final class Single implements Serializable {
        static final Single ONLY = new Single();
        private static final long serialVersionUID = 1L;

        Object readResolve() {
            return ONLY;
        }
    }

    /// Writes itself, as one must.
    public static final class External implements Externalizable {
        private static final long serialVersionUID = 1L;
        private @Nullable Object content;

        public External() {}

        External(@Nullable Object content) {
            this.content = content;
        }

        @Override
        public void writeExternal(ObjectOutput out) throws IOException {
            out.writeObject("external");
            out.writeObject(content);
        }

        @Override
        public void readExternal(ObjectInput in) throws IOException, ClassNotFoundException {
            in.readObject();
            content = in.readObject();
        }
    }

    static final class Hooked implements Serializable {
        private static final long serialVersionUID = 1L;
        private transient @Nullable Object content;

        Hooked(@Nullable Object content) {
            this.content = content;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            out.writeObject(content);
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            content = in.readObject();
        }
    }

    record ReplacedRecord(@Nullable Object content) implements Serializable {
        Object writeReplace() {
            return new Anatomy.Box(content);
        }
    }
}
