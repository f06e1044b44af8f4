package io.manyhands.peers;

import java.util.Arrays;

/// What the tasks do: the same for every peer in Java.
final class Work {
    /// Differs from one process to another, as their clocks' readings here do.
    private static final long PROCESS = System.nanoTime();

    private static byte[] kept = {};

    private Work() {}

    static long workerAfterRest() throws InterruptedException {
        Thread.sleep(1);
        return PROCESS + Thread.currentThread().threadId();
    }

    static byte[] filled(int length) {
        byte[] data = new byte[length];
        Arrays.fill(data, (byte) 7);
        return data;
    }

    /// The same array each time. One task at a time.
    static byte[] kept(int length) {
        if (kept.length != length) {
            kept = filled(length);
        }
        return kept;
    }
}
