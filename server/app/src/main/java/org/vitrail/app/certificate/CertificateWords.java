package org.vitrail.app.certificate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vitrail.app.dataset.DatasetRow;
import org.vitrail.contract.Guarantee;
import org.vitrail.contract.MechanismSpec;
import org.vitrail.contract.certificate.Certificate.Statement;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.pac.PacLearningSpec;
import org.vitrail.contract.pac.PacSpec;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;

/// What a certificate says in words. Made of public facts only: the declaration, the schema, the guarantee.
final class CertificateWords {
    private CertificateWords() {}

    /// What kind of product a request gives.
    static String kind(MechanismSpec spec) {
        return switch (spec) {
            case SynthesisSpec _ -> "synthetic table";
            case PacSpec _ -> "answer to a query";
            case PacLearningSpec _ -> "answer of an algorithm";
        };
    }

    /// How much one unit may matter.
    static List<String> contributionBounds(PrivacyUnit unit) {
        return switch (unit) {
            case PrivacyUnit.Row() -> List.of("one unit is one row");
            case PrivacyUnit.Person(String column, int rowsMax) ->
                List.of(
                        "one unit is all rows with one value of '" + column + "'",
                        "at most " + rowsMax + " rows of a unit are used, the others are dropped at random");
        };
    }

    /// A column with its declared bounds and what becomes of values outside them.
    static String column(Column column) {
        String values = switch (column.domain()) {
            case Domain.Categorical c -> c.values().size() + " listed categories";
            case Domain.IntegerRange i -> "whole numbers from " + i.min() + " to " + i.max();
            case Domain.RealRange r -> "numbers from " + r.min() + " to " + r.max();
        };
        String outside = switch (column.onInvalid()) {
            case CLAMP ->
                switch (column.domain()) {
                    case Domain.Categorical c ->
                        "others become '" + c.other().orElse(c.values().getFirst()) + "'";
                    case Domain.IntegerRange _, Domain.RealRange _ ->
                        "others are moved to the nearest bound"
                                + (column.nullable() ? "" : ", missing to the middle of the range");
                };
            case REFUSE -> "a table with others is refused";
        };
        return column.name() + ": " + values + ", " + outside
                + (column.nullable() ? ", missing is a value of its own" : "");
    }

    /// What happened before or beside the mechanism.
    static List<String> outside(DatasetRow dataset, TableSchema released) {
        List<String> lines = new ArrayList<>();
        RegisterDataset declaration = dataset.declaration();
        if (declaration.inference().isPresent()) {
            lines.add("schema inference: paid from the dataset's cap, apart from this release");
            dataset.schemaNotes().forEach(note -> lines.add("schema: " + note));
        } else if (declaration.format() == RegisterDataset.Format.SAMPLE) {
            lines.add("the schema is that of a built-in sample, whose rows are made up");
        } else {
            lines.add("the schema was declared by the owner; how the owner knew it is not covered");
        }
        lines.add("values outside a column's bounds are treated row by row, as the columns say; this is covered");
        int left = dataset.columns().columns().size() - released.columns().size();
        lines.add("column selection: by the request, without looking at rows; "
                + released.columns().size() + " of " + (released.columns().size() + left) + " columns");
        lines.add("whatever was done to the table before it was registered is not covered");
        lines.add("hyper-parameter tuning: what the mechanism chooses from rows is inside its charge; what was tried"
                + " before, with other requests, is in the dataset's total");
        lines.add("the dataset's owner may compare a release with the private rows; such looks are recorded in the"
                + " ledger and are not covered");
        return lines;
    }

    /// What the certificate does and does not promise (NIST SP 800-226, 2025).
    ///
    /// @param added what the releases of its dataset are added up in
    static List<Statement> statements(Guarantee guarantee, String added) {
        List<Statement> statements = new ArrayList<>();
        switch (guarantee) {
            case Guarantee.DifferentialPrivacy dp -> {
                statements.add(new Statement(
                        "promise",
                        "Whoever sees this release learns almost the same about a unit (" + dp.unit()
                                + ") whether or not its data were in the table: no set of outcomes is more probable with"
                                + " them than e^epsilon times its probability without them, plus delta, nor the other"
                                + " way round."));
                statements.add(new Statement(
                        "neighbours",
                        "Two tables are neighbours if they differ so: " + dp.relation()
                                + ". Under another relation the same epsilon means something else."));
                statements.add(new Statement(
                        "pure or approximate",
                        "Approximate: (epsilon, delta) is one point of a curve; the whole curve follows from mu^2."));
                statements.add(new Statement(
                        "groups",
                        "A group of k units together is protected less: mu grows k-fold, mu^2 k^2-fold. Who is in the"
                                + " data under several units is protected as such a group."));
                statements.add(new Statement(
                        "composition",
                        "This release adds up with every other release from the same dataset, in " + added
                                + ". The total at the moment of issue stands beside it and may grow up to the cap."));
            }
            case Guarantee.PacPrivacy pac -> statements.addAll(PacWords.statements(pac));
            case Guarantee.NotPrivate none ->
                statements.add(new Statement("promise", "No formal guarantee: " + none.reason() + "."));
        }
        statements.addAll(ALWAYS);
        return statements;
    }

    private static final List<Statement> ALWAYS = List.of(
            new Statement(
                    "collusion",
                    "The dataset's cap sums over all analysts and sessions: they may pool what they got. Not covered:"
                            + " the same people's data in other datasets, in another project, or released elsewhere. Rows that"
                            + " this dataset had before or after a renewal have caps of their own; what was used of all of"
                            + " them stands beside the total."),
            new Statement(
                    "post-processing",
                    "Whatever is computed from this release without the private rows keeps the guarantee and costs"
                            + " nothing."),
            new Statement(
                    "other claims",
                    "Mutual-information bounds of PAC privacy, attack results and distances are claims of another kind:"
                            + " they neither add to epsilon nor replace it."),
            new Statement(
                    "preprocessing",
                    "What happened to the data before the mechanism is covered only as far as said above."),
            new Statement(
                    "side channels",
                    "Running time, memory and the size of files are not covered; answers and refusals are functions of"
                            + " public numbers, and noise is sampled without floating point. Who administers the server"
                            + " sees the private rows."),
            new Statement(
                    "signature",
                    "The signature says that the holder of the key issued this and that nothing was changed since. It"
                            + " does not prove that the software is free of errors."));

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
