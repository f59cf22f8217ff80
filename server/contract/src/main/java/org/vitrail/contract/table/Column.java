package org.vitrail.contract.table;

/// One column's public description.
///
/// @param name as in the file's header; not empty
/// @param domain the values it may take
/// @param nullable whether a missing value is kept as a value of its own; if not, a missing value is invalid
/// @param onInvalid what becomes of a value outside the domain (or missing in a column that is not nullable)
public record Column(String name, Domain domain, boolean nullable, OnInvalid onInvalid) {

    /// The rule for a private value outside the declared domain.
    public enum OnInvalid {
        /// Numbers go to the nearest bound, unlisted categories to `other` (or the first category), missing
        /// numbers to
        /// the middle of the range.
        CLAMP,
        /// The registration is refused; the message names the column and the rule, never the value or the row.
        REFUSE
    }

    public Column {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a column's name must not be empty");
        }
        onInvalid = onInvalid == null ? OnInvalid.CLAMP : onInvalid;
    }

    /// A column without missing values whose invalid values are clamped.
    public static Column of(String name, Domain domain) {
        return new Column(name, domain, false, OnInvalid.CLAMP);
    }

    /// The same column with missing values kept as a value of their own.
    public Column orMissing() {
        return new Column(name, domain, true, onInvalid);
    }
}
