package services;

import io.manyhands.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.ServiceLoader;

/// Asks the loader of its classes for all that a loader gives, here and in a worker.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        try (Workers workers = Workers.processes(1)) {
            compare("service", service(), workers.submit(Main::service).get());
            compare("resource", resource(), workers.submit(Main::resource).get());
            compare("resources", resources(), workers.submit(Main::resources).get());
            compare("origin", origin(), workers.submit(Main::origin).get());
            compare("package", version(), workers.submit(Main::version).get());
            compare("unknown", unknown(), workers.submit(Main::unknown).get());
            System.out.println("worker=" + workers.submit(() -> ProcessHandle.current().pid()).get());
        }
    }

    private static void compare(String what, Object here, Object there) {
        String found = here.equals(there) ? "same" : here + " but " + there;
        System.out.println(what + "=" + found);
    }

    private static int service() {
        Tax tax = ServiceLoader.load(Tax.class).findFirst().orElseThrow();
        return tax.getClass().getClassLoader() == Main.class.getClassLoader() ? tax.percent() : -1;
    }

    private static String resource() throws IOException {
        return text(Main.class.getResource("text.txt"));
    }

    private static String resources() throws IOException {
        StringBuilder all = new StringBuilder();
        for (URL each : Collections.list(
                Thread.currentThread().getContextClassLoader().getResources("META-INF/MANIFEST.MF"))) {
            all.append(text(each));
        }
        return all.toString();
    }

    private static String origin() {
        return Main.class.getProtectionDomain().getCodeSource().getLocation().toString();
    }

    private static String version() {
        Package own = Main.class.getPackage();
        return own.getImplementationTitle() + " " + own.getImplementationVersion();
    }

    private static String unknown() {
        try {
            return Class.forName("services.Unknown").getName();
        } catch (ClassNotFoundException expected) {
            return expected.getMessage();
        }
    }

    private static String text(URL url) throws IOException {
        try (InputStream in = url.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
