import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;

/// Evaluates snippets in its own JVM, as notebooks do.
public final class Notebook {
    private Notebook() {}

    public static void main(String[] arguments) {
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            for (String snippet :
                    List.of(
                            "import io.manyhands.*;",
                            "var workers = Workers.processes(1);",
                            "int more(int amount) { return amount + 1; }",
                            "int there(int n) throws Exception { return workers.submit(() -> more(n)).get(); }",
                            "record Order(int amount) implements java.io.Serializable {}",
                            "Object order(int n) throws Exception { return workers.submit(() -> new Order(n)).get(); }",
                            "int amount = 7;",
                            "System.out.println(\"method=\" + there(amount));",
                            "System.out.println(\"record=\" + order(amount));",
                            "try { workers.submit(() -> amount); } catch (TaskNotSerializableException e) {"
                                    + " System.out.println(\"refused=\" + e.path()); }",
                            "System.out.println(\"worker=\" + workers.submit(() ->"
                                    + " ProcessHandle.current().pid()).get());",
                            "workers.close();")) {
                for (SnippetEvent event : shell.eval(snippet)) {
                    if (event.exception() != null || event.status() != jdk.jshell.Snippet.Status.VALID) {
                        System.out.println("failed=" + snippet + " " + event.exception());
                    }
                }
            }
        }
    }
}
