package org.vitrail.mechanism.quality;

import java.util.Optional;
import org.vitrail.contract.report.PrivacyBox;
import org.vitrail.contract.report.QualityReport;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.mechanism.port.Judge;
import org.vitrail.mechanism.port.Table;
import org.vitrail.privacy.release.Gate;
import org.vitrail.privacy.release.OwnerOnly;
import org.vitrail.privacy.release.Sensitive;

/// Makes reports of two levels: from the release alone for everybody, and from private rows for their owner.
public final class QualityReports {
    private QualityReports() {}

    /// What everybody who may see the release may see: computed from the released rows and public facts alone, so
    /// it
    /// costs nothing.
    public static QualityReport publicReport(Table synthetic, PrivacyBox box) {
        return PublicReport.of(synthetic, box);
    }

    /// What the dataset's owner may see, and must not publish: the released rows beside the private ones, exactly.
    /// To be
    /// called in the worker, only on the owner's request; charges nothing because it promises nothing.
    ///
    /// @param rows the private rows, of a schema that holds all columns of `synthetic`
    /// @param holdout rows the synthesizer never saw, of the same schema; empty: a fifth of the units in `rows`,
    /// which
    ///     the synthesizer did see
    /// @param synthetic the released rows
    /// @param label the column to be predicted; empty: no classifier is trained for one
    /// @param box what the release promises; its μ² is the budget of the baseline
    /// @param seed for every random choice; the same arguments give the same report
    public static OwnerOnly<QualityReport> ownerReport(
            Sensitive<Table> rows,
            Optional<Sensitive<Table>> holdout,
            Table synthetic,
            Optional<String> label,
            PrivacyBox box,
            Judge judge,
            long seed) {
        OwnerReport report = new OwnerReport(synthetic, label, box, judge, seed);
        TableSchema columns = synthetic.schema();
        Sensitive<Table> all = rows.map(table -> project(table, columns));
        if (holdout.isEmpty()) {
            return Gate.ownerOnly(all.map(table -> report.of(OwnerReport.split(table, seed))));
        }
        Sensitive<Table> unseen = holdout.get().map(table -> project(table, columns));
        return Gate.ownerOnly(all.with(unseen, (table, heldOut) -> report.of(OwnerReport.given(table, heldOut))));
    }

    /// The columns of `schema`, found by name.
    static Table project(Table table, TableSchema schema) {
        Object[] picked = new Object[schema.columns().size()];
        for (int j = 0; j < picked.length; j++) {
            int at = table.schema().indexOf(schema.columns().get(j).name());
            picked[j] = switch (table.schema().columns().get(at).domain()) {
                case Domain.Categorical _ -> table.codes(at);
                case Domain.IntegerRange _, Domain.RealRange _ -> table.numbers(at);
            };
        }
        return table.persons()
                .map(persons -> Table.ofPersons(schema, table.rowCount(), persons, picked))
                .orElseGet(() -> Table.of(schema, table.rowCount(), picked));
    }
}
