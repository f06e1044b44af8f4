package generated;

import base.Base;
import io.manyhands.Workers;
import java.io.Serializable;
import java.util.concurrent.ExecutionException;

/// Exists in memory only, but for what it uses of the class path.
public final class Main {
    record Wrapped(Base base) implements Serializable {}

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        try (Workers workers = Workers.processes(1)) {
            Base base = new Base(5);
            print("same", workers.submit(() -> isOfSystem(base)).get());
            print("wrapped", workers.submit(() -> new Wrapped(base)).get().base().number());
            print("shadowing", workers.submit(() -> Shadow.NAME).get());
            print("worker", workers.submit(() -> ProcessHandle.current().pid()).get());
        } catch (ExecutionException failed) {
            print("failed", failed.getCause().getMessage());
        }
    }

    private static boolean isOfSystem(Base base) {
        return base.getClass() == Base.class
                && Base.class.getClassLoader() == ClassLoader.getSystemClassLoader()
                && Main.class.getClassLoader() != ClassLoader.getSystemClassLoader();
    }

    private static void print(String what, Object value) {
        System.out.println(what + "=" + value);
    }
}
