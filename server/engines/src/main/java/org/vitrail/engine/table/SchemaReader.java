package org.vitrail.engine.table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.vitrail.contract.dataset.RegisterDataset.Format;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.engine.table.RawCells.Unreadable;
import org.vitrail.engine.table.SourceHeader.SourceColumn;
import org.vitrail.engine.table.SourceHeader.SourceType;
import org.vitrail.mechanism.port.Progress;
import org.vitrail.mechanism.schema.InferredSchema;
import org.vitrail.mechanism.schema.SchemaInference;
import org.vitrail.mechanism.schema.SchemaPlan;
import org.vitrail.mechanism.schema.UnknownColumn;
import org.vitrail.mechanism.schema.UnknownColumn.DeclaredType;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.release.Released;
import org.vitrail.privacy.release.Sensitive;

/// Buys the schema of a snapshot file. To be called in a worker process.
public final class SchemaReader {
    private SchemaReader() {}

    /// What would be inferred: every column of the header that is neither declared nor the person column.
    /// All of it is public.
    ///
    /// @param declared names that a schema declares already
    /// @throws TableRefusedException if a declared column or the person column is not in the header, no
    ///     other column is, or a CSV has values where names are expected
    public static SchemaPlan plan(
            SourceHeader header, PrivacyUnit unit, List<String> declared, MuSquared charge, double delta)
            throws TableRefusedException {
        List<String> known = new ArrayList<>(declared);
        if (unit instanceof PrivacyUnit.Person(String column, int _)) {
            known.add(column);
        }
        DeclaredColumns.require(header, known);
        DeclaredColumns.requireNames(header, known);
        List<UnknownColumn> unknown = header.columns().stream()
                .filter(column -> !known.contains(column.name()))
                .map(column -> new UnknownColumn(column.name(), declared(column)))
                .toList();
        try {
            return new SchemaPlan(unknown, charge, delta);
        } catch (IllegalArgumentException e) { // a plan knows public facts only
            throw new TableRefusedException(String.valueOf(e.getMessage()));
        }
    }

    private static DeclaredType declared(SourceColumn column) {
        return switch (column.type()) {
            case SourceType.INTEGER -> DeclaredType.INTEGER;
            case SourceType.REAL -> DeclaredType.REAL;
            case SourceType.TEXT -> DeclaredType.TEXT;
            case SourceType.UNDECLARED -> DeclaredType.NONE;
        };
    }

    /// Reads the rows and buys what the plan says. Of each person one row is drawn, uniformly at random,
    /// for all measurements together.
    ///
    /// @param megabytes limit of the reader's memory outside the heap
    /// @throws TableRefusedException if the file is not what its format asks for, or a row names no person
    public static Released<InferredSchema> infer(
            Path file, Format format, PrivacyUnit unit, SchemaPlan plan, int megabytes, Progress progress)
            throws TableRefusedException {
        SourceHeader header = TableReader.header(file, format);
        Optional<BitSet> drawn = switch (unit) {
            case PrivacyUnit.Row() -> Optional.empty();
            case PrivacyUnit.Person(String column, int _) -> Optional.of(draw(file, format, header, column, megabytes));
        };
        List<String> names = plan.columns().stream().map(UnknownColumn::name).toList();
        RawCells cells = new RawCells(file, format, header, names, drawn, megabytes);
        try {
            return SchemaInference.run(plan, Sensitive.of(cells), progress);
        } catch (Unreadable e) {
            throw e.refusal();
        }
    }

    private static BitSet draw(Path file, Format format, SourceHeader header, String column, int megabytes)
            throws TableRefusedException {
        PersonSink persons = new PersonSink(column);
        TableReader.scan(file, format, header, List.of(column), List.of(persons), megabytes);
        persons.check();
        BitSet drawn = new BitSet();
        for (int row : persons.used(1, PersonSink.freshKey())) {
            drawn.set(row);
        }
        return drawn;
    }
}
