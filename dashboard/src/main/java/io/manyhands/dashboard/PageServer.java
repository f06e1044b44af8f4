package io.manyhands.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Serves the page to those who know its address. Thread-safe.
/* Each request has a virtual thread, of which there are 64 at most: more requests are turned away. So
 * a browser that reads slowly, or not at all, keeps one of them and nothing else. Whatever does not
 * begin with the secret is answered alike, and after the same comparison.
 */
final class PageServer implements AutoCloseable {
    private static final int TOKEN_BYTES = 16;
    private static final int MOST_REQUESTS = 64;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int BAD_METHOD = 405;
    private static final long NO_BODY = -1;
    private static final long WATCHED_NANOS = TimeUnit.SECONDS.toNanos(10);

    /// Names as the page has them, and where they are.
    private static final Map<String, String> FILES =
            Map.of(
                    "", "page.html",
                    "page.css", "page.css",
                    "page.js", "page.js",
                    "uplot.css", "uplot/uPlot.min.css",
                    "uplot.js", "uplot/uPlot.iife.min.js");

    /// What the page shows.
    @FunctionalInterface
    interface State {
        byte[] json() throws IOException;
    }

    private final String prefix;
    private final State state;
    private final HttpServer server;
    private final Semaphore requests = new Semaphore(MOST_REQUESTS);
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("manyhands-page-", 1).factory());
    private volatile long askedNanos = System.nanoTime() - WATCHED_NANOS;

    PageServer(InetSocketAddress at, State state) throws IOException {
        byte[] token = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(token);
        this.prefix = "/" + HexFormat.of().formatHex(token) + "/";
        this.state = state;
        this.server = HttpServer.create(at, MOST_REQUESTS);
        server.setExecutor(this::execute);
        server.createContext("/", this::handle);
    }

    /// Its thread is a daemon, since the one that starts it is.
    void start() {
        Thread starting =
                Thread.ofPlatform().daemon().name("manyhands-page-start").start(server::start);
        boolean isInterrupted = false;
        while (starting.isAlive()) {
            try {
                starting.join();
            } catch (InterruptedException interrupt) {
                // It is over within moments.
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    URI address() {
        InetSocketAddress at = server.getAddress();
        String host = at.getAddress().isAnyLocalAddress() ? "localhost" : hostOf(at);
        return URI.create("http://" + host + ":" + at.getPort() + prefix);
    }

    private static String hostOf(InetSocketAddress at) {
        String host = at.getAddress().getHostAddress();
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    /// Whether somebody has the page open.
    boolean isWatched() {
        return System.nanoTime() - askedNanos < WATCHED_NANOS;
    }

    private void execute(Runnable request) {
        if (!requests.tryAcquire()) {
            throw new RejectedExecutionException(
                    "A live page answers only so many requests at once: most=" + MOST_REQUESTS);
        }
        try {
            threads.execute(() -> {
                try {
                    request.run();
                } finally {
                    requests.release();
                }
            });
        } catch (RejectedExecutionException closed) {
            requests.release();
            throw closed;
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String name = nameIn(path == null ? "" : path);
            if (name == null) {
                exchange.sendResponseHeaders(NOT_FOUND, NO_BODY);
            } else if (!exchange.getRequestMethod().equals("GET")) {
                exchange.sendResponseHeaders(BAD_METHOD, NO_BODY);
            } else {
                answer(exchange, name);
            }
        }
    }

    /// What is asked for, if the secret is right.
    private @Nullable String nameIn(String path) {
        String start = path.substring(0, Math.min(prefix.length(), path.length()));
        return MessageDigest.isEqual(start.getBytes(UTF_8), prefix.getBytes(UTF_8))
                ? path.substring(prefix.length())
                : null;
    }

    private void answer(HttpExchange exchange, String name) throws IOException {
        byte[] body;
        if (name.equals("state")) {
            askedNanos = System.nanoTime();
            body = state.json();
        } else {
            body = file(name);
        }
        if (body == null) {
            exchange.sendResponseHeaders(NOT_FOUND, NO_BODY);
            return;
        }
        addHeaders(exchange.getResponseHeaders(), typeOf(name));
        exchange.sendResponseHeaders(OK, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static byte @Nullable [] file(String name) throws IOException {
        String file = FILES.get(name);
        if (file == null) {
            return null;
        }
        try (InputStream in = PageServer.class.getResourceAsStream(file)) {
            return in == null ? null : in.readAllBytes();
        }
    }

    private static String typeOf(String name) {
        if (name.endsWith(".js")) {
            return "text/javascript; charset=utf-8";
        }
        if (name.endsWith(".css")) {
            return "text/css; charset=utf-8";
        }
        return name.equals("state") ? "application/json" : "text/html; charset=utf-8";
    }

    private static void addHeaders(Headers headers, String type) {
        headers.set("Content-Type", type);
        headers.set("Cache-Control", "no-store");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                        + " img-src 'self' data:; base-uri 'none'; form-action 'none';"
                        + " frame-ancestors 'none'");
    }

    /// Ends all connections, the port and the threads.
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        try {
            boolean _ = threads.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }
}
