package org.vitrail.app.dataset;

import java.nio.file.Path;
import java.util.Optional;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.privacy.accounting.MuSquared;

/// Takes private bytes in.
public interface Ingest {
    /// Copies the rows to where the workers find them and names them.
    ///
    /// @param upload the uploaded file, for the formats that have one; the caller deletes it afterwards
    /// @return the snapshot's id: a hash of the bytes, salted with this server's own secret, 64 hex digits
    /// @throws IllegalArgumentException one line without any private value: what is wrong with the bytes
    String snapshot(RegisterDataset request, Optional<Path> upload);

    /// Whether [#infer] can buy the schema of a file; if not, nothing is charged for trying.
    boolean infers();

    /// Reads bounds and categories from a snapshot, with noise.
    ///
    /// @param allowance already spent
    /// @throws IllegalArgumentException one line without any private value
    TableSchema infer(RegisterDataset request, String snapshot, MuSquared allowance);
}
