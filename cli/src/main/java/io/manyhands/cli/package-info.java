/// The commands, over the public API of the library only.
package io.manyhands.cli;
