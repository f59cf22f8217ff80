package org.vitrail.contract.pac;

import java.util.List;
import java.util.Optional;

/// A request for what one of the catalogue's algorithms learns of a registered dataset's number columns, whose declared
/// bounds are the public ones.
///
/// @param dataset registered name of the private table
/// @param algorithm its name in the catalogue
/// @param columns the number columns that it reads; 1 to 100
/// @param label a categorical column, whose declared values are the classes
/// @param target the column among `columns` that a regression explains
/// @param k clusters or components
/// @param penalty C of a classifier, λ of a regression; empty: the catalogue's
/// @param picoNats what all numbers of the answer together may tell about the secret half, in units of 1e-12
///     nat; > 0
public record PacLearningSpec(
        String dataset,
        String algorithm,
        List<String> columns,
        Optional<String> label,
        Optional<String> target,
        int k,
        Optional<Double> penalty,
        long picoNats)
        implements PacRequest {
    private static final int COLUMNS_MAX = 100;

    public PacLearningSpec {
        columns = List.copyOf(columns);
        label = label == null ? Optional.empty() : label;
        target = target == null ? Optional.empty() : target;
        penalty = penalty == null ? Optional.empty() : penalty;
        if (dataset.isBlank()) {
            throw new IllegalArgumentException("dataset must be a registered name, got an empty one");
        }
        if (columns.isEmpty() || columns.size() > COLUMNS_MAX) {
            throw new IllegalArgumentException(
                    "an algorithm must read 1 to " + COLUMNS_MAX + " columns, got " + columns.size());
        }
        PacRequest.requireAmount(picoNats);
    }

    /// In words: `kmeans of bill_length, bill_depth; classes by species; k 3`.
    public String describe() {
        return algorithm + " of " + String.join(", ", columns)
                + label.map(column -> "; classes by " + column).orElse("")
                + target.map(column -> "; explaining " + column).orElse("")
                + (k > 1 ? "; k " + k : "")
                + penalty.map(number -> "; penalty " + number).orElse("");
    }
}
