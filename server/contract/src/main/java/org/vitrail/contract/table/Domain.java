package org.vitrail.contract.table;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// The values a column may take, declared in public or paid for, never read silently from private rows.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Domain.Categorical.class, name = "categorical"),
    @JsonSubTypes.Type(value = Domain.IntegerRange.class, name = "integer"),
    @JsonSubTypes.Type(value = Domain.RealRange.class, name = "real")
})
public sealed interface Domain {

    /// A closed list of categories, in a public order; the code of a category is its index.
    ///
    /// @param values at least one, all different, none empty
    /// @param other the member of `values` that an unlisted private value becomes; empty: the column's
    ///     [Column.OnInvalid] rule decides
    record Categorical(List<String> values, Optional<String> other) implements Domain {
        public Categorical {
            values = List.copyOf(values);
            other = other == null ? Optional.empty() : other;
            if (values.isEmpty()) {
                throw new IllegalArgumentException("categorical values must hold at least 1 category, got 0");
            }
            if (new HashSet<>(values).size() != values.size()) {
                throw new IllegalArgumentException("categorical values must all differ; remove the repeated one");
            }
            if (other.isPresent() && !values.contains(other.get())) {
                throw new IllegalArgumentException("'other' must be one of the values, got '" + other.get() + "'");
            }
        }

        /// A list of categories without a catch-all.
        public static Categorical of(List<String> values) {
            return new Categorical(values, Optional.empty());
        }
    }

    /// Whole numbers from `min` to `max`, both included.
    ///
    /// @param atoms public values that are known to be frequent (0 in a capital gain, 40 in working hours); each
    ///     within the bounds; may be empty
    record IntegerRange(long min, long max, List<Long> atoms) implements Domain {
        public IntegerRange {
            atoms = atoms == null ? List.of() : List.copyOf(atoms);
            if (min > max) {
                throw new IllegalArgumentException("min must be <= max, got min " + min + " and max " + max);
            }
            for (long atom : atoms) {
                if (atom < min || atom > max) {
                    throw new IllegalArgumentException("every atom must be in [" + min + ", " + max + "], got " + atom);
                }
            }
        }

        /// A range without declared atoms.
        public static IntegerRange of(long min, long max) {
            return new IntegerRange(min, max, List.of());
        }
    }

    /// Real numbers from `min` to `max`, both included; both finite.
    ///
    /// @param atoms as for [IntegerRange]
    record RealRange(double min, double max, List<Double> atoms) implements Domain {
        public RealRange {
            atoms = atoms == null ? List.of() : List.copyOf(atoms);
            if (!Double.isFinite(max - min) || min > max) {
                throw new IllegalArgumentException(
                        "min and max must be finite with min <= max and a finite width, got min " + min + " and max "
                                + max);
            }
            for (double atom : atoms) {
                if (!(atom >= min && atom <= max)) {
                    throw new IllegalArgumentException("every atom must be in [" + min + ", " + max + "], got " + atom);
                }
            }
        }

        /// A range without declared atoms.
        public static RealRange of(double min, double max) {
            return new RealRange(min, max, List.of());
        }
    }
}
