package org.vitrail.app.certificate;

import java.util.List;
import java.util.Locale;
import org.vitrail.contract.Guarantee;
import org.vitrail.contract.certificate.Certificate.Statement;
import org.vitrail.contract.certificate.Certificate.Theorem;

/// What a certificate says of an answer of PAC privacy, and what such an answer does not promise.
final class PacWords {
    static final String NATIVE_MEASURE =
            "mutual information between the secret half of the units and what was answered,"
                    + " an integer number of units of 1e-12 nat; it is no amount of differential privacy and has no conversion"
                    + " to one";

    static final String ACCOUNTANT =
            "exact sums of mutual information, rounded up; a guesser's success is the largest that"
                    + " the inequality allows, rounded up";

    static final List<Theorem> THEOREMS = List.of(
            new Theorem(
                    "Xiao, Devadas",
                    2023,
                    "Theorem 1 with f = KL",
                    "KL(success, prior) is at most the mutual information, for every kind of guess"),
            new Theorem(
                    "Zhu, Sridhar, Devadas",
                    2026,
                    "arXiv 2601.14033",
                    "answers of one secret add up, also if chosen by an adversary, as the law of the secret is tracked"));

    private PacWords() {}

    static List<Statement> statements(Guarantee.PacPrivacy pac) {
        return List.of(
                new Statement(
                        "promise",
                        "The answer was computed on a secret random half of the units (" + pac.unit()
                                + "), plus noise sized"
                                + " from how much it changes between halves. Someone who knows everything else, and could"
                                + " guess with " + percent(pac.prior())
                                + " whether a unit was in that half, can do so with"
                                + " at most " + percent(pac.posterior()) + " after this answer."),
                new Statement(
                        "in the table or not",
                        "It does not hide whether a unit is in the table at all, nor any fact that is true of every"
                                + " half."),
                new Statement(
                        "average",
                        "It is an average over the secret half, not a bound for each answer or each unit: no worst case."),
                new Statement(
                        "outliers and groups",
                        "Units with extreme values and small groups are where it fails in practice: each unit's"
                                + " contribution is cut to public bounds, and groups below a public size are left out. Units"
                                + " that belong together are not protected as a group."),
                new Statement(
                        "few halves",
                        "There are " + pac.worlds() + " halves: whoever knows of a handful of other units whether they"
                                + " were in the secret half knows which half it was."),
                new Statement(
                        "decided on all rows",
                        "Which groups are shown and whether an answer is refused follow from all"
                                + " rows: they tell nothing about the secret half, and something about the table. In SQL it"
                                + " goes by sizes with noise, so that they tell of one unit no more than the answer's"
                                + " amount."),
                new Statement(
                        "not differential privacy",
                        "There is no epsilon, and none follows: amounts of the two kinds are kept apart and never added."),
                new Statement(
                        "composition",
                        "Mutual information adds up over the answers of a session, and over sessions, each with a half of"
                                + " its own, it is added up to the dataset's cap all the same."));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", Math.ceil(share * 1e4) / 100);
    }
}
