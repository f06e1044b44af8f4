/// How objects become bytes and come back: tasks, arguments, results and failures.
///
/// [io.manyhands.wire.Codec] is the way in. What cannot travel is refused with the path to the
/// field or the name of the captured variable that is the reason. Nothing here knows what carries
/// the bytes, and nothing here depends on another package of this library.
package io.manyhands.wire;
