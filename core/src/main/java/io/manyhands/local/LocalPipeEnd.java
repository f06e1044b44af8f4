package io.manyhands.local;

import io.manyhands.shared.Blueprint;
import io.manyhands.shared.PipeEnd;
import io.manyhands.shared.SharedPipe;
import io.manyhands.waits.Choice;
import io.manyhands.waits.Choosable;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One end of a pipe of the tasks of one JVM: two queues. Thread-safe.
@SuppressWarnings("serial") // the queues travel
record LocalPipeEnd<T>(LocalQueue<T> out, LocalQueue<T> in)
        implements PipeEnd<T>, Choosable, Serializable {
    @Serial private static final long serialVersionUID = 1;

    static <T> SharedPipe<T> pipe(LocalObjects home, Blueprint.Pipe<T> blueprint) {
        Blueprint.Queue<T> queue = Blueprint.queue(blueprint.name(), blueprint.capacity());
        LocalQueue<T> right = new LocalQueue<>(home, queue);
        LocalQueue<T> left = new LocalQueue<>(home, queue);
        return new SharedPipe<>(new LocalPipeEnd<>(right, left), new LocalPipeEnd<>(left, right));
    }

    @Override
    public void send(T item) throws InterruptedException {
        out.put(item);
    }

    @Override
    public T receive() throws InterruptedException {
        return in.take();
    }

    @Override
    public @Nullable T receive(Duration timeout) throws InterruptedException {
        return in.poll(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    }

    @Override
    public Choice choice() {
        return in.choice();
    }

    @Override
    public void close() {
        out.close();
        in.close();
    }
}
