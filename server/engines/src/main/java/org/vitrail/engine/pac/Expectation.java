package org.vitrail.engine.pac;

import java.util.Locale;
import org.vitrail.contract.pac.PacTerms;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.Universe;

/// What may be expected of an answer at its price, in public numbers: how wide its noise is beside what halves differ
/// by, and how many units a group needs.
final class Expectation {
    private static final int EXAMPLE = 1000; // units
    private static final double ROWS_MAX = 1e6;

    private final WorldQuery.Private asked;
    private final Nats charge;
    private final PacTerms terms;
    private final UnitParts.Sizes sizes;
    private final double rows;
    private final double numbers;

    /// @param charge of this query; of one that is answered in steps, the last step's
    /// @param product columns of the answer
    Expectation(WorldQuery.Private asked, Nats charge, PacTerms terms, TableSchema product) {
        this.asked = asked;
        this.charge = charge;
        this.terms = terms;
        sizes = WorldRunner.sizes(terms.unitsMin(), charge);
        double all = 1;
        long cells = 0;
        for (int i = 0; i < asked.output().size(); i++) {
            Column column = product.columns().get(i);
            if (asked.output().get(i).key() >= 0) {
                all *= values(column.domain()) + (column.nullable() ? 1 : 0);
            } else {
                cells++;
            }
        }
        rows = all;
        numbers = cells * all;
    }

    private static double values(Domain domain) {
        return switch (domain) {
            case Domain.Categorical(var values, var other) -> values.size() + (other.isPresent() ? 1 : 0);
            case Domain.IntegerRange whole -> whole.max() - whole.min() + 1.0;
            case Domain.RealRange _ -> Double.POSITIVE_INFINITY;
        };
    }

    /// Noise of a number over its deviation over halves, if all rows are there: with equal shares of β over d numbers
    /// ½ ln(1 + V/σ²) = β/d each.
    double noise() {
        return 1 / Math.sqrt(Math.expm1(2 * charge.roundedUp() / Math.min(numbers, ROWS_MAX)));
    }

    /// A count's deviation over halves is that of twice the units in a half: the root of all units.
    String error() {
        String many = rows > ROWS_MAX ? "very many rows" : String.format(Locale.ROOT, "%,.0f rows", rows);
        return "what half the units give, and noise: about " + rounded(noise())
                + " times a number's deviation over halves, more where bounds are wide"
                + (asked.keys() == 0 ? "" : ", if there are " + many) + "; a count of "
                + String.format(Locale.ROOT, "%,d", EXAMPLE) + " units, one row each: ± "
                + rounded(noise() * Math.sqrt(EXAMPLE)) + ". "
                + (asked.keys() == 0 ? "Of fewer than " : "Groups of fewer than ") + sure() + " units "
                + (asked.keys() == 0 ? "there may be no answer" : "may be left out");
    }

    private long sure() {
        return Universe.sureSize(terms.unitsMin(), sizes.moved(asked), charge);
    }

    /// Two digits.
    private static String rounded(double x) {
        double unit = Math.pow(10, Math.floor(Math.log10(x)) - 1);
        double two = Math.rint(x / unit) * unit;
        return String.format(Locale.ROOT, two >= 10 ? "%,.0f" : "%.2g", two);
    }

    /// Which groups are shown.
    String groups() {
        String counted = sizes.each() == 1 ? "one of its groups" : sizes.each() + " of its groups at most";
        return "decided on all rows, whichever half is the secret one, by a size with noise, so that no single unit"
                + " decides it: " + (asked.keys() == 0 ? "whether there is an answer" : "which groups there are")
                + ". Fewer than " + terms.unitsMin() + " units never do, " + sure() + " or more do at this price"
                + (asked.keys() == 0 ? "" : ", where a unit counts in " + counted);
    }
}
