package org.vitrail.contract.governance;

import java.util.Optional;

/// Lets another project use a dataset, below the same cap.
///
/// @param dataset registered name in the granting owner's project
/// @param project who may use it
/// @param epsilon cap of that project; finite, > 0
/// @param guaranteed whether the dataset keeps that cap for the project
/// @param pacCapPicoNats that project's cap of PAC privacy, in 1e-12 nat; >= 1; empty: as the dataset
public record GrantDataset(
        String dataset, String project, double epsilon, boolean guaranteed, Optional<Long> pacCapPicoNats) {
    /// With the dataset's cap of PAC privacy.
    public GrantDataset(String dataset, String project, double epsilon, boolean guaranteed) {
        this(dataset, project, epsilon, guaranteed, Optional.empty());
    }

    public GrantDataset {
        pacCapPicoNats = pacCapPicoNats == null ? Optional.empty() : pacCapPicoNats;
        if (pacCapPicoNats.isPresent() && pacCapPicoNats.get() < 1) {
            throw new IllegalArgumentException(
                    "the project's PAC cap must be at least 1e-12 nat, got " + pacCapPicoNats.get() + "e-12");
        }
        if (dataset.isBlank() || project.isBlank() || project.length() > 200) {
            throw new IllegalArgumentException("a grant needs a dataset and a project of 1 to 200 characters");
        }
        if (!(epsilon > 0 && epsilon <= 1e6)) {
            throw new IllegalArgumentException("the project's epsilon must be > 0 and at most 1e6, got " + epsilon);
        }
    }
}
