package io.manyhands.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.List;

/// A process that is to become a worker: a shell that leads a session of its own, has the pipes of
/// a worker, and waits to be told which program to run in its place.
///
/// So most of what a process needs is done while it is still being worked out what the worker is to
/// be. Without its parent it ends by itself: then its input does. For one thread at a time.
final class WaitingShell implements AutoCloseable {
    /*
     * A new process has three pipes to its parent. Two carry the protocol and become the
     * descriptors 3 and 4 before any Java runs, so that 0, 1 and 2 belong to the user: what is
     * printed, by whomever, arrives on the third pipe and cannot reach the protocol.
     *
     * Where a document in a script is a pipe, and pipes can be opened again, 5 is a fourth one, at
     * which the worker's main thread sleeps; a word more tells it so. With `command`, a shell that
     * cannot have the document goes on.
     *
     * Then it reads the words of the program to run, from the pipe that the worker will read. A
     * shell reads no further than the line it needs; what follows is the worker's. The lines: `=`
     * and the first line of a word, `+` and each of its others, `;` at its end; `.` after the last.
     * A parent that dies may have written a part of this: nothing is run before the last line. The
     * names of the shell's variables are such that the environment has no others of that name.
     */
    private static final String SCRIPT =
            """
            exec 3<&0 4>&1 0</dev/null 1>&2
            { command exec 5<<.; } 2>/dev/null
            bell
            .
            while IFS= read -r manyhands_line <&3; do
              case $manyhands_line in
                =*) manyhands_word=${manyhands_line#=} ;;
                +*) manyhands_word=$manyhands_word'
            '${manyhands_line#+} ;;
                .)
                  [ -p /proc/self/fd/5 ] && set -- "$@" bell || exec 5<&-
                  exec "$@"
                  ;;
                *) set -- "$@" "$manyhands_word" ;;
              esac
            done
            exit 1
            """;

    private final Process process;
    private boolean isTold;

    private WaitingShell(Process process) {
        this.process = process;
    }

    /// Starts one.
    ///
    /// @param surroundings where it is to be, and the program after it
    /// @throws LaunchFailure if this system has nothing that makes a session, or refuses
    static WaitingShell start(Surroundings surroundings) throws LaunchFailure {
        List<String> command = Shell.inNewSession(SCRIPT, "manyhands");
        try {
            surroundings.check();
            ProcessBuilder builder = new ProcessBuilder(command);
            surroundings.prepare(builder);
            return new WaitingShell(builder.start());
        } catch (Throwable failure) {
            throw new LaunchFailure(
                    "A worker process must be startable: cause=" + failure.getMessage(), failure);
        }
    }

    Process process() {
        return process;
    }

    /// Has it become a program. One that has ended meanwhile is not told: its end says why.
    void run(List<String> words, Charset charset) {
        StringBuilder lines = new StringBuilder(256);
        for (String word : words) {
            lines.append('=').append(word.replace("\n", "\n+")).append("\n;\n");
        }
        lines.append(".\n");
        try {
            OutputStream out = process.getOutputStream();
            out.write(lines.toString().getBytes(charset));
            out.flush();
        } catch (IOException _) {
            // Nobody reads it.
        }
        isTold = true;
    }

    /// Ends it, unless it was told what to run.
    @Override
    public void close() {
        if (!isTold) {
            boolean _ = process.toHandle().destroyForcibly();
            Shell.closeQuietly(process.getOutputStream());
            Shell.closeQuietly(process.getInputStream());
            Shell.closeQuietly(process.getErrorStream());
        }
    }
}
