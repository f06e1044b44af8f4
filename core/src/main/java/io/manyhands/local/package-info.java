/// The kinds of workers that live in this process: platform threads and virtual threads.
package io.manyhands.local;
