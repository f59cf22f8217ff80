package org.vitrail.magic.args;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds what was probably meant.
public final class Nearest {
    private Nearest() {}

    /// The candidate with the fewest edits from `typed`, if at most a third of its letters differ.
    public static Optional<String> to(String typed, Collection<String> candidates) {
        String wanted = typed.toLowerCase(Locale.ROOT);
        return candidates.stream()
                .distinct()
                .min(Comparator.comparingInt(c -> edits(wanted, c.toLowerCase(Locale.ROOT))))
                .filter(c -> edits(wanted, c.toLowerCase(Locale.ROOT)) <= Math.max(1, c.length() / 3));
    }

    /// Insertions, deletions and replacements (Levenshtein 1965).
    private static int edits(String a, String b) {
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
