package io.manyhands.wire;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.FieldModel;
import java.lang.reflect.AccessFlag;

/// What is special about code from jshell. Stateless.
/* jshell compiles each snippet into a class of its own. A variable is a static field there, so code
 * that uses it does not capture it: elsewhere the field would be there, and have no value. What is
 * found out before a task is sent is refused then; and the classes go without those fields, so that
 * what was not found out fails as well, instead of computing with zeros.
 */
public final class Snippets {
    private static final String PREFIX = "REPL.$JShell$";
    private static final String INTERNAL_PREFIX = "REPL/$JShell$";

    private Snippets() {}

    /// Whether a class is made of a snippet.
    ///
    /// @param className its name, with dots
    /// @return true for the snippet's own class and for those declared in it
    public static boolean isSnippet(String className) {
        return className.startsWith(PREFIX);
    }

    /// Refuses code that uses a variable of a snippet, as far as that can be told without running
    /// it. Costs nothing for code that is not from jshell.
    ///
    /// @param code a task or a function
    /// @throws NotEncodableException if it does
    public static void check(Object code) throws NotEncodableException {
        if (isSnippet(code.getClass().getName())) {
            String variable = new SnippetCode(code.getClass().getClassLoader()).variableOf(code);
            if (variable != null) {
                throw refusal(variable);
            }
        }
    }

    /// The class file of a snippet's class without the variables.
    ///
    /// @param classFile the bytes of a class for which [#isSnippet(String)] is true
    /// @return the bytes to use elsewhere
    public static byte[] withoutVariables(byte[] classFile) {
        ClassFile format = ClassFile.of();
        ClassModel type = format.parse(classFile);
        if (!isOutermost(type.thisClass().asInternalName())) {
            return classFile;
        }
        return format.transformClass(
                type,
                ClassTransform.dropping(
                        member -> member instanceof FieldModel field && isVariable(field)));
    }

    static boolean isInternalName(String name) {
        return name.startsWith(INTERNAL_PREFIX);
    }

    /// Whether it is the class of the snippet itself, and not one that is declared in it.
    static boolean isOutermost(String internalName) {
        return isInternalName(internalName)
                && internalName.indexOf('$', INTERNAL_PREFIX.length()) < 0;
    }

    /// Whether it is the variable of a snippet, and not a field that the compiler has added.
    static boolean isVariable(FieldModel field) {
        return field.flags().has(AccessFlag.STATIC)
                && !field.flags().has(AccessFlag.FINAL)
                && !field.flags().has(AccessFlag.SYNTHETIC);
    }

    private static NotEncodableException refusal(String variable) {
        String path = "variable '" + variable + "'";
        return new NotEncodableException(
                "A jshell variable lives in this JVM only, and a task that uses it cannot travel:"
                        + " path="
                        + path
                        + ", fix=hand its value to a method with a parameter that the task uses, or"
                        + " copy it to a local variable in the same block: { var copy = "
                        + variable
                        + "; workers.submit(() -> ... copy ...); }",
                path,
                variable,
                null);
    }
}
