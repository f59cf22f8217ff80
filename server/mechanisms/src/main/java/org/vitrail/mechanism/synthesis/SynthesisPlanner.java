package org.vitrail.mechanism.synthesis;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.mechanism.port.PublicFacts;
import org.vitrail.mechanism.synthesis.engine.EngineTask;
import org.vitrail.mechanism.synthesis.engine.Forecast;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.MuSquared;

/// Prices a request for synthetic rows from public facts; has no way to reach a row.
public final class SynthesisPlanner {
    private SynthesisPlanner() {}

    /// Decides everything that can be decided without private data. The charge is the largest μ² whose (ε, δ) is
    /// within the request.
    ///
    /// @throws IllegalArgumentException one line: what is wrong with the request, expected, got, what to do
    public static SynthesisPlan plan(SynthesisSpec spec, PublicFacts facts) {
        TableSchema product = product(spec, facts.schema());
        MuSquared charge = GaussianAccountant.cap(spec.epsilon(), spec.delta());
        if (charge.pico() < 1_000_000) {
            throw new IllegalArgumentException("epsilon " + spec.epsilon() + " at delta " + spec.delta()
                    + " allows mu^2 " + charge + ", too little to measure anything; raise epsilon or delta");
        }
        EngineTask task = task(spec, product, facts.rows());
        Forecast forecast = Engines.of(spec.engine()).forecast(task, charge);
        return new SynthesisPlan(
                spec,
                product,
                facts.rows(),
                charge,
                forecast.noise(),
                forecast.mechanism(),
                forecast.expectedError(),
                forecast.secondsExpected(),
                assumedPublic(task, forecast));
    }

    /// The engine's task behind a plan.
    static EngineTask task(SynthesisSpec spec, TableSchema product, OptionalLong rowsPublic) {
        OptionalInt label = spec.label().isPresent()
                ? OptionalInt.of(product.indexOf(spec.label().get()))
                : OptionalInt.empty();
        // the cap on a person's rows drops an unknown number of them
        boolean everyRowUsed = product.unit() instanceof PrivacyUnit.Row;
        return new EngineTask(spec, product, label, everyRowUsed ? rowsPublic : OptionalLong.empty());
    }

    private static TableSchema product(SynthesisSpec spec, TableSchema schema) {
        List<Column> columns = new ArrayList<>();
        for (String name : spec.columns()) {
            columns.add(schema.columns().get(schema.indexOf(name)));
        }
        if (spec.columns().isEmpty()) {
            columns.addAll(schema.columns());
        }
        TableSchema product = new TableSchema(columns, schema.unit());
        if (spec.label().isPresent()) {
            String label = spec.label().get();
            schema.indexOf(label); // a name that does not exist at all gets the message for that
            if (columns.stream().noneMatch(column -> column.name().equals(label))) {
                throw new IllegalArgumentException("the label '" + label + "' must be one of the columns to synthesize "
                        + spec.columns() + "; add it to the columns or leave the label out");
            }
        }
        return product;
    }

    private static List<String> assumedPublic(EngineTask task, Forecast forecast) {
        List<String> lines = new ArrayList<>();
        lines.add("the schema: names, domains, bounds, declared frequent values and which columns may be missing ("
                + task.product().columns().size() + " columns)");
        lines.add("the unit: " + task.product().unit().describe());
        task.spec().label().ifPresent(label -> lines.add("that '" + label + "' is the label"));
        lines.add(
                task.rowsPublic().isPresent()
                        ? "the number of private rows: " + task.rowsPublic().getAsLong()
                        : "not the number of private rows: it is private");
        lines.add("the request: rows, epsilon, delta, engine, columns, seed");
        lines.addAll(forecast.assumedPublic());
        return lines;
    }
}
