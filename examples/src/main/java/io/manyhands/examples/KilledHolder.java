package io.manyhands.examples;

import io.manyhands.HostShared;
import io.manyhands.shared.SharedLock;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Another program takes a lock and is killed; this one goes on at once, and is told.
public final class KilledHolder {
    private KilledHolder() {}

    /// Prints what becomes of the lock.
    ///
    /// @param args none; the other program gets the name that both share by
    /// @throws IOException if the other program cannot be started
    /// @throws InterruptedException if interrupted while it waits
    /// @throws URISyntaxException if the place of the classes cannot be told
    public static void main(String[] args)
            throws IOException, InterruptedException, URISyntaxException {
        if (args.length > 0) {
            takeAndKeep(args[0]);
            return;
        }
        String name = "killed-holder-" + ProcessHandle.current().pid();
        try (HostShared shared = HostShared.open(name)) {
            SharedLock ledger = shared.lock("ledger");
            Process other = startOther(name);
            try {
                shared.event("taken").await();
                System.out.println("free while the other lives: " + ledger.tryLock());
            } finally {
                // SIGKILL: it has no time to give anything back.
                boolean _ = other.toHandle().destroyForcibly();
            }
            System.out.println("mine soon after: " + ledger.tryLock(5, TimeUnit.SECONDS));
            System.out.println("its holder has died: " + ledger.isRecovered());
            ledger.clearRecovered();
            ledger.unlock();
            int _ = other.waitFor();
        }
    }

    private static void takeAndKeep(String name) throws InterruptedException {
        try (HostShared shared = HostShared.open(name)) {
            shared.lock("ledger").lock();
            shared.event("taken").set();
            Thread.sleep(TimeUnit.MINUTES.toMillis(1));
        }
    }

    private static Process startOther(String name) throws IOException, URISyntaxException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = place(KilledHolder.class) + File.pathSeparator + place(HostShared.class);
        return new ProcessBuilder(java, "-cp", classPath, KilledHolder.class.getName(), name)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static Path place(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
