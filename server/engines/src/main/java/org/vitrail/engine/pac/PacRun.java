package org.vitrail.engine.pac;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vitrail.contract.Receipt;
import org.vitrail.contract.ShortNumber;
import org.vitrail.contract.dataset.LinkedTable;
import org.vitrail.contract.pac.PacLearningSpec;
import org.vitrail.contract.pac.PacSpec;
import org.vitrail.contract.pac.PacTerms;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.engine.table.KeyedTable;
import org.vitrail.mechanism.pac.PacPlan;
import org.vitrail.mechanism.port.Progress;
import org.vitrail.mechanism.port.Table;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.PacRelease;
import org.vitrail.privacy.pac.Universe;
import org.vitrail.privacy.release.Gate;
import org.vitrail.privacy.release.Released;
import org.vitrail.privacy.release.Sensitive;

/// One planned answer, over a registered table and those that link to it, in one universe.
public final class PacRun {
    private static final double SEEN_MAX = 1e100;

    private final PacPlan plan;
    private final PacTerms terms;
    private final Universe.Kept kept;
    private final int megabytes;

    /// @param kept the universe before the answer
    /// @param megabytes of memory that DuckDB may use
    public PacRun(PacPlan plan, PacTerms terms, Universe.Kept kept, int megabytes) {
        this.plan = plan;
        this.terms = terms;
        this.kept = kept;
        this.megabytes = megabytes;
    }

    /// What came of it.
    ///
    /// @param answer the rows of the answer
    /// @param charged what they told at most
    /// @param after the universe after the answer: to be kept in place of the one before, or nothing may
    ///     be shown
    public record Answered(Table answer, Nats charged, Universe.Kept after) {}

    /// Computes the answer in all worlds and releases that of the secret one with noise.
    ///
    /// @param linked the tables that the plan reads beside the dataset's own
    /// @param rows of the dataset, then of the linked tables, encoded by the schemas that the plan was made from,
    ///     the same rows in the same order each time
    /// @throws PacRefusedException why there is no answer; decided on all rows, whichever world is the
    ///     secret one
    public Answered answer(
            TableSchema schema, List<LinkedTable> linked, Sensitive<List<KeyedTable>> rows, Progress progress)
            throws PacRefusedException {
        Universe universe = kept.open(plan.charge());
        try {
            Released<Table> released = switch (plan.spec()) {
                case PacSpec spec ->
                    Gate.pac(
                            rows.map(encoded -> {
                                progress.report("putting units into worlds", 0.2);
                                return query(spec, schema, linked, encoded, universe, progress);
                            }),
                            universe);
                case PacLearningSpec spec ->
                    new LearningRun(plan, spec, terms, schema, progress)
                            .answer(rows.map(List::getFirst), kept, universe);
            };
            return new Answered(released.value(), plan.charge(), kept.after(universe));
        } catch (Refused e) {
            throw new PacRefusedException(e.line);
        }
    }

    private PacRelease.Question<Table> query(
            PacSpec spec,
            TableSchema schema,
            List<LinkedTable> linked,
            List<KeyedTable> rows,
            Universe universe,
            Progress progress) {
        try {
            RegisteredTables tables = RegisteredTables.of(spec.dataset(), schema, linked);
            PacDatabase database = PacDatabase.open(
                    tables.declared(terms.unitsMin()),
                    connection -> tables.load(connection, rows),
                    kept::membership,
                    universe,
                    new PacDatabase.Limits(megabytes, 2));
            progress.report("counting worlds", 0.5);
            return database.question(spec.sql(), plan.charge(), this::product);
        } catch (PacRefusedException e) {
            throw new Refused(e);
        } catch (SQLException e) { // its message may quote a value
            throw new Refused(new PacRefusedException(PacDatabase.NOT_COMPUTED));
        }
    }

    private Table product(PacSqlAnswer answer) {
        List<Column> columns = plan.product().columns();
        Object[] encoded = new Object[columns.size()];
        for (int j = 0; j < encoded.length; j++) {
            int at = j;
            encoded[j] = switch (columns.get(j).domain()) {
                case Domain.Categorical(List<String> values, Optional<String> _) ->
                    answer.rows().stream()
                            .mapToInt(row -> code(values, row.get(at)))
                            .toArray();
                case Domain.IntegerRange _, Domain.RealRange _ ->
                    answer.rows().stream()
                            .mapToDouble(
                                    row -> row.get(at) instanceof Number number ? number.doubleValue() : Double.NaN)
                            .toArray();
            };
        }
        return Table.of(plan.product(), answer.rows().size(), encoded);
    }

    private static int code(List<String> values, @Nullable Object value) {
        return value == null ? values.size() : values.indexOf(value.toString());
    }

    /// What is seen of an answer alone: numbers that an exact one could not be.
    ///
    /// @return facts of the receipt
    public static Map<String, String> outside(PacPlan plan, Table answer) {
        List<String> found = new ArrayList<>();
        for (Column column : plan.product().columns()) {
            Domain.RealRange bounds = plan.bounds().get(column.name());
            if (bounds != null) {
                double[] numbers = answer.numbers(plan.product().indexOf(column.name()));
                long outside = Arrays.stream(numbers)
                        .filter(x -> x < bounds.min() || x > bounds.max())
                        .count();
                if (outside > 0) {
                    found.add(outside + " of " + numbers.length + " of '" + column.name() + "' "
                            + (bounds.max() < SEEN_MAX
                                    ? "outside " + ShortNumber.of(bounds.min()) + " to " + ShortNumber.of(bounds.max())
                                    : "below " + ShortNumber.of(bounds.min())));
                }
            }
        }
        return found.isEmpty()
                ? Map.of()
                : Map.of(Receipt.OUTSIDE, String.join(", ", found) + ": there the noise is larger than the number");
    }

    /// A refusal on its way out of a private step.
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String line;

        Refused(PacRefusedException why) {
            super(why.getMessage(), null, false, false);
            this.line = String.valueOf(why.getMessage());
        }
    }
}
