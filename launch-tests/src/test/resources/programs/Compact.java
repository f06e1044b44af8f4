import io.manyhands.TaskNotSerializableException;
import io.manyhands.Workers;
import java.util.concurrent.ExecutionException;

record Order(String product, int amount) implements java.io.Serializable {}

static class Declined extends Exception {
    Declined(Order order) {
        super("No " + order.product() + " is left");
    }
}

static Order more(Order order) {
    return new Order(order.product(), order.amount() + 1);
}

int twice(int amount) {
    return 2 * amount;
}

void main() throws Exception {
    try (Workers workers = Workers.processes(1)) {
        Order order = new Order("tea", 3);
        IO.println("result=" + workers.submit(() -> more(order)).get());
        try {
            workers.submit(() -> { throw new Declined(order); }).get();
        } catch (ExecutionException failed) {
            IO.println("exception=" + (failed.getCause() instanceof Declined) + ", " + failed.getCause().getMessage());
        }
        try {
            workers.submit(() -> twice(order.amount()));
        } catch (TaskNotSerializableException refused) {
            IO.println("refused=" + refused.getMessage());
        }
        IO.println("worker=" + workers.submit(() -> ProcessHandle.current().pid()).get());
    }
}
