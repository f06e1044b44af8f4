/// What it costs, measured with JMH, side by side with what the JDK has for the same.
///
/// [Table] runs everything and writes the tables.
@org.jspecify.annotations.NullMarked
package io.manyhands.benchmarks;
