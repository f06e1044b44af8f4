package io.manyhands.wire;

/// Says that the compact form cannot express a value, which then goes by JDK serialization whole. A
/// signal without a stack trace. Immutable.
@SuppressWarnings("StaticAssignmentOfThrowable") // It has neither trace nor suppressed ones.
final class UnknownKindException extends Exception {
    static final UnknownKindException SIGNAL = new UnknownKindException();

    private static final long serialVersionUID = 1L;

    private UnknownKindException() {
        super("The compact form does not know the class", null, false, false);
    }
}
