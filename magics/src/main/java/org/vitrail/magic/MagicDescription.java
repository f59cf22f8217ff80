package org.vitrail.magic;

import java.util.List;

/// One magic, as a kernel shows it.
///
/// @param name name without `%`, as registered in the kernel's registry
/// @param result public type of the value that the magic returns; `var r = %name` is compiled as this type
/// @param line usable as `%name`
/// @param cell usable as `%%name`
/// @param summary one line
/// @param help the whole help text, plain text; what `%name?` and Shift-Tab show
/// @param completion completes the arguments
public record MagicDescription(
        String name, Class<?> result, boolean line, boolean cell, String summary, String help, Completion completion) {

    /// Completes the arguments of one magic. Must answer within 0.2 s, must not throw, and must never cost budget.
    @FunctionalInterface
    public interface Completion {
        /// The words that could stand in place of the word at the cursor.
        ///
        /// @param arguments everything after the magic's name on its line, without the leading space
        /// @param cursor position in `arguments`, 0 … length
        /// @return whole words (`--epsilon`, `adult`), best first; each replaces the text between
        ///     the last white space, `=` or `$` and the cursor; words that do not fit are dropped
        List<String> complete(String arguments, int cursor);
    }
}
