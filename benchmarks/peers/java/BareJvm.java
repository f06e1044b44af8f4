package io.manyhands.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;

/// JVMs that say one byte and end with their input: the least that a worker in a JVM of its own can
/// take to start. Large arrays are made and copied in this JVM: the least that one which goes from
/// one JVM to another can take on this machine.
///
/// Confined to the thread that opened it.
final class BareJvm implements Peer {
    /// Those that make the start of a JVM short, as workers of ours have them.
    private static final List<String> FLAGS =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:-UsePerfData",
                    "-XX:+UnlockDiagnosticVMOptions",
                    "-XX:ArchiveRelocationMode=0",
                    "-Xshare:auto");

    private static final String LACK = "only starts and copies";

    private final List<Process> processes = new ArrayList<>();
    private final BlockingQueue<Integer> answered = new LinkedBlockingQueue<>();
    private int asked;

    private BareJvm(int workers) throws IOException {
        for (int number = 0; number < workers; number++) {
            processes.add(start());
        }
        for (int number = 0; number < workers; number++) {
            int id = number;
            InputStream out = processes.get(number).getInputStream();
            Thread reader = new Thread(() -> awaitByte(out, id), "reader");
            reader.setDaemon(true);
            reader.start();
        }
    }

    private static Process start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(BareJvm.Said.class.getName());
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private void awaitByte(InputStream out, int id) {
        try {
            if (out.read() == 1) {
                answered.add(id);
            }
        } catch (IOException ended) {
            // Whoever waits has a time limit.
        }
    }

    @Override
    public Future<Integer> empty() {
        ask();
        return new Later<>(() -> answered.take());
    }

    @Override
    public Future<Long> workerAfterRest() {
        ask();
        return new Later<>(() -> answered.take().longValue());
    }

    /// Each has only its one byte to say.
    private void ask() {
        if (asked == processes.size()) {
            throw new MissingException(LACK);
        }
        asked++;
    }

    @Override
    public Future<byte[]> echo(byte[] data) {
        throw new MissingException(LACK);
    }

    @Override
    public Future<Integer> lengthOf(byte[] data) {
        return new Later<>(() -> data.clone().length);
    }

    @Override
    public Future<byte[]> filled(int length) {
        return new Later<>(() -> Work.filled(length).clone());
    }

    @Override
    public Future<byte[]> kept(int length) {
        return new Later<>(() -> Work.kept(length).clone());
    }

    @Override
    public long sumOfMap(List<Integer> items) {
        throw new MissingException(LACK);
    }

    @Override
    public void close() {
        for (Process process : processes) {
            try (OutputStream in = process.getOutputStream()) {
                in.flush();
            } catch (IOException ended) {
                // It is what is wanted.
            }
        }
        processes.forEach(BareJvm::await);
    }

    private static void await(Process process) {
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    static void main(String[] args) throws Exception {
        Rows.main(BareJvm::new, args);
    }

    /// Is done by whoever asks for the result.
    private static final class Later<T> extends FutureTask<T> {
        Later(Callable<T> work) {
            super(work);
        }

        @Override
        public T get() throws InterruptedException, ExecutionException {
            run();
            return super.get();
        }
    }

    /// The program that is started.
    static final class Said {
        private Said() {}

        static void main(String[] args) throws IOException {
            System.out.write(1);
            System.out.flush();
            while (System.in.read() >= 0) {
                // Until the input ends.
            }
        }
    }
}
