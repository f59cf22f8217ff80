package org.vitrail.contract.governance;

/// Lets another project use a dataset, below the same cap.
///
/// @param dataset registered name in the granting owner's project
/// @param project who may use it
/// @param epsilon cap of that project; finite, > 0
/// @param guaranteed whether the dataset keeps that cap for the project
public record GrantDataset(String dataset, String project, double epsilon, boolean guaranteed) {
    public GrantDataset {
        if (dataset.isBlank() || project.isBlank() || project.length() > 200) {
            throw new IllegalArgumentException("a grant needs a dataset and a project of 1 to 200 characters");
        }
        if (!(epsilon > 0 && epsilon <= 1e6)) {
            throw new IllegalArgumentException("the project's epsilon must be > 0 and at most 1e6, got " + epsilon);
        }
    }
}
