package io.manyhands.peers;

import net.viktorc.pp4j.api.JavaProcessExecutorService;
import net.viktorc.pp4j.api.JavaProcessOptions;
import net.viktorc.pp4j.impl.JavaProcessPoolExecutor;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// PP4J with its default options and a fixed number of workers.
///
/// Confined to the thread that opened it.
final class Pp4j implements Peer {
    private final JavaProcessExecutorService pool;

    private Pp4j(JavaProcessExecutorService pool) {
        this.pool = pool;
    }

    /// Opens such a pool; the constructor waits until its workers have started.
    private static final class Pools implements Opening {
        @Override
        public Peer open(int workers) throws InterruptedException {
            JavaProcessOptions defaults = new JavaProcessOptions() {};
            return new Pp4j(
                    new JavaProcessPoolExecutor(defaults, workers, workers, 0, null, false));
        }
    }

    @Override
    public Future<Integer> empty() {
        return pool.submit((Callable<Integer> & Serializable) () -> 1);
    }

    @Override
    public Future<Long> workerAfterRest() {
        return pool.submit((Callable<Long> & Serializable) () -> Work.workerAfterRest());
    }

    @Override
    public Future<byte[]> echo(byte[] data) {
        return pool.submit((Callable<byte[]> & Serializable) () -> data);
    }

    @Override
    public Future<Integer> lengthOf(byte[] data) {
        return pool.submit((Callable<Integer> & Serializable) () -> data.length);
    }

    @Override
    public Future<byte[]> filled(int length) {
        return pool.submit((Callable<byte[]> & Serializable) () -> Work.filled(length));
    }

    @Override
    public Future<byte[]> kept(int length) {
        return pool.submit((Callable<byte[]> & Serializable) () -> Work.kept(length));
    }

    @Override
    public long sumOfMap(List<Integer> items) {
        throw new MissingException("has no map");
    }

    @Override
    public void close() {
        pool.shutdown();
        try {
            pool.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    static void main(String[] args) throws Exception {
        Rows.main(new Pools(), args);
    }
}
