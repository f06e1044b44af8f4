package io.manyhands;

import io.manyhands.room.Room;
import io.manyhands.shared.SharedObjects;
import io.manyhands.spi.Backend;
import io.manyhands.spi.Job;
import io.manyhands.spi.Parcel;
import io.manyhands.spi.RemoteFunction;
import io.manyhands.spi.RemoteJob;
import io.manyhands.spi.RemoteWorker;
import io.manyhands.spi.Worker;
import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.Codec;
import io.manyhands.wire.HandleRequest;
import io.manyhands.wire.HandleRequest.Target;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Hands every job to the parent, which has the workers; here it looks as if there were one.
/// Thread-safe.
/* A job is claimed here when it is sent, so that all that is told of it later finds it claimed. The
 * parent minds its running time, its deadline, and its grace period. A cancel that comes between the
 * claim and the sending could be forgotten: so it is looked for after the sending.
 */
final class ParentBackend implements Backend {
    private final Pool pool;
    private final Parent parent;
    private final Target target;
    private final int parallelism;
    private final Stand worker;
    private volatile @Nullable SharedObjects shared;

    ParentBackend(Pool pool, Parent parent, Target target, int parallelism) {
        this.pool = pool;
        this.parent = parent;
        this.target = target;
        this.parallelism = parallelism;
        this.worker = new Stand(pool.name() + "-parent");
    }

    @Override
    public String kind() {
        return "borrowed";
    }

    @Override
    public int parallelism() {
        return parallelism;
    }

    @Override
    public void execute(Job job) {
        TaskRun<?> run = (TaskRun<?>) job;
        Parent.Sent sent = parent.begin(run);
        Parcel parcel = null;
        try {
            parcel = run.next(worker, 1);
            if (parcel == null) {
                parent.forget(sent);
                return;
            }
            parent.send(sent, request(sent.number(), run, parcel), worker, parcel);
        } catch (Throwable failure) {
            parent.abandon(sent);
            if (parcel != null) {
                // It is claimed, and nobody would ever answer.
                boolean _ = run.handedBack(parcel, 0, parcel.calls());
            }
            throw failure;
        }
        if (run.isEnded()) {
            parent.stop(sent);
        }
    }

    private HandleRequest request(long number, TaskRun<?> run, Parcel parcel) {
        RemoteFunction function = parcel.function();
        if (function != null) {
            byte[] both = joined(function, parcel.encoded().bytes());
            return new HandleRequest(HandleRequest.ITEM, number, target, task(run, parcel, both));
        }
        byte kind = run instanceof ExecuteRun ? HandleRequest.EXECUTE : HandleRequest.TASK;
        return new HandleRequest(kind, number, target, task(run, parcel, parcel.encoded().bytes()));
    }

    private HandleRequest.Task task(TaskRun<?> run, Parcel parcel, byte[] payload) {
        Settings settings = run.settings;
        Settings.Deadline limit = settings.deadline();
        return new HandleRequest.Task(
                settings.name(),
                Copies.codeOf(parcel),
                settings.timeoutNanos(),
                limit == null ? 0 : limit.atNanos() - pool.time().nanos(),
                limit == null ? -1 : Math.max(0, Durations.nanos(limit.limit())),
                parent.loaderId(parcel.loader()),
                payload);
    }

    /// A function and an argument, as [CallDescriptor#GUEST_ITEM] has them.
    private static byte[] joined(RemoteFunction function, byte[] argument) {
        byte[] bytes = function.bytes();
        return ByteBuffer.allocate(
                        CallDescriptor.GUEST_ITEM_HEADER + bytes.length + argument.length)
                .putLong(Handle.OWN_PROGRAM)
                .putInt(function.number())
                .putInt(bytes.length)
                .put(bytes)
                .put(argument)
                .array();
    }

    @Override
    public boolean hasQueued() {
        return false;
    }

    @Override
    public List<Job> drain() {
        return List.of();
    }

    @Override
    public Collection<? extends Worker> workers() {
        return List.of();
    }

    @Override
    public void adjustSpares(int change) {
        // The parent minds the seats.
    }

    @Override
    public void shutdown() {
        // The life of the workers is the parent's.
    }

    /// {@inheritDoc}
    ///
    /// @throws TaskNotSerializableException if the program does not have the loader
    @Override
    public Codec codec(ClassLoader loader) {
        if (parent.loaderId(loader) < 0) {
            throw new TaskNotSerializableException(
                    "What a task in a worker process submits must be of classes that the program"
                            + " has: loader="
                            + loader,
                    "task",
                    null);
        }
        return Codec.of(loader);
    }

    /// {@inheritDoc}
    ///
    /// Asks the program the first time. An interrupt is kept for later.
    @Override
    public SharedObjects shared() {
        SharedObjects known = shared;
        if (known == null) {
            Object directory = parent.ask(HandleRequest.SHARED, target);
            known = Room.attach((String) Objects.requireNonNull(directory));
            shared = known;
        }
        return known;
    }

    /// Stands for all workers of the parent.
    private final class Stand extends RemoteWorker {
        Stand(String name) {
            super(pool.host(), name);
        }

        @Override
        public Thread thread() {
            throw new UnsupportedOperationException("The parent's workers have no thread here");
        }

        @Override
        public @Nullable Job job() {
            return null;
        }

        @Override
        public Codec codec(ClassLoader loader) {
            return Codec.of(loader);
        }

        @Override
        public int recall(RemoteJob job) {
            return parent.takeBack(job) ? 1 : 0;
        }

        @Override
        public boolean hasBegun(RemoteJob job) {
            return parent.isRunning(job);
        }

        @Override
        public void interrupt(Job job, int attempt) {
            parent.interrupt((RemoteJob) job);
        }

        @Override
        public void kill(RemoteJob job, int attempt) {
            // The parent does so by itself.
        }

        @Override
        public void perform(Parcel parcel, Receiver receiver) {
            throw new UnsupportedOperationException(
                    "The parent's workers run the parent's actions");
        }
    }
}
