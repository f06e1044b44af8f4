/// What processes share: a directory of mapped files, the room, with those who are in it, how they
/// notice each other's death and wake each other, and the objects in it as users see them.
///
/// `README.md` beside this file says how it works and why no death wrecks it.
package io.manyhands.room;
