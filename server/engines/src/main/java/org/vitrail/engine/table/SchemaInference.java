package org.vitrail.engine.table;

import java.nio.file.Path;
import org.vitrail.contract.dataset.RegisterDataset.Format;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.release.Released;

/// Buys a schema through the Gate.
public final class SchemaInference {
    private SchemaInference() {}

    public static Released<TableSchema> run(
            Path file, Format format, SourceHeader header, PrivacyUnit unit, MuSquared charge, int megabytes)
            throws TableRefusedException {
        throw new TableRefusedException("schema inference is not there yet; declare the schema of " + header.names()
                + " for " + file.getFileName() + format + unit + charge + megabytes);
    }
}
