package io.manyhands.process;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/// A copy of this library's own classes, for a worker that could not load them from where they are:
/// a jar inside a jar, or memory.
///
/// They are asked of the loader one by one, each for the sake of a class that names it.
final class CoreCopy {
    /// Everything is named, directly or not, by one of these.
    private static final String[] ROOTS = {
        "io/manyhands/Coroutine",
        "io/manyhands/Generator",
        "io/manyhands/HostShared",
        "io/manyhands/Select",
        "io/manyhands/TaskProcess",
        "io/manyhands/Workers",
        "io/manyhands/WorkerLocal",
        "io/manyhands/worker/WorkerMain",
        "io/manyhands/process/Launcher",
        "io/manyhands/process/ExitEvidence",
        "io/manyhands/process/LoggerSink",
    };

    private static final String PACKAGE = "io/manyhands/";

    private CoreCopy() {}

    /// Gives a class's bytes by the name that its loader knows.
    interface Source {
        @Nullable InputStream open(String resource) throws IOException;
    }

    /// Writes a jar of all classes that can be reached.
    static void write(Source source, OutputStream target) throws IOException {
        try (ZipOutputStream jar = new ZipOutputStream(target)) {
            jar.setLevel(1);
            for (Map.Entry<String, byte[]> each : reachable(source).entrySet()) {
                jar.putNextEntry(new ZipEntry(each.getKey() + ".class"));
                jar.write(each.getValue());
                jar.closeEntry();
            }
        }
    }

    /// The classes, by their names with slashes.
    static Map<String, byte[]> reachable(Source source) throws IOException {
        Map<String, byte[]> found = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>(Set.of(ROOTS));
        ArrayDeque<String> ahead = new ArrayDeque<>(seen);
        while (!ahead.isEmpty()) {
            String name = ahead.remove();
            try (InputStream in = source.open(name + ".class")) {
                if (in != null) {
                    byte[] bytes = in.readAllBytes();
                    found.put(name, bytes);
                    for (String next : names(bytes)) {
                        if (seen.add(next)) {
                            ahead.add(next);
                        }
                    }
                }
            }
        }
        return found;
    }

    /// What may be names of our classes among a class's constants.
    private static Set<String> names(byte[] classFile) throws IOException {
        Set<String> names = new HashSet<>();
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
        in.skipNBytes(8);
        int count = in.readUnsignedShort();
        for (int index = 1; index < count; index++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> addNames(in.readUTF().replace('.', '/'), names);
                case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    // Longs and doubles count twice.
                    index++;
                }
                default -> throw new IOException("A constant's kind must be known: tag=" + tag);
            }
        }
        return names;
    }

    private static void addNames(String text, Set<String> names) {
        int start = text.indexOf(PACKAGE);
        while (start >= 0) {
            int end = start;
            while (end < text.length() && isOfName(text.charAt(end))) {
                end++;
            }
            names.add(text.substring(start, end));
            start = text.indexOf(PACKAGE, end);
        }
    }

    private static boolean isOfName(char each) {
        return each == '/' || Character.isJavaIdentifierPart(each);
    }
}
