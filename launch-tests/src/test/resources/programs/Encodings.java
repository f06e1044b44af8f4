import io.manyhands.Workers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.List;

static final List<String> NAMES =
        List.of("file.encoding", "stdout.encoding", "native.encoding", "sun.jnu.encoding");

static String encodings() {
    StringBuilder all = new StringBuilder("default=" + Charset.defaultCharset());
    for (String name : NAMES) {
        all.append(' ').append(name).append('=').append(System.getProperty(name));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new PrintStream(bytes, true).print('\u00e9');
    return all + " bytes=" + HexFormat.of().formatHex(bytes.toByteArray());
}

void main() throws Exception {
    try (Workers workers = Workers.processes(1)) {
        IO.println(encodings());
        IO.println(workers.submit(() -> encodings()).get());
        IO.println("worker=" + workers.submit(() -> ProcessHandle.current().pid()).get());
    }
}
