package org.vitrail.privacy.accounting.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the word that was probably meant.
public final class Nearest {
    private static final int BEGINNING = 3; // letters

    private Nearest() {}

    /// The candidate with the fewest edits from `typed`, if at most a third of its letters differ; else the shortest
    /// that begins with it, if it has at least three letters.
    public static Optional<String> to(String typed, Collection<String> candidates) {
        String wanted = typed.toLowerCase(Locale.ROOT);
        return close(wanted, candidates)
                .or(() -> candidates.stream()
                        .filter(c -> wanted.length() >= BEGINNING
                                && c.toLowerCase(Locale.ROOT).startsWith(wanted))
                        .min(Comparator.comparingInt(String::length)));
    }

    private static Optional<String> close(String wanted, Collection<String> candidates) {
        return candidates.stream()
                .distinct()
                .min(Comparator.comparingInt(c -> edits(wanted, c.toLowerCase(Locale.ROOT))))
                .filter(c -> edits(wanted, c.toLowerCase(Locale.ROOT)) <= Math.max(1, c.length() / 3));
    }

    /// Insertions, deletions and replacements (Levenshtein 1965).
    public static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
