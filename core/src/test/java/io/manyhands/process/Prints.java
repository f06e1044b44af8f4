package io.manyhands.process;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// What tasks of the tests do that a library must not.
final class Prints {
    private Prints() {}

    static void out(String text) {
        System.out.print(text);
    }

    static void error(String text) {
        System.err.print(text);
    }

    static void closeStreams() throws IOException {
        System.in.close();
        System.out.close();
        System.err.close();
    }

    static void closeDescriptors() throws IOException {
        new FileInputStream(FileDescriptor.in).close();
        new FileOutputStream(FileDescriptor.out).close();
        new FileOutputStream(FileDescriptor.err).close();
    }

    static void hookForEver() {
        CountDownLatch never = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            try {
                                never.await();
                            } catch (InterruptedException interrupted) {
                                Thread.currentThread().interrupt();
                            }
                        }));
    }

    static int overflow() {
        return depth(0);
    }

    static int exhaust() {
        List<byte[]> all = new ArrayList<>();
        while (all.size() < Integer.MAX_VALUE) {
            all.add(new byte[1 << 20]);
        }
        return all.hashCode();
    }

    private static int depth(int above) {
        return above < 0 ? above : 1 + depth(above + 1);
    }
}
