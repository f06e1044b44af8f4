package io.manyhands;

import io.manyhands.wire.Codec;
import io.manyhands.wire.DecodedFailure;
import io.manyhands.wire.Encoded;
import io.manyhands.wire.LargeArray;
import io.manyhands.wire.NotDecodableException;
import io.manyhands.wire.NotEncodableException;
import io.manyhands.wire.Output;
import io.manyhands.wire.Snippets;
import io.manyhands.wire.Subject;
import io.manyhands.wire.ThrowableImage;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Lets tasks, arguments, results and failures travel as they would to and from another process.
/// Stateless but for the codec; thread-safe.
final class Copies {
    /// A task on its way: bytes, and what the user's code was called. Runs in the worker's thread.
    private final class Travelling implements Callable<@Nullable Object> {
        private final byte[] bytes;
        private final String code;

        Travelling(byte[] bytes, String code) {
            this.bytes = bytes;
            this.code = code;
        }

        @Override
        public @Nullable Object call() throws Exception {
            Object task = decode("task", bytes);
            try {
                return there(task);
            } catch (Throwable failure) {
                throw Copies.<Exception>sneak(travelled(failure));
            }
        }

        private @Nullable Object there(@Nullable Object task) throws Exception {
            return switch (task) {
                case Callable<?> valued -> travelled(Subject.RESULT, valued.call());
                case Action action -> {
                    action.act();
                    yield null;
                }
                case Runnable action -> {
                    action.run();
                    yield null;
                }
                case null, default -> throw new AssertionError(task);
            };
        }
    }

    private final Codec codec;

    private Copies(Codec codec) {
        this.codec = codec;
    }

    /// Copies of what the code of a task or a function can see.
    static Copies of(Object code) {
        return new Copies(Codec.of(loaderOf(code)));
    }

    static Copies with(Codec codec) {
        return new Copies(codec);
    }

    /// What is to be run for what was submitted to a pool: itself, or what travels in its place.
    static Object prepared(Pool pool, String what, Object task) {
        Checks.notNull(what, task);
        ClassLoader loader = loaderOf(task);
        Copies elsewhere = pool.copiesFor(loader);
        if (elsewhere != null) {
            return new TaskParcel(loader, elsewhere.encodeApart(task), task);
        }
        return pool.isCopying() ? of(task).travelling(task) : task;
    }

    /// Where the classes of a task or a function are found.
    static ClassLoader loaderOf(Object code) {
        ClassLoader loader = userOf(code).getClass().getClassLoader();
        return loader == null ? Codec.ownLoader() : loader;
    }

    /// The class whose code a task is, for messages: that which has the lambda, if it is one.
    static String codeOf(Object task) {
        if (task instanceof Travelling travelling) {
            return travelling.code;
        }
        if (task instanceof GuestParcel guest) {
            return guest.code();
        }
        Object code = task instanceof TaskParcel parcel ? parcel.task() : task;
        String name = userOf(code).getClass().getName();
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : name.substring(0, lambda);
    }

    /// What is to be run in place of the task, which is encoded now.
    Object travelling(Object task) {
        return new Travelling(encode(Subject.TASK, task), codeOf(task));
    }

    /// The bytes of a function that is run in another JVM.
    byte[] encodeForElsewhere(Object code) {
        try {
            Snippets.check(userOf(code));
            return codec.encode(Subject.TASK, code);
        } catch (NotEncodableException refused) {
            throw notSerializable(refused);
        }
    }

    /// A task that is run in another JVM. It must not be changed before its snapshots are whole.
    Encoded encodeApart(Object code) {
        try {
            Snippets.check(userOf(code));
            return codec.encodeApart(Subject.TASK, code);
        } catch (NotEncodableException refused) {
            throw notSerializable(refused);
        }
    }

    byte[] encode(Subject subject, @Nullable Object value) {
        try {
            return codec.encode(subject, value);
        } catch (NotEncodableException refused) {
            if (subject == Subject.RESULT
                    && refused.getCause() instanceof OutOfMemoryError noMemory) {
                // Nothing is wrong with the result but its size.
                throw noMemory;
            }
            throw notSerializable(refused);
        }
    }

    void encode(Subject subject, @Nullable Object value, Output room) {
        try {
            codec.encode(subject, value, room);
        } catch (NotEncodableException refused) {
            throw notSerializable(refused);
        }
    }

    @Nullable Object decode(String what, byte[] bytes) {
        return decode(what, bytes, LargeArray.NONE);
    }

    /// The value of an answer, whose large arrays become parts of it.
    @Nullable Object decode(String what, byte[] bytes, LargeArray[] arrays) {
        try {
            return codec.decode(bytes, 0, bytes.length, arrays);
        } catch (NotDecodableException refused) {
            throw new TaskNotSerializableException(
                    String.valueOf(refused.getMessage()), what, refused);
        }
    }

    /// A value after its way.
    @Nullable Object travelled(Subject subject, @Nullable Object value) {
        return decode(subject.toString(), encode(subject, value));
    }

    /// A failure after its way: itself if it can be rebuilt, or what stands for it.
    Throwable travelled(Throwable failure) {
        if (failure instanceof TaskNotSerializableException) {
            return failure;
        }
        return decodeFailure(codec.encodeFailure(failure));
    }

    /// A failure of its bytes: itself if it can be rebuilt, or what stands for it.
    Throwable decodeFailure(byte[] bytes) {
        try {
            DecodedFailure arrived = codec.decodeFailure(bytes);
            Throwable real = arrived.exception();
            return real == null ? rebuilt(arrived.image()) : real;
        } catch (NotDecodableException damaged) {
            return new RemoteTaskException(
                    "an exception that did not arrive whole", damaged.getMessage(), damaged);
        }
    }

    private static Object userOf(Object code) {
        Object given = Inherited.userOf(code);
        return switch (given) {
            case ActionWithValue<?> wrapped -> wrapped.action();
            case TaskPipe.WithEnd<?> wrapped -> wrapped.task();
            default -> given;
        };
    }

    private static TaskNotSerializableException notSerializable(NotEncodableException refused) {
        return new TaskNotSerializableException(
                String.valueOf(refused.getMessage()), refused.path(), refused.getCause());
    }

    private static RemoteTaskException rebuilt(ThrowableImage image) {
        ThrowableImage cause = image.cause();
        RemoteTaskException stand =
                new RemoteTaskException(
                        image.className(), image.message(), cause == null ? null : rebuilt(cause));
        stand.setStackTrace(image.stackTrace().toArray(StackTraceElement[]::new));
        image.suppressed().forEach(each -> stand.addSuppressed(rebuilt(each)));
        return stand;
    }

    @SuppressWarnings({
        "unchecked",
        "TypeParameterUnusedInFormals"
    }) // the machine knows no types here
    static <E extends Throwable> E sneak(Throwable failure) throws E {
        throw (E) failure;
    }
}
