/// Trials of linearizability, by Lincheck.
@NullMarked
package io.manyhands.linear;

import org.jspecify.annotations.NullMarked;
