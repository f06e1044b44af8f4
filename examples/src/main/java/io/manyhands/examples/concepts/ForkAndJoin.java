package io.manyhands.examples.concepts;

import io.manyhands.Scope.Subtask;
import io.manyhands.Workers;
import java.util.List;
import java.util.stream.Collectors;

/// Fork and join: a sum is divided, each half is added up in a subtask of its own, which divides it
/// again. Whoever has forked waits for both halves, and nobody is left when the scope ends.
public final class ForkAndJoin {
    private ForkAndJoin() {}

    /// Prints who does what.
    ///
    /// @param args none
    /// @throws InterruptedException if interrupted while the subtasks run
    public static void main(String[] args) throws InterruptedException {
        try (Workers workers = Workers.threads(2)) {
            int _ = sum(workers, "sum", "", List.of(3, 1, 4, 2));
        }
    }

    private static int sum(Workers workers, String who, String above, List<Integer> numbers)
            throws InterruptedException {
        String from = above.isEmpty() ? "" : " <- " + above;
        String to = above.isEmpty() ? "" : " -> " + above;
        if (numbers.size() == 1) {
            System.out.println(who + from + to + ": is " + numbers.getFirst());
            return numbers.getFirst();
        }
        int middle = numbers.size() / 2;
        String left = who + ".1";
        String right = who + ".2";
        return workers.scope(scope -> {
            System.out.println(
                    who + from + " -> " + left + ", " + right + ": divides " + written(numbers));
            Subtask<Integer> one =
                    scope.fork(() -> sum(workers, left, who, numbers.subList(0, middle)));
            Subtask<Integer> other =
                    scope.fork(() ->
                            sum(workers, right, who, numbers.subList(middle, numbers.size())));
            scope.join();
            int sum = one.get() + other.get();
            System.out.println(who + " <- " + left + ", " + right + to + ": adds up to " + sum);
            return sum;
        });
    }

    private static String written(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining("+"));
    }
}
