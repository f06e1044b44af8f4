package io.manyhands.wire;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.LoadableConstantEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.invoke.SerializedLambda;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks through the code that a task from jshell may run, for the variables of snippets that it
/// uses. Confined to one thread.
/* From the task's own methods it follows calls, references to methods, bodies of lambdas and
 * initializers of classes, as long as they are in snippets. It does not follow calls to methods that
 * a subclass overrides, nor those by way of the Java run-time, unless the object is captured.
 */
final class SnippetCode {
    private static final int MAX_METHODS = 2_000;
    private static final String INITIALIZER = "<clinit>";
    private static final String NOTHING_TO_NOTHING = "()V";

    /// A method to look through; with an empty name, all of its class.
    private record Method(String owner, String name, String descriptor) {
        boolean isMet(MethodModel method) {
            return name.isEmpty()
                    || (method.methodName().equalsString(name)
                            && method.methodType().equalsString(descriptor));
        }
    }

    private final ClassLoader loader;
    private final Map<String, Optional<ClassModel>> classes = new HashMap<>();
    private final Set<Method> seen = new HashSet<>();
    private final Queue<Method> ahead = new ArrayDeque<>();

    SnippetCode(ClassLoader loader) {
        this.loader = loader;
    }

    /// The name of a variable that the code uses; null if none was found.
    @Nullable String variableOf(Object code) {
        start(code);
        for (Method next = ahead.poll(); next != null; next = ahead.poll()) {
            String variable = variableIn(next);
            if (variable != null) {
                return variable;
            }
        }
        return null;
    }

    private void start(Object code) {
        SerializedLambda lambda = lambdaOf(code);
        if (lambda == null) {
            add(code.getClass().getName().replace('.', '/'), "", "");
        } else {
            start(lambda);
        }
    }

    private void start(SerializedLambda lambda) {
        add(lambda.getImplClass(), lambda.getImplMethodName(), lambda.getImplMethodSignature());
        for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
            SerializedLambda captured = lambdaOf(lambda.getCapturedArg(i));
            if (captured != null) {
                start(captured);
            }
        }
    }

    private static @Nullable SerializedLambda lambdaOf(@Nullable Object code) {
        if (code == null || !TypeNames.isLambda(code.getClass())) {
            return null;
        }
        try {
            LambdaShape shape = LambdaShape.find(code.getClass());
            return shape == null ? null : shape.replace(code);
        } catch (Throwable notSerializable) {
            // Encoding will say so.
            return null;
        }
    }

    private @Nullable String variableIn(Method wanted) {
        ClassModel type = classOf(wanted.owner);
        if (type == null) {
            return null;
        }
        boolean isFound = false;
        for (MethodModel method : type.methods()) {
            if (wanted.isMet(method)) {
                isFound = true;
                String variable = variableIn(method);
                if (variable != null) {
                    return variable;
                }
            }
        }
        ClassEntry parent = type.superclass().orElse(null);
        if (!isFound && parent != null) {
            add(parent.asInternalName(), wanted.name, wanted.descriptor);
        }
        return null;
    }

    private @Nullable String variableIn(MethodModel method) {
        CodeModel code = method.code().orElse(null);
        if (code == null) {
            return null;
        }
        for (CodeElement element : code) {
            if (element instanceof FieldInstruction field && isVariable(field)) {
                return field.name().stringValue();
            }
            follow(element);
        }
        return null;
    }

    private void follow(CodeElement element) {
        switch (element) {
            case FieldInstruction field -> addInitializer(field.owner());
            case NewObjectInstruction made -> addInitializer(made.className());
            case InvokeInstruction call -> {
                addInitializer(call.owner());
                add(call.method());
            }
            case InvokeDynamicInstruction call -> {
                for (LoadableConstantEntry each : call.invokedynamic().bootstrap().arguments()) {
                    if (each instanceof MethodHandleEntry handle) {
                        add(handle.reference());
                    }
                }
            }
            default -> {
                // Leads nowhere.
            }
        }
    }

    private boolean isVariable(FieldInstruction used) {
        String owner = used.owner().asInternalName();
        ClassModel type = Snippets.isOutermost(owner) ? classOf(owner) : null;
        if (type == null) {
            return false;
        }
        for (FieldModel field : type.fields()) {
            if (field.fieldName().equalsString(used.name().stringValue())) {
                return Snippets.isVariable(field);
            }
        }
        return false;
    }

    private void addInitializer(ClassEntry owner) {
        add(owner.asInternalName(), INITIALIZER, NOTHING_TO_NOTHING);
    }

    private void add(MemberRefEntry member) {
        add(
                member.owner().asInternalName(),
                member.name().stringValue(),
                member.type().stringValue());
    }

    private void add(String owner, String name, String descriptor) {
        Method method = new Method(owner, name, descriptor);
        if (Snippets.isInternalName(owner) && seen.size() < MAX_METHODS && seen.add(method)) {
            ahead.add(method);
        }
    }

    private @Nullable ClassModel classOf(String internalName) {
        return classes.computeIfAbsent(internalName, this::read).orElse(null);
    }

    private Optional<ClassModel> read(String internalName) {
        try (InputStream in = loader.getResourceAsStream(internalName + ".class")) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(ClassFile.of().parse(in.readAllBytes()));
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }
}
