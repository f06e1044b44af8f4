package io.manyhands.process;

import io.manyhands.wire.OutputMarker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Reads what one worker prints, on a thread of its own that does nothing else, so that the worker
/// never waits for long; keeps the last lines.
///
/// What a process prints before it has said that it runs is withheld: if it never says so, the
/// failure of its start has these lines, and they are not to be read twice. A process that prints
/// more than that failure can have is heard at once.
///
/// The thread ends with the stream: when the worker and all who inherited its output are gone. A
/// descendant that left the worker's process group keeps it. Thread-safe.
final class WorkerOutput extends Thread {
    static final int LAST_LINES = 20;

    private static final String PREFIX = "manyhands-";

    private final String worker;
    private final InputStream in;
    private final Charset nativeCharset;
    private final OutputDelivery delivery;
    private final RecentTasks tasks;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<String> lastLines = new ArrayDeque<>(LAST_LINES);
    // Null once lines are delivered as they come; guarded by the lock.
    private @Nullable List<Line> withheld = new ArrayList<>();
    // Below: of the reading thread alone.
    private final LineSplitter splitter = new LineSplitter();
    private boolean maybeNotice = true;

    private record Line(@Nullable String task, boolean isError, String text) {}

    private WorkerOutput(
            String worker,
            InputStream in,
            Charset nativeCharset,
            OutputDelivery delivery,
            RecentTasks tasks) {
        super(null, null, threadName(worker), 0, false);
        this.worker = worker;
        this.in = in;
        this.nativeCharset = nativeCharset;
        this.delivery = delivery;
        this.tasks = tasks;
    }

    /// Begins to read.
    ///
    /// @param worker the name that the lines get
    /// @param nativeCharset what bytes are that are not UTF-8
    static WorkerOutput start(
            String worker, InputStream in, Charset nativeCharset, OutputDelivery delivery) {
        return start(worker, in, nativeCharset, delivery, new RecentTasks());
    }

    /// Begins to read, and gives the lines the names of their tasks where they are known.
    static WorkerOutput start(
            String worker,
            InputStream in,
            Charset nativeCharset,
            OutputDelivery delivery,
            RecentTasks tasks) {
        WorkerOutput output = new WorkerOutput(worker, in, nativeCharset, delivery, tasks);
        output.setDaemon(true);
        output.start();
        return output;
    }

    /// The process has said that it runs: its lines are delivered from now on, those before first.
    void letOut() {
        lock.lock();
        try {
            List<Line> before = withheld;
            withheld = null;
            if (before != null) {
                for (Line line : before) {
                    deliver(line);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// The last lines, the oldest first.
    List<String> lastLines() {
        lock.lock();
        try {
            return new ArrayList<>(lastLines);
        } finally {
            lock.unlock();
        }
    }

    /// Waits until everything is read; an interruption is kept for later.
    ///
    /// @return whether it is
    boolean awaitEnd(long nanos) {
        return Threads.join(this, nanos);
    }

    @Override
    public void run() {
        byte[] buffer = new byte[8192];
        try {
            int count = in.read(buffer);
            while (count >= 0) {
                for (int at = 0; at < count; at++) {
                    if (splitter.add(buffer[at])) {
                        lineEnded();
                    }
                }
                count = in.read(buffer);
            }
        } catch (IOException _) {
            // Closed: nobody wants the rest.
        }
        if (!splitter.isEmpty()) {
            lineEnded();
        }
    }

    /// Whatever becomes of a line, the next is read: the worker would wait for ever.
    private void lineEnded() {
        try {
            passOn();
        } catch (Throwable noMemory) {
            // There is nobody to tell, and perhaps nothing to tell it with.
        }
        splitter.clear();
    }

    /// What is not marked may stand before a marked line without an end of its own.
    private void passOn() {
        byte[] line = splitter.line();
        int length = splitter.length();
        int at = OutputMarker.indexIn(line, length);
        if (at < 0) {
            unmarked(line, length, splitter.leftOut());
        } else {
            if (at > 0) {
                unmarked(line, at, 0);
            }
            OutputMarker marker = OutputMarker.parse(line, at, length);
            int start = marker.textOffset();
            String text = new String(line, start, length - start, StandardCharsets.UTF_8);
            line(marker, text + note(splitter.leftOut()));
        }
    }

    private void unmarked(byte[] line, int length, long leftOut) {
        String text = decode(line, length);
        line(null, text + note(leftOut));
    }

    private void line(@Nullable OutputMarker marker, String text) {
        remember(text);
        maybeNotice &= JvmNotices.isNotice(text);
        if (!maybeNotice) {
            long task = marker == null ? -1 : marker.task();
            boolean isError = marker != null && marker.isError();
            String name = tasks.nameOf(task);
            String known = name == null && task >= 0 ? "task " + task : name;
            deliverOrWithhold(new Line(known, isError, text));
        }
    }

    private void deliverOrWithhold(Line line) {
        lock.lock();
        try {
            List<Line> before = withheld;
            if (before == null) {
                deliver(line);
                return;
            }
            before.add(line);
            if (before.size() > LAST_LINES) {
                letOut();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits for nobody: see there.
    private void deliver(Line line) {
        delivery.deliver(worker, line.task, line.isError, line.text);
    }

    private void remember(String text) {
        lock.lock();
        try {
            if (lastLines.size() == LAST_LINES) {
                lastLines.remove();
            }
            lastLines.add(text);
        } finally {
            lock.unlock();
        }
    }

    private String decode(byte[] line, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line, 0, length))
                    .toString();
        } catch (CharacterCodingException _) {
            return new String(line, 0, length, nativeCharset);
        }
    }

    private static String threadName(String worker) {
        String name = worker + "-output";
        return name.startsWith(PREFIX) ? name : PREFIX + name;
    }

    private static String note(long leftOut) {
        return leftOut == 0 ? "" : "[cut: bytes=" + leftOut + "]";
    }
}
