package io.manyhands.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/// A process that answers requests in a shared file until it is killed or its parent dies.
final class EchoProcess {
    private EchoProcess() {}

    public static void main(String[] arguments) throws IOException {
        Thread.ofPlatform().name("manyhands-test-parent-watch").daemon().start(EchoProcess::watch);
        // Never closed: the process ends by being killed.
        ChannelMemory memory = ChannelMemory.open(SharedFile.open(Path.of(arguments[0])).words());
        RingReader requests = memory.requestReader();
        RingWriter responses = memory.responseWriter();
        RecordHeader header = new RecordHeader();
        byte[] payload = new byte[responses.maxPayloadBytes()];
        while (true) {
            while (!requests.next()) {
                Pause.yieldNow();
            }
            if (requests.claim(0)) {
                requests.copyPayload(payload, 0);
                header.begin(requests.type(), requests.sequence());
                while (responses.write(header, payload, 0, requests.payloadLength()) < 0) {
                    Pause.yieldNow();
                }
            }
            requests.release();
        }
    }

    private static void watch() {
        try {
            if (System.in.read() < 0) {
                Runtime.getRuntime().halt(1);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
