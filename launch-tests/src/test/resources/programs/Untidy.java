import java.nio.file.Files;
import java.nio.file.Path;

/// Does what a program must not do that has used workers.
public final class Untidy {
    private Untidy() {}

    public static void main(String[] arguments) throws Exception {
        long own = ProcessHandle.current().pid();
        switch (arguments[0]) {
            case "complains" -> System.err.println("A complaint");
            case "fails" -> System.exit(3);
            case "leaves a file" ->
                Files.createFile(Path.of(arguments[1], "manyhands-" + own + "-left"));
            case "works by itself" -> System.out.println("worker=" + own);
            default -> System.out.println("tidy");
        }
    }
}
