package io.manyhands.room;

import io.manyhands.memory.ItemStore;
import io.manyhands.shared.Blueprint;
import io.manyhands.shared.PipeBrokenException;
import io.manyhands.shared.PipeEnd;
import io.manyhands.shared.SharedPipe;
import io.manyhands.shared.SharedQueue.Order;
import io.manyhands.waits.Choice;
import io.manyhands.waits.Choosable;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One end of a pipe of processes: two queues, and a word for each end that says which process has
/// used it last. Thread-safe.
final class MappedPipeEnd<T> implements PipeEnd<T>, Choosable, Serializable {
    @Serial private static final long serialVersionUID = 1;

    private static final long LINE_BYTES = 64;
    private static final long FOREVER = Long.MAX_VALUE;

    private final transient RoomObject object;
    private final transient boolean isLeft;
    private final transient ItemExchange out;
    private final transient ItemExchange in;

    /// One direction.
    private record Line(RoomObject part, ItemStore store, ItemCodec codec) {
        static Line of(RoomObject whole, String name, Blueprint.Queue<?> queue) {
            RoomObject part = whole.part(name, QueueKind.memory(queue));
            ItemCodec codec = new ItemCodec(part.words(), part.at(), part.members(), whole.title());
            return new Line(part, QueueKind.store(part, Order.FIFO), codec);
        }

        ItemExchange exchange(ItemExchange.Partner partner) {
            return new ItemExchange(part, store, codec, partner);
        }
    }

    private MappedPipeEnd(RoomObject object, boolean isLeft, Line out, Line in) {
        this.object = object;
        this.isLeft = isLeft;
        this.out = out.exchange(this::failureOfOther);
        this.in = in.exchange(this::failureOfOther);
    }

    static <T> Kind<SharedPipe<T>> kind(Blueprint.Pipe<T> blueprint) {
        Blueprint.Queue<T> queue = Blueprint.queue(null, blueprint.capacity());
        return new Kind<>(2 * LINE_BYTES, (_, _) -> {}, object -> pipe(object, queue));
    }

    private static <T> SharedPipe<T> pipe(RoomObject object, Blueprint.Queue<T> queue) {
        Line right = Line.of(object, "right", queue);
        Line left = Line.of(object, "left", queue);
        return new SharedPipe<>(
                new MappedPipeEnd<>(object, true, right, left),
                new MappedPipeEnd<>(object, false, left, right));
    }

    @Override
    public void send(T item) throws InterruptedException {
        attend();
        boolean _ = out.put(item, 0, FOREVER);
    }

    @Override
    public T receive() throws InterruptedException {
        T item = receive(FOREVER);
        if (item == null) {
            throw in.drained();
        }
        return item;
    }

    @Override
    public @Nullable T receive(Duration timeout) throws InterruptedException {
        return receive(Nanos.of(timeout));
    }

    @SuppressWarnings("unchecked") // what was sent
    private @Nullable T receive(long nanos) throws InterruptedException {
        attend();
        return (T) in.take(nanos);
    }

    @Override
    public Choice choice() {
        attend();
        return in.choice();
    }

    @Override
    public void close() {
        out.close();
        in.close();
    }

    /// Who uses the two directions.
    List<RoomSide> sides() {
        return List.of(out.takers(), out.putters(), in.takers(), in.putters());
    }

    private long userAt(boolean left) {
        return object.at() + (left ? 0 : LINE_BYTES);
    }

    /// The end is this process's from now on.
    private void attend() {
        object.ensureOpen();
        int self = object.members().self();
        if (object.words().loadIntVolatile(userAt(isLeft)) != self) {
            object.words().storeIntVolatile(userAt(isLeft), self);
        }
    }

    private @Nullable RuntimeException failureOfOther() {
        int user = object.words().loadIntVolatile(userAt(!isLeft));
        return user == 0 || !object.members().isGone(user)
                ? null
                : new PipeBrokenException(
                        "A process at an end of a pipe must live until it is closed: pipe="
                                + (this + ", gone=" + object.who(user)));
    }

    @Override
    public String toString() {
        return object.title();
    }

    @Serial
    private Object writeReplace() {
        return new Half((Serializable) object.ticket(), isLeft);
    }

    /// What an end is on its way to another process: the ticket of the pipe, and which end.
    record Half(Serializable whole, boolean isLeft) implements Serializable {
        @Serial private static final long serialVersionUID = 1;

        @Serial
        private Object readResolve() {
            SharedPipe<?> pipe = (SharedPipe<?>) whole;
            return isLeft ? pipe.left() : pipe.right();
        }
    }
}
