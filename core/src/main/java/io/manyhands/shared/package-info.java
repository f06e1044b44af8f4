/// What tasks share: locks and what else they meet at, queues, topics and memory. Made by
/// [SharedObjects], which all workers are; the same for threads and for processes.
package io.manyhands.shared;
