package io.manyhands.cli.find;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What can be told of the operands before they are searched.
public final class Operands {
    private Operands() {}

    /// Whether lines get the names of their files, unless the user says otherwise: as GNU grep does
    /// for several files, and for directories.
    ///
    /// @param operands files and directories
    /// @return true if there are several, or one that is a directory
    public static boolean needNames(List<String> operands) {
        return operands.size() > 1 || (operands.size() == 1 && isDirectory(operands.getFirst()));
    }

    /// How many bytes there are to search, or -1 if that is not known.
    static long totalBytes(List<String> operands) {
        long total = 0;
        for (String operand : operands) {
            BasicFileAttributes attributes = attributes(operand);
            if (attributes != null && !attributes.isRegularFile()) {
                return -1;
            }
            total += attributes == null ? 0 : attributes.size();
        }
        return total;
    }

    private static boolean isDirectory(String operand) {
        BasicFileAttributes attributes = attributes(operand);
        return attributes != null && attributes.isDirectory();
    }

    private static @Nullable BasicFileAttributes attributes(String operand) {
        try {
            return Files.readAttributes(Path.of(operand), BasicFileAttributes.class);
        } catch (IOException | IllegalArgumentException unknown) {
            return null;
        }
    }
}
