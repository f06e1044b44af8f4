package io.manyhands.wire;

/// What is being encoded, so that a refusal can speak of it: its name begins the path and its rule
/// begins the sentence. Immutable.
public enum Subject {
    /// The code to run, together with everything it captures.
    TASK("task", "A task and what it captures"),
    /// A value handed to a task.
    ARGUMENT("argument", "An argument"),
    /// The value that a task returned.
    RESULT("result", "A result"),
    /// The exception that a task threw.
    FAILURE("exception", "An exception"),
    /// Any other value that travels, such as an item of a queue.
    VALUE("value", "A value");

    private final String root;
    private final String noun;

    Subject(String root, String noun) {
        this.root = root;
        this.noun = noun;
    }

    /// The word that stands for the whole object at the start of a path.
    String root() {
        return root;
    }

    /// The words that a sentence begins with.
    String noun() {
        return noun;
    }
}
