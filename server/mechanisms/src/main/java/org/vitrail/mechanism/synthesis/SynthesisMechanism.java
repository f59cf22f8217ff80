package org.vitrail.mechanism.synthesis;

import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.mechanism.Mechanism;
import org.vitrail.mechanism.Product;
import org.vitrail.mechanism.port.Progress;
import org.vitrail.mechanism.port.PublicFacts;
import org.vitrail.mechanism.port.Table;
import org.vitrail.mechanism.synthesis.engine.Engine;
import org.vitrail.mechanism.synthesis.engine.EngineTask;
import org.vitrail.privacy.release.Gate;
import org.vitrail.privacy.release.Released;
import org.vitrail.privacy.release.Sensitive;

/// The tabular synthesizer: bounds what one unit contributes, then lets the planned engine measure and generate.
public final class SynthesisMechanism implements Mechanism<SynthesisSpec, SynthesisPlan> {
    private static final String VERSION = "synthesis-3";

    /// A synthesizer with all its engines; stateless.
    public SynthesisMechanism() {}

    @Override
    public SynthesisPlan plan(SynthesisSpec spec, PublicFacts facts) {
        return SynthesisPlanner.plan(spec, facts);
    }

    @Override
    public Released<Product> run(SynthesisPlan plan, Sensitive<Table> rows, Progress progress) {
        EngineTask task = SynthesisPlanner.task(plan.spec(), plan.product(), plan.rowsPublic());
        Gate gate = Gate.open(plan.charge());
        Sensitive<Table> bounded = rows.map(table -> ContributionBound.of(task).apply(columns(table, plan.product())));
        Engine engine = Engines.of(plan.spec().engine());
        return gate.seal(engine.synthesize(task, plan.charge(), gate, bounded, progress));
    }

    @Override
    public String version() {
        return VERSION;
    }

    /// The product's columns of `table`, in the product's order.
    static Table columns(Table table, TableSchema product) {
        Object[] picked = new Object[product.columns().size()];
        for (int j = 0; j < picked.length; j++) {
            Column column = product.columns().get(j);
            int at = table.schema().indexOf(column.name());
            if (!table.schema().columns().get(at).equals(column)) {
                throw new IllegalArgumentException("column '" + column.name()
                        + "' is described differently in the plan and in the rows; plan again from the same schema");
            }
            picked[j] = switch (column.domain()) {
                case Domain.Categorical _ -> table.codes(at);
                case Domain.IntegerRange _, Domain.RealRange _ -> table.numbers(at);
            };
        }
        int count = table.rowCount();
        return table.persons()
                .map(persons -> Table.ofPersons(product, count, persons, picked))
                .orElseGet(() -> Table.of(product, count, picked));
    }
}
