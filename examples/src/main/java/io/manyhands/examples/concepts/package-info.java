/// Programs that show one concept each. They print who does what, a line for each step, and the
/// tests draw the pictures of the guide from these lines.
///
/// A line is `who: what`. Behind `who`, after `<-`, are those whom this step has waited for, and
/// after `->` those who can go on because of it. So each arrow is said twice, at its two ends:
///
/// ```text
/// main -> left: begins the left half
/// left <- main -> main: adds 3 and 1
/// main <- left: has 4
/// ```
///
/// What others wait for is printed before it is done, and what was waited for afterwards. That
/// makes the order of the lines in one lane, and along each arrow, that of the run; elsewhere it is
/// chance.
package io.manyhands.examples.concepts;
