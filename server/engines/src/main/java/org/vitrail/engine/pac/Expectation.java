package org.vitrail.engine.pac;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
    private static final int SHOWN = 6; // numbers in a quote
    private static final double LARGE = 1e12; // written with an exponent

    private final WorldQuery.Private asked;
    private final Nats charge;
    private final int steps;
    private final PacTerms terms;
    private final UnitParts.Sizes sizes;
    private final double rows;
    private final double numbers;

    /// @param charge of this query; of one that is answered in steps, the last step's
    /// @param product columns of the answer
    /// @param steps that it is answered in
    Expectation(WorldQuery.Private asked, Nats charge, int steps, PacTerms terms, TableSchema product) {
        this.steps = steps;
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
            case Domain.Categorical(List<String> values, Optional<String> _) -> values.size();
            case Domain.IntegerRange whole -> whole.max() - whole.min() + 1.0;
            case Domain.RealRange _ -> Double.POSITIVE_INFINITY;
        };
    }

    /// Noise of a number over its deviation over halves, if all rows are there: with equal shares of β over d numbers
    /// ½ ln(1 + V/σ²) = β/d each.
    double noise() {
        return 1 / Math.sqrt(Math.expm1(2 * charge.roundedUp() / most()));
    }

    private double most() {
        return Math.min(numbers, ROWS_MAX);
    }

    /// Each number's error, where it would tell nothing that it would, and how many units there have to be.
    String error() {
        String many = rows > ROWS_MAX ? "very many rows" : String.format(Locale.ROOT, "%,.0f rows", rows);
        List<String> each = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        List<String> names = asked.names();
        for (int i = 0; i < asked.cells().size(); i++) {
            Formula cell = asked.cells().get(i);
            String name = names.get(i);
            double error = error(cell);
            if (i < SHOWN) {
                each.add(name + " ± " + rounded(error));
            }
            note(cell, error).ifPresent(note -> notes.add(note.formatted(name)));
        }
        int more = asked.cells().size() - each.size();
        return "of " + String.format(Locale.ROOT, "%,d", EXAMPLE)
                + " units with one row each that counts (CASE, FILTER and missing values"
                + " leave fewer), with values anywhere within their bounds"
                + (asked.keys() == 0 ? "" : ", if there are " + many) + ": "
                + String.join(", ", each) + (more > 0 ? ", and " + more + " more" : "")
                + " (one standard deviation: noise, and that a half stands for the whole; k times as many units: √k times that"
                + " for counts and sums, 1/√k for means; k rows each: k times for counts and sums)"
                + String.join("", notes) + ". " + (asked.keys() == 0 ? "Of fewer than " : "Groups of fewer than ")
                + sure() + " units " + (asked.keys() == 0 ? "there may be no answer" : "may be left out");
    }

    /// One standard deviation of a number of the example.
    double error(Formula cell) {
        Typical typical = Typical.of(
                cell, EXAMPLE, asked.aggregates(), WorldRunner.slope(asked, Math.min(rows, ROWS_MAX), charge, steps));
        double floor = Universe.leastDeviation(typical.by(), most(), charge);
        return Math.hypot(noise() * Math.max(typical.deviation(), floor), typical.deviation());
    }

    /// What is not worth buying, or not what it seems.
    private static Optional<String> note(Formula cell, double error) {
        Optional<Range> bounds = Typical.bounds(cell);
        if (cell.any(Formula.Distinct.class::isInstance)) {
            return Optional.of("; %s counts the values that half the units have: what few have may be missing");
        }
        if (divides(cell)) {
            return Optional.of("; %s has more the smaller what it is divided by");
        }
        if (cell.any(Formula.Quantile.class::isInstance)) {
            return Optional.of("; %s has far less where values lie close together");
        }
        if (bounds.isEmpty()
                || !bounds.get().isBounded()
                || error < bounds.get().width() / 2
                || bounds.get().width() == 0) {
            return Optional.empty();
        }
        String instead = !(cell instanceof Formula.Extreme)
                ? "ask at a higher price, or about many more units"
                : "ask --algorithm quantiles, or count how many lie in each of a few bands, with"
                        + " sum(CASE WHEN … THEN 1 ELSE 0 END)";
        return Optional.of("; NOT WORTH BUYING: %s, whose noise is as wide as its bounds, "
                + rounded(bounds.get().low()) + " to " + rounded(bounds.get().high()) + ": " + instead);
    }

    /// Whether it is divided by what rows decide.
    private static boolean divides(Formula cell) {
        return cell.any(part -> part instanceof Formula.Arithmetic(char operator, Formula _, Formula right)
                && operator == '/'
                && !right.fixed());
    }

    private long sure() {
        return Universe.sureSize(terms.unitsMin(), sizes.moved(asked), charge);
    }

    /// Two digits.
    private static String rounded(double x) {
        if (x <= 0) {
            return x == 0 ? "0" : "-" + rounded(-x);
        }
        double unit = Math.pow(10, Math.floor(Math.log10(x)) - 1);
        double two = Math.rint(x / unit) * unit;
        return String.format(Locale.ROOT, two >= LARGE ? "%.1e" : two >= 10 ? "%,.0f" : "%.2g", two);
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
