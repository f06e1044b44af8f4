package io.manyhands.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.shared.Lease;
import io.manyhands.shared.SharedQueue;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/// A web server that puts letters on a queue and answers at once; workers send them, here to a
/// file. A letter whose worker dies comes back to the queue, and goes to another.
public final class WebJobs {
    private static final int POSTMEN = 2;
    private static final int LETTERS = 20;
    private static final int CAPACITY = 100;
    private static final int ACCEPTED = 202;
    private static final int BUSY = 503;

    /// What is to be sent.
    private record Letter(String to, String text) implements Serializable {}

    private WebJobs() {}

    /// Asks the server to send letters, and prints how many were sent.
    ///
    /// @param args `threads`, `virtual` or `processes`; nothing for processes
    /// @throws InterruptedException if interrupted while they are sent
    /// @throws ExecutionException if a postman fails
    /// @throws IOException if the server or the file fails
    public static void main(String[] args)
            throws InterruptedException, ExecutionException, IOException {
        Path sent = Files.createTempFile("sent", ".txt");
        try (Workers workers = Place.of(args, POSTMEN)) {
            SharedQueue<Letter> letters = workers.queue("letters", CAPACITY);
            String sink = sent.toString();
            List<TaskFuture<?>> postmen = new ArrayList<>();
            for (int i = 0; i < POSTMEN; i++) {
                postmen.add(workers.submit(() -> sendAll(letters, sink)));
            }
            HttpServer server = serve(letters);
            try {
                for (int i = 0; i < LETTERS; i++) {
                    ask(server.getAddress(), "customer-" + i);
                }
            } finally {
                server.stop(0);
            }
            letters.join();
            letters.close();
            for (TaskFuture<?> postman : postmen) {
                postman.get();
            }
            System.out.println("sent: " + Files.readAllLines(sent).size());
        } finally {
            Files.delete(sent);
        }
    }

    private static HttpServer serve(SharedQueue<Letter> letters) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer server = HttpServer.create(any, 0);
        server.createContext("/welcome", exchange -> welcome(exchange, letters));
        server.start();
        return server;
    }

    private static void welcome(HttpExchange exchange, SharedQueue<Letter> letters)
            throws IOException {
        String to = exchange.getRequestURI().getQuery();
        boolean isTaken = letters.offer(new Letter(to, "Welcome, " + to));
        byte[] answer = (isTaken ? "will be sent" : "try later").getBytes(UTF_8);
        exchange.sendResponseHeaders(isTaken ? ACCEPTED : BUSY, answer.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(answer);
        }
    }

    private static void ask(InetSocketAddress server, String customer) throws IOException {
        String host = server.getAddress().getHostAddress() + ":" + server.getPort();
        URI address = URI.create("http://" + host + "/welcome?" + customer);
        try (InputStream answer = address.toURL().openStream()) {
            answer.readAllBytes();
        }
    }

    /// Runs on a worker until the queue is closed.
    private static void sendAll(SharedQueue<Letter> letters, String sink)
            throws InterruptedException, IOException {
        while (true) {
            try (Lease<Letter> lease = letters.lease(Duration.ofDays(1))) {
                if (lease == null) {
                    return;
                }
                String line = lease.item().to() + ": " + lease.item().text() + "\n";
                Files.writeString(Path.of(sink), line, StandardOpenOption.APPEND);
                lease.done();
            }
        }
    }
}
