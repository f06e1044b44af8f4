package io.manyhands.wire;

/// An object that another one refers to, and what that reference is called.
///
/// @param name the reference's name with its punctuation, such as `.socket` or `[3]`
record Referent(String name, Object value) {}
