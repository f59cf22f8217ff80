package org.vitrail.contract.table;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// Whom the guarantee protects; the neighbouring relation is always add-or-remove one unit.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PrivacyUnit.Row.class, name = "row"),
    @JsonSubTypes.Type(value = PrivacyUnit.Person.class, name = "person")
})
public sealed interface PrivacyUnit {

    /// One row is one person: add or remove one row.
    record Row() implements PrivacyUnit {}

    /// All rows that share a value of `column` are one person: add or remove all of them at once.
    ///
    /// @param column the person's identifier; not synthesized, never released
    /// @param rowsMax at most this many rows of one person are used, the others are dropped at random; >= 1
    record Person(String column, int rowsMax) implements PrivacyUnit {
        public Person {
            if (column.isBlank()) {
                throw new IllegalArgumentException("the person column's name must not be empty");
            }
            if (rowsMax < 1) {
                throw new IllegalArgumentException("rowsMax must be >= 1, got " + rowsMax);
            }
        }
    }

    /// The unit in words, for receipts: `one row` or `one value of 'patient_id' (at most 4 rows)`.
    default String describe() {
        return switch (this) {
            case Row() -> "one row";
            case Person(String column, int rowsMax) ->
                "one value of '" + column + "' (at most " + rowsMax + " rows of it are used)";
        };
    }
}
