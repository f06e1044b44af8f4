package io.manyhands.process;

import io.manyhands.Fn;
import io.manyhands.memory.ChannelMemory;
import io.manyhands.memory.SharedFile;
import io.manyhands.memory.Words;
import io.manyhands.spi.Answer;
import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.Codec;
import io.manyhands.wire.Dictionary;
import io.manyhands.wire.Encoded;
import io.manyhands.wire.MemoryPipe;
import io.manyhands.wire.NotDecodableException;
import io.manyhands.wire.Subject;
import io.manyhands.worker.WorkerThread;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A channel with a real worker at its other end, in a thread or in a process, and the smallest
/// dispatcher there can be.
final class TestLine implements Channel.Listener, AutoCloseable {
    static final int EPOCH = 5;
    private static final String SHELL_LINE = "exec 3<&0 4>&1 0</dev/null 1>&2; exec \"$@\"";

    final Channel channel;
    final Dictionary outgoing = new Dictionary();
    final Dictionary incoming = new Dictionary();
    private final Codec codec = Codec.of(TestLine.class.getClassLoader(), outgoing, incoming);
    final CompletableFuture<Long> greeted = new CompletableFuture<>();
    final CompletableFuture<String> mapped = new CompletableFuture<>();
    final CompletableFuture<String> ended = new CompletableFuture<>();

    /// Done when answers are to be passed on.
    volatile Runnable whenSettling = () -> {};

    private final @Nullable Process process;
    private final @Nullable WorkerThread thread;
    private final AtomicLong sequences = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<TestCall> waiting = new LinkedHashSet<>();
    private final List<TestCall> all = new ArrayList<>();
    private final Map<String, byte[]> resources = new ConcurrentHashMap<>();
    private final CompletableFuture<String> printed = new CompletableFuture<>();
    private @Nullable SharedFile file;

    private record Known(Dictionary dictionary) implements Definitions {
        @Override
        public int size() {
            return dictionary.size();
        }

        @Override
        public byte[] entry(int id) {
            return dictionary.entry(id);
        }
    }

    private TestLine(
            Channel.Pipes pipes, @Nullable Process process, @Nullable WorkerThread thread) {
        this.process = process;
        this.thread = thread;
        this.channel = new Channel("worker-1", EPOCH, pipes, new Known(outgoing), this);
    }

    /// A line to whoever is at the other end of the pipes; not started.
    static TestLine over(Channel.Pipes pipes) {
        return new TestLine(pipes, null, null);
    }

    static TestLine inThread() {
        MemoryPipe toWorker = new MemoryPipe();
        MemoryPipe fromWorker = new MemoryPipe();
        WorkerThread worker = new WorkerThread(toWorker.input(), fromWorker.output());
        Channel.Pipes pipes = new Channel.Pipes(fromWorker.input(), toWorker.output());
        TestLine line = new TestLine(pipes, null, worker);
        TestShape.start(line.channel);
        return line;
    }

