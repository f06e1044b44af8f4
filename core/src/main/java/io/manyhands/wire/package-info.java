/// How objects become bytes and come back: tasks, arguments, results and failures.
///
/// [io.manyhands.wire.Codec] is the way in. There are two forms of the bytes: JDK serialization,
/// which takes everything, and a compact form (`Tags` has its layout, `CompactWriter` and
/// `CompactReader` are its two sides), whose classes and lambdas are numbers in a
/// [dictionary][io.manyhands.wire.Dictionary]. What cannot travel is refused with the path to the
/// field or the name of the captured variable that is the reason. Nothing here knows what carries
/// the bytes, and nothing here depends on another package of this library.
package io.manyhands.wire;
