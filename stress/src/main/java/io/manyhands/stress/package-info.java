/// What the tests of several packages need.
@NullMarked
package io.manyhands.stress;

import org.jspecify.annotations.NullMarked;
