package shop;

import io.manyhands.Results;
import io.manyhands.TaskFuture;
import io.manyhands.TaskNotSerializableException;
import io.manyhands.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;

/// Has a worker process do what can be done there, and prints what came of it.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        try (Workers workers = Workers.processes(1)) {
            Order order = new Order("tea", 3);
            print("lambda", workers.submit(() -> order.amount() * 14).get());
            print("reference", workers.submit(order::product).get());
            Priced priced = workers.submit(() -> new Priced(order, 250)).get();
            print("result", priced);
            print("exception", declined(workers.submit(() -> { throw new Declined(order); })));
            try (Results<Order> more = workers.map(List.of(order, order), Main::more)) {
                print("map", more.stream().toList());
            }
            print("resource", workers.submit(() -> price(order)).get());
            print("package", workers.submit(() -> Main.class.getPackage().getName()).get());
            print("handle", workers.submit(() -> workers.submit(order::amount).get() + 1).get());
            print("refused", refusal(workers));
            print("worker", workers.submit(() -> ProcessHandle.current().pid()).get());
        }
    }

    private static Order more(Order order) {
        return new Order(order.product(), order.amount() + 1);
    }

    private static String declined(TaskFuture<?> task) throws InterruptedException {
        try {
            return "none, but " + task.get();
        } catch (ExecutionException failed) {
            return failed.getCause() instanceof Declined declined
                    ? declined.getMessage() + ", " + declined.order()
                    : "another, " + failed.getCause();
        }
    }

    private static String price(Order order) throws IOException {
        try (InputStream in = Main.class.getResourceAsStream("/shop/prices.txt")) {
            return in == null ? "none" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private static String refusal(Workers workers) {
        Object lock = new Object();
        try {
            return "not, but " + workers.submit(() -> lock.hashCode());
        } catch (TaskNotSerializableException refused) {
            return refused.path().startsWith("captured ") ? "by name" : refused.path();
        }
    }

    private static void print(String what, Object value) {
        System.out.println(what + "=" + value);
    }
}
