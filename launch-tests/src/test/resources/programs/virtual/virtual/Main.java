package virtual;

import io.manyhands.Futures;
import io.manyhands.TaskFuture;
import io.manyhands.Until;
import io.manyhands.Workers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// Waits in virtual threads for tasks that only end when another virtual thread has run: with one
/// thread for all of them, each wait must let the others have it.
public class Main {
    private static int number;

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        try (Workers workers = Workers.processes(2)) {
            System.out.println("worker=" + workers.submit(() -> ProcessHandle.current().pid()).get());
            for (int round = 0; round < 2; round++) {
                wait("get", folder, flag -> workers.submit(() -> await(flag)).get());
                wait("limited", folder, flag ->
                        workers.submit(() -> await(flag)).get(1, TimeUnit.MINUTES));
                wait("map", folder, flag ->
                        workers.map(List.of(1, 2, 3), item -> item + await(flag)).toList());
                wait("all", folder, flag -> {
                    List<TaskFuture<Integer>> both = List.of(
                            workers.submit(() -> await(flag)), workers.submit(() -> await(flag)));
                    Futures.await(both, Until.ALL);
                    return both;
                });
                wait("behind", folder, flag -> {
                    TaskFuture<Integer> first = workers.submit(() -> await(flag));
                    TaskFuture<Integer> second = workers.submit(() -> await(flag));
                    byte[] large = new byte[8 << 20];
                    return workers.submit(() -> large).get().length + first.get() + second.get();
                });
                wait("close", folder, flag -> {
                    try (Workers others = Workers.processes(1)) {
                        others.execute(() -> await(flag));
                    }
                    return 0;
                });
            }
            System.out.println(Thread.ofVirtual().start(() -> {}).join(java.time.Duration.ofMinutes(1)));
        }
    }

    private interface Wait {
        Object result(String flag) throws Exception;
    }

    private static void wait(String what, Path folder, Wait wait) throws Exception {
        Path flag = folder.resolve("flag-" + number++);
        Callable<Void> waiting = () -> {
            wait.result(flag.toString());
            System.out.println(what);
            return null;
        };
        Thread first = Thread.ofVirtual().start(() -> call(waiting));
        Thread second = Thread.ofVirtual().start(() -> call(() -> Files.createFile(flag)));
        second.join();
        first.join();
    }

    private static void call(Callable<?> code) {
        try {
            code.call();
        } catch (Exception failure) {
            failure.printStackTrace();
        }
    }

    private static int await(String flag) throws InterruptedException {
        while (!Files.exists(Path.of(flag))) {
            Thread.sleep(1);
        }
        return 1;
    }
}
