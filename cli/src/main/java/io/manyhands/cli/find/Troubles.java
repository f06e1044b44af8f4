package io.manyhands.cli.find;

import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// Says in a sentence what went wrong with a file.
final class Troubles {
    private Troubles() {}

    static String sentence(Exception failure, String name) {
        return reason(failure) + ": file=" + name;
    }

    private static String reason(Exception failure) {
        return switch (failure) {
            case TroubleException trouble -> String.valueOf(trouble.getMessage());
            case TooComplexException complex -> String.valueOf(complex.getMessage());
            case NoSuchFileException _ -> "There is no such file or directory";
            case AccessDeniedException _ -> "The file may not be read";
            case NotDirectoryException _ -> "The directory has become something else";
            case FileSystemLoopException _ -> "The symbolic links form a loop";
            case InvalidPathException _ -> "The name of the file cannot be used here";
            case CharacterCodingException _ -> "The name of the file cannot be used here";
            case FileSystemException system when system.getReason() != null ->
                    "The file cannot be read (" + system.getReason() + ")";
            default -> "The file cannot be read (" + failure.getMessage() + ")";
        };
    }
}
