package io.manyhands.memory;

/// Where everything lies in the memory that a parent and one worker share.
///
/// ```
///   0                   1                   2                   3
///   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///  +---------------------------------------------------------------+
///  |                             Magic                             |  0    parent, once, last
///  |                                                               |
///  +---------------------------------------------------------------+
///  |                        Layout version                         |  8    parent, once
///  +---------------------------------------------------------------+
///  |                            Epoch                              |  12   parent, once
///  +---------------------------------------------------------------+
///  |                   Request ring capacity, bytes                |  16   parent, once
///  +---------------------------------------------------------------+
///  |                  Response ring capacity, bytes                |  20   parent, once
///  +---------------------------------------------------------------+
///  |                         Request tail                          |  128  parent
///  |                                                               |
///  +---------------------------------------------------------------+
///  |                         Request head                          |  256  worker
///  |                                                               |
///  +---------------------------------------------------------------+
///  |                         Response tail                         |  384  worker
///  |                                                               |
///  +---------------------------------------------------------------+
///  |                         Response head                         |  512  parent
///  |                                                               |
///  +---------------------------------------------------------------+
///  |                         Worker's bell                         |  640  both, by CAS
///  +---------------------------------------------------------------+
///  |                         Parent's bell                         |  768  both, by CAS
///  +---------------------------------------------------------------+
///  |                  Permitted spin, microseconds                 |  896  parent
///  +---------------------------------------------------------------+
///  |                         Request ring                         ...  4096
///  +---------------------------------------------------------------+
///  |                         Response ring                        ...  4096 + request capacity
///  +---------------------------------------------------------------+
/// ```
///
/// What changes has a line of its own, of 128 bytes: two cache lines, as they are fetched in pairs.
/// Bytes that are not named are zero.
final class ChannelDescriptor {
    /// `MANYHAND`, and something else when the two sides differ in byte order.
    static final long MAGIC = 0x4d41_4e59_4841_4e44L;

    static final int LAYOUT_VERSION = 1;

    static final int LINE_BYTES = 128;

    static final long MAGIC_AT = 0;
    static final long LAYOUT_VERSION_AT = 8;
    static final long EPOCH_AT = 12;
    static final long REQUEST_CAPACITY_AT = 16;
    static final long RESPONSE_CAPACITY_AT = 20;
    static final long REQUEST_TAIL_AT = LINE_BYTES;
    static final long REQUEST_HEAD_AT = 2 * LINE_BYTES;
    static final long RESPONSE_TAIL_AT = 3 * LINE_BYTES;
    static final long RESPONSE_HEAD_AT = 4 * LINE_BYTES;
    static final long WORKER_BELL_AT = 5 * LINE_BYTES;
    static final long PARENT_BELL_AT = 6 * LINE_BYTES;
    static final long SPIN_AT = 7 * LINE_BYTES;

    /// Where the header page ends and the request ring begins.
    static final long RINGS_AT = 4096;

    private ChannelDescriptor() {}
}
