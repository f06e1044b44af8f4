/// The search behind `manyhands find`: what to look for, how files are cut into ranges, how one
/// range is searched, and how the results are printed in order.
///
/// Arrows point down: [io.manyhands.cli.find.Run] -> `Planner`, `Reporter` -> `Scan` -> `Selector`
/// -> `Needle` -> `Newlines`.
package io.manyhands.cli.find;
