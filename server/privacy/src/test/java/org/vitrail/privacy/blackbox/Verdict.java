package org.vitrail.privacy.blackbox;

/// What a tester found. A violation of a claim that holds has at most the probability [Binomial#TYPE_ONE].
///
/// @param tester its name
/// @param excess by how much the claim is broken for certain, in the tester's own measure; <= 0: nothing found
/// @param evidence the event and its bounds
public record Verdict(String tester, double excess, String evidence) {
    /// Whether the claim is broken.
    public boolean violated() {
        return excess > 0;
    }
}
