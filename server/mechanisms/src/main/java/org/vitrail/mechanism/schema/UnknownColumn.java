package org.vitrail.mechanism.schema;

/// A column whose name is public and whose domain is to be bought.
///
/// @param name as in the source's header
/// @param type what the source's own metadata declares
public record UnknownColumn(String name, DeclaredType type) {
    /// A public fact about a column.
    public enum DeclaredType {
        /// Whole numbers.
        INTEGER,
        /// Real numbers.
        REAL,
        /// Text.
        TEXT,
        /// The format declares no types, as in CSV: whether it holds numbers is bought too.
        NONE
    }
}
