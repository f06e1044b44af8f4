package io.manyhands.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.LocalOptions;
import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.shared.SharedEvent;
import io.manyhands.shared.SharedLock;
import io.manyhands.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LivePageTest {
    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"]*)\"");

    private final HttpClient browser = HttpClient.newHttpClient();

    @AfterEach
    void closeBrowser() {
        browser.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "virtual", "processes"})
    void pageShowsWhatRunsAndWhatFailed(String kind) throws Exception {
        try (Workers workers = Kinds.open(kind, 2);
                LivePage page = LivePage.open(workers)) {
            assertThat(workers.map(List.of(1, 2, 3), n -> n).toList()).hasSize(3);
            workers.named("parse").execute(() -> Integer.parseInt("two"));
            assertThat(workers.map(List.of(1, 0), n -> 1 / n).outcomes().toList()).hasSize(2);
            SharedEvent release = workers.event("release");
            TaskFuture<?> running = workers.named("build").submit(() -> release.await());
            Await.until("the page shows it", () -> !shown(page, 0, "running").isEmpty());
            Map<String, Object> state = workersOf(page).getFirst();
            assertThat(Json.text(state, "name")).isEqualTo(workers.statistics().name());
            assertThat(Json.text(state, "kind")).isEqualTo(kind);
            assertThat(Json.number(state, "succeeded")).isEqualTo(4);
            assertThat(Json.number(state, "failed")).isEqualTo(2);
            assertThat(shown(page, 0, "running").getFirst())
                    .containsEntry("worker", running.worker().orElseThrow())
                    .containsEntry("name", "build")
                    .containsEntry("number", (int) running.id())
                    .containsEntry("item", false);
            assertThat(shown(page, 0, "failures"))
                    .extracting(
                            each -> Json.text(each, "what") + ": " + Json.text(each, "sentence"))
                    .anyMatch(text -> text.matches("parse-\\d+ FAILED: .*NumberFormatException.*"))
                    .anyMatch(text -> text.matches("task, item 1: .*ArithmeticException.*"));
            release.set();
            running.get();
        }
    }

    @Test
    void deadlockIsShown() throws Exception {
        try (Workers workers = Workers.threads(2);
                LivePage page = LivePage.open(workers)) {
            SharedLock left = workers.lock("left");
            SharedLock right = workers.lock("right");
            CountDownLatch both = new CountDownLatch(2);
            TaskFuture<?> one = workers.named("one").submit(() -> lockBoth(left, right, both));
            TaskFuture<?> other = workers.named("other").submit(() -> lockBoth(right, left, both));
            Await.until("the page shows it", () -> !deadlocks(page).isEmpty());
            assertThat(deadlocks(page).getFirst())
                    .extracting(each -> Json.text(each, "has") + " " + Json.text(each, "waitsFor"))
                    .containsExactlyInAnyOrder("lock left lock right", "lock right lock left");
            one.cancel(true);
            other.cancel(true);
        }
    }

    @Test
    void severalWorkersAreShownAndThoseThatEndedToo() throws Exception {
        LocalOptions named = LocalOptions.defaults().withCount(1);
        try (LivePage page = LivePage.open()) {
            try (Workers first = Workers.threads(named.withName("manyhands-first"));
                    Workers second = Workers.virtual(named.withName("manyhands-second"))) {
                page.add(first).add(second);
                assertThat(first.submit(() -> 1).get()).isEqualTo(1);
                assertThat(workersOf(page))
                        .extracting(each -> Json.text(each, "name"))
                        .containsExactly("manyhands-first", "manyhands-second");
            }
            Await.until(
                    "both have ended",
                    () ->
                            workersOf(page).stream()
                                    .allMatch(each -> Json.text(each, "ended").equals("true")));
            assertThat(Json.number(workersOf(page).getFirst(), "succeeded")).isEqualTo(1);
        }
    }

    @Test
    void onlyWhoKnowsTheAddressIsAnswered() throws Exception {
        try (LivePage page = LivePage.open()) {
            URI address = page.address();
            assertThat(InetAddress.getByName(address.getHost()).isLoopbackAddress()).isTrue();
            assertThat(address.getPath()).matches("/[0-9a-f]{32}/");
            assertThat(get(address).statusCode()).isEqualTo(200);
            String wrong = address.getPath().replaceFirst("[0-9a-f]", "x");
            for (String path : List.of("/", "/state", wrong, wrong + "state", "/..", "/x/")) {
                HttpResponse<String> answer = get(address.resolve(path));
                assertThat(answer.statusCode()).as(path).isEqualTo(404);
                assertThat(answer.body()).isEmpty();
            }
            assertThat(get(address.resolve("../state")).statusCode()).isEqualTo(404);
            assertThat(get(address.resolve("none")).statusCode()).isEqualTo(404);
            HttpRequest post =
                    HttpRequest.newBuilder(address)
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build();
            assertThat(browser.send(post, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(405);
            try (LivePage other = LivePage.open()) {
                assertThat(other.address().getPath()).isNotEqualTo(address.getPath());
            }
        }
    }

    @Test
    void allThatThePageNeedsComesFromItself() throws Exception {
        try (LivePage page = LivePage.open()) {
            HttpResponse<String> html = get(page.address());
            List<String> names = new ArrayList<>();
            REFERENCE.matcher(html.body()).results().forEach(match -> names.add(match.group(1)));
            names.removeIf(name -> name.equals("data:,"));
            assertThat(names).hasSize(4);
            for (String name : names) {
                HttpResponse<String> answer = get(page.address().resolve(name));
                assertThat(answer.statusCode()).as(name).isEqualTo(200);
                assertThat(answer.body()).as(name).isNotBlank().doesNotContain("sourceMappingURL");
            }
            assertThat(html.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .startsWith("default-src 'none'; script-src 'self';");
            assertThat(get(page.address().resolve("page.js")).body())
                    .doesNotContain(
                            "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write");
        }
    }

    @Test
    void namesOfUsersStayText() throws Exception {
        String name = "</script><img src=x onerror=alert(1)>\"\\\u0000\u2028";
        try (Workers workers = Workers.threads(1);
                LivePage page = LivePage.open(workers)) {
            workers.named(name)
                    .execute(() -> {
                        throw new IllegalStateException(name);
                    });
            Await.until("the page shows it", () -> !shown(page, 0, "failures").isEmpty());
            Map<String, Object> failure = shown(page, 0, "failures").getFirst();
            assertThat(Json.text(failure, "what")).isEqualTo(name + "-1 FAILED");
            assertThat(Json.text(failure, "sentence")).endsWith(name);
            assertThat(get(page.address().resolve("state")).headers().firstValue("Content-Type"))
                    .hasValue("application/json");
        }
    }

    @Test
    void closedPageLeavesNoThreadAndNoPort() throws Exception {
        LivePage page = LivePage.open();
        assertThat(get(page.address()).statusCode()).isEqualTo(200);
        assertThat(threads()).isNotEmpty().allMatch(Thread::isDaemon);
        page.close();
        page.close();
        Await.until("all threads are gone", () -> threads().isEmpty());
        assertThatThrownBy(() -> get(page.address())).isInstanceOf(ConnectException.class);
        try (Workers workers = Workers.threads(1)) {
            assertThatThrownBy(() -> page.add(workers))
                    .hasMessageStartingWith("A live page that is closed shows no more workers");
        }
    }

    @Test
    void silentBrowsersHoldUpNeitherThePageNorItsEnd() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try (Workers workers = Workers.threads(1);
                LivePage page = LivePage.open(workers)) {
            URI address = page.address();
            for (int i = 0; i < 20; i++) {
                Socket socket = new Socket(address.getHost(), address.getPort());
                silent.add(socket);
                // Half a request, and many whole ones whose answers nobody reads.
                String begin = "GET " + address.getPath() + " HTTP/1.1\r\nHost: x\r\n";
                String text = i % 2 == 0 ? begin : (begin + "\r\n").repeat(50);
                socket.getOutputStream().write(text.getBytes(UTF_8));
            }
            assertThat(get(address).statusCode()).isEqualTo(200);
            assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
        Await.until("all threads are gone", () -> threads().isEmpty());
    }

    @Test
    void takenAddressAndTooManyWorkersAreTold() {
        try (LivePage page = LivePage.open();
                Workers workers = Workers.virtual()) {
            InetSocketAddress taken =
                    new InetSocketAddress(page.address().getHost(), page.address().getPort());
            assertThatThrownBy(() -> LivePage.open(taken))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageStartingWith("The address of a live page must be free: address=");
            for (int i = 0; i < 64; i++) {
                page.add(workers);
            }
            assertThatThrownBy(() -> page.add(workers))
                    .hasMessage("A live page shows only so many workers: most=64");
        }
    }

    private static void lockBoth(SharedLock first, SharedLock second, CountDownLatch both)
            throws InterruptedException {
        try (var _ = first.hold()) {
            both.countDown();
            both.await();
            second.lockInterruptibly();
            second.unlock();
        }
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread ->
                        thread.getName().startsWith("manyhands-page")
                                || thread.getName().equals("HTTP-Dispatcher"))
                .toList();
    }

    private HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        return browser.send(
                HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }

    private Map<String, Object> state(LivePage page) {
        try {
            return Json.object(get(page.address().resolve("state")).body().getBytes(UTF_8));
        } catch (IOException | InterruptedException failure) {
            throw new AssertionError(failure);
        }
    }

    private List<Map<String, Object>> workersOf(LivePage page) {
        return Json.objects(state(page), "workers");
    }

    private List<Map<String, Object>> shown(LivePage page, int which, String name) {
        return Json.objects(workersOf(page).get(which), name);
    }

    @SuppressWarnings("unchecked") // fails where it is used otherwise
    private List<List<Map<String, Object>>> deadlocks(LivePage page) {
        return (List<List<Map<String, Object>>>) (List<?>) Json.objects(state(page), "deadlocks");
    }
}
