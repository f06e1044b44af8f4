/// Memory that two processes share: a file, two rings of records in it, and the bells that wake a
/// sleeping side.
///
/// [io.manyhands.memory.SharedFile] maps the bytes and [io.manyhands.memory.ChannelMemory] gives
/// them their layout. The protocol, and why it loses nothing when either side dies, is in
/// `README.md` beside this file. Nothing here depends on another package of this library.
package io.manyhands.memory;
