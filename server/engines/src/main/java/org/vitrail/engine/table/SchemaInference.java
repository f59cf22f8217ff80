package org.vitrail.engine.table;

import java.nio.file.Path;
import org.vitrail.contract.dataset.RegisterDataset.Format;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.release.Released;

/// Where a schema will be bought through the Gate. Not built yet: refuses, and the server refuses before it charges.
public final class SchemaInference {
    private SchemaInference() {}

    /// Refuses.
    public static Released<TableSchema> run(
            Path file, Format format, SourceHeader header, PrivacyUnit unit, MuSquared charge, int megabytes)
            throws TableRefusedException {
        throw new TableRefusedException("this version cannot infer a schema: declare one for " + header.names());
    }
}
