package filtered;

import io.manyhands.Task;
import io.manyhands.Workers;
import java.io.ObjectInputFilter;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.ExecutionException;

/// Says which results the filter of the JVM lets in, however that was set.
public final class Main {
    private static final String PATTERN = "!filtered.Main$Unwanted*";
    private static final String REFUSAL = "A value must pass the deserialization filter: class=";

    private Main() {}

    record Wanted(Object part) implements Serializable {}

    record Unwanted(int number) implements Serializable {}

    enum UnwantedKind {
        ONE
    }

    /// Travels by JDK serialization.
    static class UnwantedBean implements Serializable {
        private static final long serialVersionUID = 1;
        int number = 1;
    }

    public static void main(String[] arguments) throws InterruptedException {
        switch (System.getProperty("set", "property")) {
            case "filter" ->
                    ObjectInputFilter.Config.setSerialFilter(
                            ObjectInputFilter.Config.createFilter(PATTERN));
            case "factory" -> {
                ObjectInputFilter own = ObjectInputFilter.Config.createFilter(PATTERN);
                ObjectInputFilter.Config.setSerialFilterFactory((_, next) ->
                        next == null ? own : ObjectInputFilter.merge(next, own));
            }
            default -> {}
        }
        try (Workers workers = Workers.processes(1)) {
            tell(workers, "record", () -> new Unwanted(1));
            tell(workers, "serialized", () -> new UnwantedBean());
            tell(workers, "enum", () -> UnwantedKind.ONE);
            tell(workers, "within", () -> List.of(new Wanted(new Unwanted(1))));
            tell(workers, "wanted", () -> new Wanted(List.of("x", 1)));
            tell(workers, "worker", () -> ProcessHandle.current().pid());
        }
    }

    private static void tell(Workers workers, String name, Task<?> task)
            throws InterruptedException {
        try {
            System.out.println(name + "=" + workers.submit(task).get());
        } catch (ExecutionException failed) {
            String message = failed.getCause().getMessage();
            System.out.println(name + (message.startsWith(REFUSAL) ? " refused" : message));
        }
    }
}
