package io.manyhands.wire;

/// Names of types for messages. Stateless.
final class TypeNames {
    private static final String LAMBDA_MARK = "$$Lambda";

    private TypeNames() {}

    /// The name of an object's class, as source code has it.
    static String of(Object object) {
        Class<?> type = object.getClass();
        return isLambda(type) ? "lambda in " + declaring(type) : type.getTypeName();
    }

    /// Whether the class was made for a lambda or a method reference.
    static boolean isLambda(Class<?> type) {
        return type.isHidden() && type.isSynthetic() && type.getName().contains(LAMBDA_MARK);
    }

    /// Whether it was made for a lambda in the code of a class that has no name for others.
    static boolean isLambdaOfHiddenClass(Class<?> type) {
        Class<?> host = type.getNestHost();
        return isLambda(type) && host != type && host.isHidden();
    }

    /// The class whose code holds the lambda.
    private static String declaring(Class<?> type) {
        return type.getName().substring(0, type.getName().indexOf(LAMBDA_MARK));
    }
}
