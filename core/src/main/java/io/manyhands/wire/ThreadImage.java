package io.manyhands.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a thread of a worker was at. Immutable.
///
/// The body of a THREADS frame is as many of them as it has room for, the first being that of the
/// tasks:
///
/// ```
///   per thread  name state frames (4)
///   per frame   module version class method file line (4)
/// ```
///
/// Texts that are not known are empty.
///
/// @param name the thread's name
/// @param state its state, as [Thread.State] has it
/// @param frames its stack, innermost first, perhaps cut
public record ThreadImage(String name, String state, List<StackTraceElement> frames) {
    private static final int MAX_BYTES = 56 * 1024;
    private static final int MAX_TEXT_CHARS = 256;
    private static final int MAX_TASK_FRAMES = 100;
    private static final int MAX_FRAMES = 24;

    /// Copies the frames.
    public ThreadImage {
        frames = List.copyOf(frames);
    }

    /// The frame that tells of threads.
    ///
    /// @param task the thread that runs the tasks: it comes first
    /// @param stacks those of it and the others; those without a stack are left out
    /// @return a THREADS frame
    public static byte[] frame(Thread task, Map<Thread, StackTraceElement[]> stacks) {
        FrameWriter frame = FrameWriter.of(FrameDescriptor.THREADS);
        StackTraceElement[] own = stacks.get(task);
        int left = MAX_BYTES - add(frame, task, own, MAX_TASK_FRAMES, MAX_BYTES / 2);
        for (Map.Entry<Thread, StackTraceElement[]> each : stacks.entrySet()) {
            if (!task.equals(each.getKey()) && each.getValue().length > 0) {
                left -= add(frame, each.getKey(), each.getValue(), MAX_FRAMES, left);
            }
        }
        return frame.finished();
    }

    /// Adds a thread, with as many frames as there is room for.
    ///
    /// @return how many bytes it took
    private static int add(
            FrameWriter frame,
            Thread thread,
            StackTraceElement @Nullable [] stack,
            int most,
            int leftBytes) {
        FrameWriter frames = FrameWriter.of(FrameDescriptor.THREADS);
        byte[] name = text(thread.getName());
        byte[] state = text(thread.getState().name());
        int bytes = 3 * Integer.BYTES + name.length + state.length;
        int count = 0;
        while (stack != null && count < Math.min(stack.length, most)) {
            byte[] each = encoded(stack[count]);
            if (bytes + each.length > leftBytes) {
                break;
            }
            frames.addBytes(each, 0, each.length);
            bytes += each.length;
            count++;
        }
        if (bytes > leftBytes) {
            return 0;
        }
        frame.addInt(name.length).addBytes(name, 0, name.length);
        frame.addInt(state.length).addBytes(state, 0, state.length).addInt(count);
        addBody(frame, frames);
        return bytes;
    }

    private static byte[] encoded(StackTraceElement each) {
        FrameWriter frame = FrameWriter.of(FrameDescriptor.THREADS);
        addText(frame, each.getModuleName());
        addText(frame, each.getModuleVersion());
        addText(frame, each.getClassName());
        addText(frame, each.getMethodName());
        addText(frame, each.getFileName());
        byte[] whole = frame.addInt(each.getLineNumber()).finished();
        return Arrays.copyOfRange(whole, FrameDescriptor.HEADER_BYTES, whole.length);
    }

    private static void addBody(FrameWriter frame, FrameWriter other) {
        byte[] whole = other.finished();
        frame.addBytes(
                whole, FrameDescriptor.HEADER_BYTES, whole.length - FrameDescriptor.HEADER_BYTES);
    }

    private static void addText(FrameWriter frame, @Nullable String told) {
        byte[] text = text(told == null ? "" : told);
        frame.addInt(text.length).addBytes(text, 0, text.length);
    }

    private static byte[] text(String told) {
        String cut = told.length() > MAX_TEXT_CHARS ? told.substring(0, MAX_TEXT_CHARS) : told;
        return cut.getBytes(StandardCharsets.UTF_8);
    }

    /// The threads of a frame.
    ///
    /// @param body that of a THREADS frame
    /// @return as many as are whole
    public static List<ThreadImage> of(byte[] body) {
        List<ThreadImage> threads = new ArrayList<>();
        try {
            Texts texts = new Texts(body);
            while (texts.hasMore()) {
                String name = texts.take();
                String state = texts.take();
                List<StackTraceElement> frames = new ArrayList<>();
                for (int left = Math.min(texts.takeInt(), MAX_TASK_FRAMES); left > 0; left--) {
                    frames.add(frame(texts));
                }
                threads.add(new ThreadImage(name, state, frames));
            }
        } catch (BrokenFrameException broken) {
            // It is told for people only, and by one that is being killed.
        }
        return threads;
    }

    private static StackTraceElement frame(Texts texts) throws BrokenFrameException {
        String module = texts.take();
        String version = texts.take();
        return new StackTraceElement(
                null,
                module.isEmpty() ? null : module,
                version.isEmpty() ? null : version,
                texts.take(),
                texts.take(),
                texts.takeOrNull(),
                texts.takeInt());
    }

    /// Takes a body apart.
    private static final class Texts {
        private final byte[] body;
        private int at;

        Texts(byte[] body) {
            this.body = body;
        }

        boolean hasMore() {
            return at < body.length;
        }

        String take() throws BrokenFrameException {
            int length = takeInt();
            if (length < 0 || length > body.length - at) {
                throw new BrokenFrameException("A text must be whole: length=" + length);
            }
            at += length;
            return new String(body, at - length, length, StandardCharsets.UTF_8);
        }

        @Nullable String takeOrNull() throws BrokenFrameException {
            String text = take();
            return text.isEmpty() ? null : text;
        }

        int takeInt() throws BrokenFrameException {
            if (body.length - at < Integer.BYTES) {
                throw new BrokenFrameException("A number must be whole: at=" + at);
            }
            int number = 0;
            for (int i = 0; i < Integer.BYTES; i++) {
                number = number << Byte.SIZE | Byte.toUnsignedInt(body[at]);
                at++;
            }
            return number;
        }
    }
}
