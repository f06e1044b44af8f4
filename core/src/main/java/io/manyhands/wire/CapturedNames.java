package io.manyhands.wire;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.LocalVariableInfo;
import java.lang.classfile.attribute.MethodParameterInfo;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Names what a lambda captured. The names of variables are debug information in the class file of
/// the method that holds the lambda's body; without it, position and type must do. Stateless.
final class CapturedNames {
    /// How the name of an enclosing instance begins.
    static final String THIS = "captured 'this' ";

    /// How the name of the object of a method reference begins.
    static final String RECEIVER = "receiver of method reference ";

    private static final String LAMBDA_BODY = "lambda$";

    private CapturedNames() {}

    /// The words for one captured value.
    ///
    /// @param lambdaClass the class of the lambda, for its loader
    /// @param part the captured value, known by identity
    static String of(Class<?> lambdaClass, SerializedLambda lambda, Object part) {
        int captured = indexOf(lambda, part);
        int parameter = isStatic(lambda) ? captured : captured - 1;
        if (parameter < 0) {
            return lambda.getImplMethodName().startsWith(LAMBDA_BODY)
                    ? capturedThis(part)
                    : receiver(lambda, part);
        }
        String name = parameterName(lambdaClass, lambda, parameter);
        return name != null
                ? variable(name)
                : "captured value " + (parameter + 1) + " (" + TypeNames.of(part) + ")";
    }

    static String variable(String name) {
        return "captured variable '" + name + "'";
    }

    static String capturedThis(Object instance) {
        return THIS + "(" + TypeNames.of(instance) + ")";
    }

    private static String receiver(SerializedLambda lambda, Object part) {
        return RECEIVER + "'" + lambda.getImplMethodName() + ("' (" + TypeNames.of(part) + ")");
    }

    private static int indexOf(SerializedLambda lambda, Object part) {
        for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
            if (Identity.same(lambda.getCapturedArg(i), part)) {
                return i;
            }
        }
        throw new IllegalArgumentException("A captured value must be the lambda's own");
    }

    private static boolean isStatic(SerializedLambda lambda) {
        int kind = lambda.getImplMethodKind();
        return kind == MethodHandleInfo.REF_invokeStatic
                || kind == MethodHandleInfo.REF_newInvokeSpecial;
    }

    private static @Nullable String parameterName(
            Class<?> lambdaClass, SerializedLambda lambda, int parameter) {
        String file = lambda.getImplClass() + ".class";
        try (InputStream bytes = open(lambdaClass.getClassLoader(), file)) {
            return bytes == null ? null : read(bytes, lambda, parameter);
        } catch (IOException | RuntimeException e) {
            // A loader or a class file of an unknown kind: the name stays unknown.
            return null;
        }
    }

    private static @Nullable InputStream open(@Nullable ClassLoader loader, String file) {
        return loader == null
                ? ClassLoader.getSystemResourceAsStream(file)
                : loader.getResourceAsStream(file);
    }

    private static @Nullable String read(InputStream bytes, SerializedLambda lambda, int parameter)
            throws IOException {
        for (MethodModel method : ClassFile.of().parse(bytes.readAllBytes()).methods()) {
            if (method.methodName().equalsString(lambda.getImplMethodName())
                    && method.methodType().equalsString(lambda.getImplMethodSignature())) {
                return localName(method, slot(lambda, parameter))
                        .or(() -> declaredName(method, parameter))
                        .orElse(null);
            }
        }
        return null;
    }

    private static Optional<String> localName(MethodModel method, int slot) {
        return method.code()
                .flatMap(CapturedNames::localVariables)
                .flatMap(variables ->
                        variables.stream()
                                .filter(v -> v.slot() == slot && v.startPc() == 0)
                                .map(variable -> variable.name().stringValue())
                                .findFirst());
    }

    private static Optional<List<LocalVariableInfo>> localVariables(CodeModel code) {
        return code.findAttribute(Attributes.localVariableTable())
                .map(table -> table.localVariables());
    }

    private static Optional<String> declaredName(MethodModel method, int parameter) {
        return method.findAttribute(Attributes.methodParameters())
                .map(attribute -> attribute.parameters())
                .filter(parameters -> parameter < parameters.size())
                .map(parameters -> parameters.get(parameter))
                .flatMap(MethodParameterInfo::name)
                .map(name -> name.stringValue());
    }

    private static int slot(SerializedLambda lambda, int parameter) {
        List<ClassDesc> types =
                MethodTypeDesc.ofDescriptor(lambda.getImplMethodSignature()).parameterList();
        int slot = isStatic(lambda) ? 0 : 1;
        for (ClassDesc type : types.subList(0, parameter)) {
            slot += TypeKind.from(type).slotSize();
        }
        return slot;
    }
}