    static TestLine inProcess(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SHELL_LINE, "sh"));
        command.addAll(java(options));
        Process process = new ProcessBuilder(command).start();
        return over(
                process, new Channel.Pipes(process.getInputStream(), process.getOutputStream()));
    }

    /// A line to a worker whose main thread sleeps at a pipe.
    ///
    /// @param toWorker what goes between the channel and the pipe to the process
    /// @param bell where the channel finds that pipe
    static TestLine atBell(UnaryOperator<OutputStream> toWorker, LongFunction<Path> bell)
            throws Exception {
        Process process = WaitingShellTest.running(java());
        return over(
                process,
                new Channel.Pipes(
                        process.getInputStream(),
                        toWorker.apply(new DirectOutput(process.getOutputStream())),
                        () -> Doorbell.open(bell.apply(process.pid()), process::isAlive)));
    }

    private static List<String> java(String... options) {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath(), "io.manyhands.worker.WorkerMain"));
        return command;
    }

    private static TestLine over(Process process, Channel.Pipes pipes) {
        TestLine line = new TestLine(pipes, process, null);
        line.readPrinted(process.getErrorStream());
        TestShape.start(line.channel);
        return line;
    }

    @Override
    public void spent() {
        channel.goOn();
    }

    /// Offers shared memory, and waits until the worker has it.
    TestLine mapped(Path directory, int capacityBytes) throws Exception {
        offer(directory, capacityBytes);
        String failure = mapped.get(30, TimeUnit.SECONDS);
        if (!failure.isEmpty()) {
            throw new IOException(failure);
        }
        return this;
    }

    /// The shared memory.
    Words words() {
        return Objects.requireNonNull(file).words();
    }

    ChannelMemory offer(Path directory, int capacityBytes) throws IOException {
        long size = ChannelMemory.sizeBytes(capacityBytes, capacityBytes);
        SharedFile created = SharedFile.create(directory, "ring-" + System.nanoTime(), size);
        file = created;
        ChannelMemory memory =
                ChannelMemory.create(created.words(), EPOCH, capacityBytes, capacityBytes);
        channel.offer(created.path(), memory);
        return memory;
    }

    TestCall task(Object task) throws Exception {
        return new TestCall(
                codec,
                CallDescriptor.TASK,
                sequences.incrementAndGet(),
                0,
                codec.encode(Subject.TASK, task));
    }

    TestCall task(int loader, byte[] encoded) {
        return new TestCall(
                codec, CallDescriptor.TASK, sequences.incrementAndGet(), loader, encoded);
    }

    /// A task whose large arrays go beside its bytes.
    TestCall apart(Object task) throws Exception {
        return new TestCall(
                codec,
                CallDescriptor.TASK,
                sequences.incrementAndGet(),
                codec.encodeApart(Subject.TASK, task).whole());
    }

    TestCall item(int function, Object argument) throws Exception {
        return new TestCall(
                codec,
                CallDescriptor.ITEM,
                sequences.incrementAndGet(),
                function,
                codec.encode(Subject.ARGUMENT, argument));
    }

    void function(int id, Fn<?, ?> function) throws Exception {
        submit(
                new TestCall(
                        codec,
                        CallDescriptor.FUNCTION,
                        0,
                        id,
                        codec.encode(Subject.TASK, function)));
    }

    TestCall submit(Object task) throws Exception {
        return submit(task(task));
    }

    TestCall submit(TestCall call) {
        lock.lock();
        try {
            waiting.add(call);
            all.add(call);
        } finally {
            lock.unlock();
        }
        mayHaveRoom();
        return call;
    }

    /// Takes a call back, wherever it is.
    boolean revoke(TestCall call) {
        lock.lock();
        try {
            return waiting.remove(call) || channel.revoke(call) == 0;
        } finally {
            lock.unlock();
        }
    }

    List<TestCall> all() {
        return all;
    }

    List<TestCall> neverSent() {
        lock.lock();
        try {
            return List.copyOf(waiting);
        } finally {
            lock.unlock();
        }
    }

    String printed() {
        return thread == null ? printed.join() : thread.printed();
    }

    int awaitExit() throws Exception {
        if (!process().waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The worker must end");
        }
        return process().exitValue();
    }

    @Override
    public void mayHaveRoom() {
        lock.lock();
        try {
            Iterator<TestCall> calls = waiting.iterator();
            while (calls.hasNext() && channel.send(calls.next())) {
                calls.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void greeted(long pid) {
        greeted.complete(pid);
    }

    @Override
    public void answered(Call call, int index, Answer answer) {
        ((TestCall) call).answered(answer.kind(), new Encoded(answer.kept(), answer.arrays()));
    }

    @Override
    public void cutShort(Call call) {
        throw new IllegalStateException("A line of single calls has nothing to cut: " + call);
    }

    @Override
    public void settle() {
        // Each answer is taken by itself.
        whenSettling.run();
    }

    @Override
    public void defined(int id, byte[] definition) {
        try {
            incoming.define(id, definition);
        } catch (NotDecodableException refused) {
            throw new IllegalStateException(refused);
        }
    }

    @Override
    public void mapped() {
        try {
            Objects.requireNonNull(file).delete();
            mapped.complete("");
        } catch (IOException failure) {
            mapped.completeExceptionally(failure);
        }
    }

    @Override
    public void mapFailed(String reason) {
        mapped.complete(reason);
    }

    @Override
    public void resourceWanted(int request, int loader, String name) {
        Thread sender =
                new Thread(() -> channel.sendResource(request, resource(name)), "manyhands-serve");
        sender.setDaemon(true);
        sender.start();
    }

    void serve(String name, byte[] bytes) {
        resources.put(name, bytes);
    }

    private byte @Nullable [] resource(String name) {
        return resources.get(name);
    }

    @Override
    public void ended(@Nullable String violation) {
        ended.complete(String.valueOf(violation));
    }

    /// Kills the process. [Process#destroyForcibly()] would also close the pipes, with the last
    /// answers in them.
    void kill() {
        boolean _ = process().toHandle().destroyForcibly();
        Process _ = process().onExit().join();
    }

    Process process() {
        return Objects.requireNonNull(process);
    }

    WorkerThread worker() {
        return Objects.requireNonNull(thread);
    }

    /// Ends the worker, and lets everything go.
    @Override
    public void close() throws IOException {
        if (process != null) {
            kill();
            printed.join();
        } else {
            channel.close(Duration.ofSeconds(1));
        }
        ended.orTimeout(30, TimeUnit.SECONDS).join();
        channel.release();
        if (file != null) {
            file.delete();
            file.close();
        }
    }

    private void readPrinted(InputStream errors) {
        Thread reader =
                new Thread(
                        () -> {
                            try (errors) {
                                byte[] bytes = errors.readAllBytes();
                                printed.complete(new String(bytes, StandardCharsets.UTF_8));
                            } catch (IOException failure) {
                                printed.completeExceptionally(failure);
                            }
                        },
                        "manyhands-test-printed");
        reader.start();
    }

    private static String classPath() {
        return location(WorkerThread.class)
                + File.pathSeparator
                + location(io.manyhands.Workers.class);
    }

    private static String location(Class<?> type) {
        URI place = URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString());
        return Path.of(place).toString();
    }
}
