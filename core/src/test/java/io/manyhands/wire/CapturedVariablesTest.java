package io.manyhands.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.Serializable;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CapturedVariablesTest {
    private static final String SOCKET = Socket.class.getTypeName();
    private static final String SOURCE =
            """
            import java.io.Serializable;
            import java.util.concurrent.Callable;
            public class Site {
                interface Task extends Callable<Object>, Serializable {}
                static class Closed {}
                Closed field = new Closed();
                public static Object variable() {
                    long wide = 1; double wider = 2; Closed closed = new Closed();
                    Task task = () -> wide + wider + closed.hashCode();
                    return task;
                }
                public static Object self() {
                    Site site = new Site();
                    return site.makeSelf();
                }
                private Object makeSelf() {
                    Task task = () -> field.hashCode();
                    return task;
                }
            }
            """;

    private final Codec codec = Codec.of(CapturedVariablesTest.class.getClassLoader());
    private final Socket field = new Socket();

    @Test
    void aCapturedVariableIsToldByName() {
        long first = 1;
        double second = 2;
        String third = "three";
        Socket socket = new Socket();
        Task task = () -> first + second + third + socket.open();

        assertThat(refusal(task))
                .hasMessage(
                        "A task and what it captures must be serializable to travel:"
                                + " path=captured variable 'socket', type="
                                + SOCKET);
    }

    @Test
    void thePathGoesOnInsideACapturedVariable() {
        List<Holder> holders = List.of(new Holder(new Socket()));
        Task task = () -> holders;

        assertThat(refusal(task).path()).isEqualTo("captured variable 'holders'[0].socket");
    }

    @Test
    void aLambdaCapturedByALambdaIsToldInTurn() {
        Socket socket = new Socket();
        Task inner = () -> socket;
        Task outer = () -> inner;

        assertThat(refusal(outer).path())
                .isEqualTo("captured variable 'inner' > captured variable 'socket'");
    }

    @Test
    void aLambdaInsideAResultIsToldAfterThePathToIt() {
        Socket socket = new Socket();
        Task handler = () -> socket;

        NotEncodableException refusal =
                catchThrowableOfType(
                        NotEncodableException.class,
                        () -> codec.encode(Subject.RESULT, List.of(handler)));

        assertThat(refusal.path()).isEqualTo("result[0] > captured variable 'socket'");
    }

    @Test
    void capturedThisIsToldWithAWayOut() {
        Task task = () -> field;

        NotEncodableException refusal = refusal(task);

        assertThat(refusal.path()).isEqualTo("captured 'this' (" + here() + ")");
        assertThat(refusal)
                .hasMessageContaining(
                        "fix=copy the fields it uses to local variables first, make the code"
                                + " static, or let "
                                + here()
                                + " implement Serializable");
    }

    @Test
    void variablesBesideACapturedThisKeepTheirNames() {
        Socket socket = new Socket();
        Task task = new Enclosing().capturingBoth(socket);

        assertThat(refusal(task).path()).isEqualTo("captured variable 'other'");
    }

    @Test
    void theEnclosingInstanceOfAnAnonymousClassIsACapturedThis() {
        Task task =
                new Task() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public Object call() {
                        return field;
                    }
                };

        NotEncodableException refusal = refusal(task);

        assertThat(refusal.path()).isEqualTo("captured 'this' (" + here() + ")");
        assertThat(refusal).hasMessageContaining("fix=copy the fields");
    }

    @Test
    void aVariableCapturedByAnAnonymousClassIsToldByName() {
        assertThat(refusal(anonymous(new Socket())).path())
                .isEqualTo("captured variable 'captured'");
    }

    @Test
    void aTaskThatIsARecordIsToldByItsComponent() {
        assertThat(refusal(new RecordTask(new Socket())).path()).isEqualTo("task.socket");
    }

    @Test
    void theReceiverOfAMethodReferenceIsTold() {
        Socket socket = new Socket();
        Task task = socket::open;

        assertThat(refusal(task).path())
                .isEqualTo("receiver of method reference 'open' (" + SOCKET + ")");
    }

    @Test
    void aLambdaWhoseTypeIsNotSerializableIsToldTheTypeToGive() {
        Callable<Object> task = () -> "anything";

        NotEncodableException refusal = refusal(task);

        assertThat(refusal)
                .hasMessage(
                        "A lambda must have a serializable type to travel: path=task,"
                                + " type=lambda in "
                                + here()
                                + ", interface=java.util.concurrent.Callable,"
                                + " fix=give it as a Task, an Action or a Fn, which are"
                                + " serializable");
    }

    @Test
    void aCapturedLambdaWhoseTypeIsNotSerializableIsToldByName() {
        Callable<Object> plain = () -> "anything";
        Task task = () -> plain;

        assertThat(refusal(task))
                .hasMessageStartingWith("A lambda must have a serializable type")
                .hasMessageContaining("path=captured variable 'plain'");
    }

    @Test
    void namesComeFromDebugInformation(@TempDir Path folder) throws Exception {
        try (URLClassLoader loader = Compiled.compile(folder, "Site", SOURCE, "-g")) {
            assertThat(refusal(invoke(loader, "variable")).path())
                    .isEqualTo("captured variable 'closed'");
            assertThat(refusal(invoke(loader, "self")).path()).isEqualTo("captured 'this' (Site)");
        }
    }

    @Test
    void withoutDebugInformationPositionAndTypeAreTold(@TempDir Path folder) throws Exception {
        try (URLClassLoader loader = Compiled.compile(folder, "Site", SOURCE, "-g:none")) {
            assertThat(refusal(invoke(loader, "variable")).path())
                    .isEqualTo("captured value 3 (Site$Closed)");
            assertThat(refusal(invoke(loader, "self")).path()).isEqualTo("captured 'this' (Site)");
        }
    }

    @Test
    void withoutTheClassFilePositionAndTypeAreTold(@TempDir Path folder) throws Exception {
        try (URLClassLoader loader = Compiled.compile(folder, "Site", SOURCE, "-g")) {
            Object task = invoke(loader, "variable");
            java.nio.file.Files.write(folder.resolve("Site.class"), new byte[] {1, 2, 3});

            assertThat(refusal(task).path()).isEqualTo("captured value 3 (Site$Closed)");
        }
    }

    private static Object invoke(ClassLoader loader, String method) throws Exception {
        return Objects.requireNonNull(loader.loadClass("Site").getMethod(method).invoke(null));
    }

    private static Task anonymous(Socket captured) {
        return new Task() {
            private static final long serialVersionUID = 1L;

            @Override
            public Object call() {
                return captured;
            }
        };
    }

    private static String here() {
        return CapturedVariablesTest.class.getTypeName();
    }

    private NotEncodableException refusal(Object task) {
        return catchThrowableOfType(
                NotEncodableException.class, () -> codec.encode(Subject.TASK, task));
    }

    interface Task extends Callable<@Nullable Object>, Serializable {}

    static final class Socket {
        Object open() {
            return this;
        }
    }

    @SuppressWarnings("serial") // That is the point.
    record Holder(Socket socket) implements Serializable {}

    @SuppressWarnings("serial") // That is the point.
    record RecordTask(Socket socket) implements Task {
        @Override
        public Object call() {
            return socket;
        }
    }

    static final class Enclosing implements Serializable {
        private static final long serialVersionUID = 1L;
        private final int number = 1;

        Task capturingBoth(Socket other) {
            long wide = number;
            return () -> number + wide + other.hashCode();
        }
    }
}
