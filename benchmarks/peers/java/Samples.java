package io.manyhands.peers;

import java.util.Arrays;

/// Times of single calls, in nanoseconds. Confined to one thread.
final class Samples {
    private long[] nanos = new long[1024];
    private int size;

    /// What is measured once per sample.
    interface Call {
        void run() throws Exception;
    }

    void add(long sample) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * size);
        }
        nanos[size++] = sample;
    }

    int size() {
        return size;
    }

    /// The sample below which so many of a hundred lie.
    double percentile(int percent) {
        long[] sorted = Arrays.copyOf(nanos, size);
        Arrays.sort(sorted);
        return sorted[Math.min(size - 1, size * percent / 100)];
    }

    /// Calls until so many seconds are over, and at least so often; each call is a sample.
    static Samples during(double seconds, int least, Call call) throws Exception {
        Samples samples = new Samples();
        long start = System.nanoTime();
        long before = start;
        while (samples.size < least || before - start < seconds * 1e9) {
            call.run();
            long after = System.nanoTime();
            samples.add(after - before);
            before = after;
        }
        return samples;
    }
}
