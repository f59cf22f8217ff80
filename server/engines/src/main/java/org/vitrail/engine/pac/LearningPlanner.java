package org.vitrail.engine.pac;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrail.contract.pac.PacLearningSpec;
import org.vitrail.contract.pac.PacTerms;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.learning.Examples;
import org.vitrail.learning.Task;
import org.vitrail.mechanism.pac.PacPlan;
import org.vitrail.mechanism.port.PublicFacts;

/// Plans what the catalogue's algorithms learn of one table: bounds and classes are the schema's.
final class LearningPlanner {
    static final String VERSION = "pac-learning-1";

    private static final double LARGEST = 1e150; // beyond what a noisy number can be
    private static final int NUMBERS_MAX = 10_000;

    /// The algorithm over the declared columns.
    ///
    /// @throws IllegalArgumentException one line: what is wrong with the request
    static Task task(PacLearningSpec spec, TableSchema schema) {
        Map<String, Task.Bounds> bounds = new HashMap<>();
        for (String name : spec.columns()) {
            bounds.put(name, bounds(declared(schema, name)));
        }
        List<String> classes =
                spec.label().map(name -> classes(declared(schema, name))).orElse(List.of());
        return new Task(
                spec.algorithm(),
                spec.columns(),
                bounds,
                classes,
                spec.k(),
                spec.penalty().orElse(Task.usualPenalty(spec.algorithm())),
                spec.target());
    }

    private static Column declared(TableSchema schema, String name) {
        return schema.columns().get(schema.indexOf(name));
    }

    private static Task.Bounds bounds(Column column) {
        return switch (column.domain()) {
            case Domain.IntegerRange range -> bounds(column.name(), (double) range.min(), (double) range.max());
            case Domain.RealRange range -> bounds(column.name(), range.min(), range.max());
            case Domain.Categorical _ ->
                throw new IllegalArgumentException("expected number columns to learn from, got '" + column.name()
                        + "', which holds categories; leave it out, or name it with --label");
        };
    }

    private static Task.Bounds bounds(String name, double low, double high) {
        if (low == high) {
            throw new IllegalArgumentException(
                    "expected columns that can vary, got '" + name + "' declared as " + low + " always; leave it out");
        }
        if (Double.isInfinite(high - low)) {
            throw new IllegalArgumentException("expected declared bounds whose difference is a number, got '" + name
                    + "' from " + low + " to " + high + "; its owner should declare nearer ones");
        }
        return new Task.Bounds(low, high);
    }

    private static List<String> classes(Column column) {
        if (column.domain() instanceof Domain.Categorical(List<String> values, Optional<String> _)) {
            return values;
        }
        throw new IllegalArgumentException("expected a column of categories for --label, got '" + column.name()
                + "', which holds numbers; declare it as categorical");
    }

    /// What each number is called.
    static List<String> names(Task task) {
        int columns = task.columns().size();
        int classes = Math.max(1, task.classes().size());
        Examples none = Examples.of(new double[2][columns], new int[2], classes, columns);
        return task.outputNames(task.learner(none).length());
    }

    /// The same request in one form: what the algorithm does not use is left out, what was left to it is written out.
    private static PacLearningSpec canonical(PacLearningSpec asked) {
        String algorithm = asked.algorithm();
        return new PacLearningSpec(
                asked.dataset(),
                algorithm,
                asked.columns(),
                asked.label().filter(label -> Task.takesLabel(algorithm)),
                asked.target().filter(target -> algorithm.equals("regression")),
                Task.takesK(algorithm) ? asked.k() : 1,
                Task.takesPenalty(algorithm)
                        ? asked.penalty().or(() -> Optional.of(Task.usualPenalty(algorithm)))
                        : Optional.empty(),
                asked.picoNats());
    }

    PacPlan plan(PacLearningSpec asked, PublicFacts facts, PacTerms terms) {
        TableSchema schema = facts.schema();
        PacLearningSpec spec = canonical(asked);
        Task task = task(spec, schema);
        List<String> names = names(task);
        if (names.size() > NUMBERS_MAX) {
            throw new IllegalArgumentException("expected at most " + NUMBERS_MAX + " numbers in an answer, got "
                    + names.size() + "; name fewer columns, or a smaller --k");
        }
        List<String> assumed = new ArrayList<>();
        assumed.add(
                "the schema: names, domains and bounds of " + schema.columns().size() + " columns");
        assumed.add("the unit: " + schema.unit().describe());
        assumed.add("the algorithm, its settings, and what it may tell: " + spec.describe());
        assumed.add("values are cut to the declared bounds"
                + (task.scales() ? " and moved to [0, 1]" : "")
                + "; rows with a missing number or class are left out, each by itself");
        assumed.add("decided on all rows, whichever half is the secret one: whether at least " + terms.unitsMin()
                + " units have all that is read"
                + (spec.algorithm().equals("pca") ? ", and the directions that the components are turned to" : ""));
        Column name = Column.of("name", new Domain.Categorical(names, Optional.empty()));
        Column value = Column.of("value", Domain.RealRange.of(-LARGEST, LARGEST));
        return new PacPlan(
                spec,
                PacPlan.charge(spec),
                names.size(),
                List.of(),
                WorldCounts.WORLDS,
                new TableSchema(List.of(name, value), schema.unit()),
                Map.of(),
                List.of("Gaussian noise on " + names.size() + " numbers, "
                        + task.parts(PacPlan.charge(spec)).orElse("one vector for one charge")
                        + "; its size follows from" + " how much they change between halves and is shown to nobody"),
                "PAC-private " + spec.algorithm() + " (Xiao, Devadas 2023; Sridhar, Xiao, Devadas 2025): learnt on one"
                        + " secret half of " + WorldCounts.WORLDS
                        + (task.reading().isEmpty() ? "" : "; read: " + task.reading()),
                "not known before: what half the units teach, plus noise that follows from the rows",
                5,
                assumed);
    }
}
