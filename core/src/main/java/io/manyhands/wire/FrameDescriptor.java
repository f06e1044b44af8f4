package io.manyhands.wire;

/// The layout of the frames that go through the two pipes between a program and a worker: for
/// coming up, for control, and for the first calls. Numbers are big-endian, texts are UTF-8 with
/// their length in front. Stateless.
///
/// ```
///    0                   1                   2                   3
///    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///   +---------------------------------------------------------------+
///   |                     length of the body (4)                    |
///   +---------------+-----------------------------------------------+
///   |   type (1)    |                   body ...
///   +---------------+-----------------------------------------------+
///
///   to the worker                          from the worker
///   CONFIG        version worker epoch     HELLO         version pid
///                 levels places most properties         BEGUN         sequence
///   CALL          a record, see below      ANSWER        a record, see below
///   MAP           path                     MAPPED        -
///   BELL          -                        MAP_FAILED    sentence
///   INTERRUPT     sequence                 RING          -
///   CLASS_FOUND   request answer           CLASS_WANTED  request loader question
///   CLASS_MISSING request
///   CLOSE         grace in milliseconds     ASK           a HandleRequest
///   TOLD          a HandleReply           LISTENS       -
///   GO_ON         -                       SPENT         -
///   WHERE         -                       THREADS       see ThreadImage
///
///   a record:  type (1) flags (1) sequence (8) epoch (4) argument (4) total (4) payload
/// ```
///
/// The two directions have no type in common, so that a pipe that is read at its wrong end is
/// noticed by the first frame.
public final class FrameDescriptor {
    /// What both ends must agree on, word for word: the layouts and the library. A test holds it to
    /// the version that is built.
    public static final String VERSION = "manyhands 0.1.0-SNAPSHOT, protocol 1";

    /// Bytes before the body.
    public static final int HEADER_BYTES = Integer.BYTES + Byte.BYTES;

    /// The longest payload of a record that goes by pipe; what is longer is cut into parts.
    public static final int MAX_PIECE_BYTES = 32 * 1024;

    /// Bytes before the payload of a record that goes by pipe.
    public static final int RECORD_HEADER_BYTES = 2 + Long.BYTES + 3 * Integer.BYTES;

    /// To the worker: everything that it has to know, once, before any other frame.
    public static final int CONFIG = 1;

    /// To the worker: a record of a call, before the rings are up.
    public static final int CALL = 2;

    /// To the worker: where the file with the rings is.
    public static final int MAP = 3;

    /// To the worker: look at the rings.
    public static final int BELL = 4;

    /// To the worker: interrupt this call, if it runs or is about to.
    public static final int INTERRUPT = 5;

    /// To the worker: a [ClassAnswer].
    public static final int CLASS_FOUND = 6;

    /// To the worker: there is no such class or resource.
    public static final int CLASS_MISSING = 7;

    /// To the worker: end after the current call.
    public static final int CLOSE = 8;

    /// To the worker: a [HandleReply].
    public static final int TOLD = 9;

    /// To the worker: all that it had not begun is taken back; an answer to SPENT.
    public static final int GO_ON = 10;

    /// To the worker: tell what the threads are at.
    public static final int WHERE = 11;

    /// From the worker: it is there. Its first frame.
    public static final int HELLO = 33;

    /// From the worker: a call that came by pipe is going to run now.
    public static final int BEGUN = 34;

    /// From the worker: a record of an answer, while it has no rings.
    public static final int ANSWER = 35;

    /// From the worker: it has the rings.
    public static final int MAPPED = 36;

    /// From the worker: it cannot have the rings, and why.
    public static final int MAP_FAILED = 37;

    /// From the worker: look at the rings.
    public static final int RING = 38;

    /// From the worker: a loader has a [ClassQuestion].
    public static final int CLASS_WANTED = 39;

    /// From the worker: a [HandleRequest].
    public static final int ASK = 40;

    /// From the worker: its main thread sleeps at the pipe that was made for that.
    public static final int LISTENS = 41;

    /// From the worker: its heap ran out under the call that it answers next. It begins no other
    /// before it has read GO_ON.
    public static final int SPENT = 42;

    /// From the worker: what its threads are at.
    public static final int THREADS = 43;

    /// The longest answer to a loader.
    static final int CLASS_BYTES = 64 * 1024 * 1024;

    private static final int CONTROL_BYTES = 64 * 1024;
    private static final int UNKNOWN = -1;

    private FrameDescriptor() {}

    /// Which way a pipe goes.
    public enum Direction {
        /// From the program to the worker.
        TO_WORKER,
        /// From the worker to the program.
        FROM_WORKER
    }

    /// The longest body of a frame of this type.
    ///
    /// @param direction the pipe's direction
    /// @param type the type
    /// @return the limit in bytes, or -1 if no such frame goes that way
    static int maxBodyBytes(Direction direction, int type) {
        return direction == Direction.TO_WORKER ? maxToWorker(type) : maxFromWorker(type);
    }

    private static int maxToWorker(int type) {
        return switch (type) {
            case CONFIG, MAP -> CONTROL_BYTES;
            case CALL -> RECORD_HEADER_BYTES + MAX_PIECE_BYTES;
            case BELL, GO_ON, WHERE -> 0;
            case INTERRUPT, CLOSE -> Long.BYTES;
            case CLASS_FOUND -> Integer.BYTES + CLASS_BYTES;
            case CLASS_MISSING -> Integer.BYTES;
            case TOLD -> HandleRequest.MAX_BYTES;
            default -> UNKNOWN;
        };
    }

    private static int maxFromWorker(int type) {
        return switch (type) {
            case HELLO, MAP_FAILED, CLASS_WANTED, THREADS -> CONTROL_BYTES;
            case BEGUN -> Long.BYTES;
            case ANSWER -> RECORD_HEADER_BYTES + MAX_PIECE_BYTES;
            case MAPPED, RING, LISTENS, SPENT -> 0;
            case ASK -> HandleRequest.MAX_BYTES;
            default -> UNKNOWN;
        };
    }
}
