package org.vitrail.contract.governance;

/// Asks for a higher cap; nothing changes until another person approves.
///
/// @param dataset registered name
/// @param tier `dataset`, `project` or `analyst`
/// @param name whose account at that tier; the dataset's name for `dataset`
/// @param epsilon the new cap at the account's own δ; finite, > 0
/// @param reason in words, for whoever decides and for the ledger; 1 to 500 characters
public record ProposeCap(String dataset, String tier, String name, double epsilon, String reason) {
    public ProposeCap {
        if (!tier.equals("dataset") && !tier.equals("project") && !tier.equals("analyst")) {
            throw new IllegalArgumentException(
                    "a cap is raised at tier dataset, project or analyst, got '" + tier + "'; a session's is fixed");
        }
        if (!(epsilon > 0 && epsilon <= 1e6)) {
            throw new IllegalArgumentException("the new epsilon must be > 0 and at most 1e6, got " + epsilon);
        }
        if (reason.isBlank() || reason.length() > 500 || reason.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a reason of 1 to 500 characters is expected, got " + reason.length());
        }
    }
}
