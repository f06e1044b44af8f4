package io.manyhands;

import java.util.Iterator;
import java.util.function.Supplier;

/// Where items come from.
///
/// @param open gives their iterator, once
/// @param close releases what they came from
record Source(Supplier<? extends Iterator<?>> open, Runnable close) {}
