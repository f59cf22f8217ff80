package org.vitrail.kernel;

import java.util.List;

/// Why a cell failed, as the notebook shows it.
final class CellFailure extends Exception {
    private static final long serialVersionUID = 1;
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";

    private final String name;
    private final transient List<String> details;

    /// @param name the error's name in the front end, such as `MagicError`
    /// @param message one line where possible
    /// @param details lines below it: the marked source, or frames; may be empty
    CellFailure(String name, String message, List<String> details) {
        super(message, null, false, false);
        this.name = name;
        this.details = List.copyOf(details);
    }

    static CellFailure interrupted(String message) {
        return new CellFailure("KeyboardInterrupt", message, List.of());
    }

    static CellFailure usage(String message) {
        return new CellFailure("UsageError", message, List.of());
    }

    String name() {
        return name;
    }

    String message() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    /// The lines of the traceback: the message first, details below.
    List<String> lines() {
        List<String> lines = new java.util.ArrayList<>();
        lines.add(RED + name + PLAIN + (message().isEmpty() ? "" : ": " + message()));
        lines.addAll(details == null ? List.of() : details);
        return lines;
    }
}
