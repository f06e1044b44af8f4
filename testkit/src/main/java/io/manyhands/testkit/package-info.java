/// The contract tests, and what they are written with.
package io.manyhands.testkit;
