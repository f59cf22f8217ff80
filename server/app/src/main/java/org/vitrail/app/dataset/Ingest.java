package org.vitrail.app.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.privacy.accounting.MuSquared;

/// Takes private bytes in.
public interface Ingest {
    /// Copies the rows to where the workers find them and names them. Of a snapshot whose schema is to be
    /// bought only the public header is read.
    ///
    /// @param upload the uploaded file, for the formats that have one; the caller deletes it afterwards
    /// @return the snapshot's id: a hash of the bytes, salted with this server's own secret, 64 hex digits
    /// @throws IllegalArgumentException one line without any private value: what is wrong with the bytes
    String snapshot(RegisterDataset request, Optional<Path> upload);

    /// The names of a snapshot's columns: its public header alone.
    ///
    /// @throws IllegalArgumentException one line without any private value
    Set<String> columns(RegisterDataset.Format format, String snapshot);

    /// The schema of a built-in sample, or one whose undeclared columns are bought from a snapshot, with
    /// noise.
    ///
    /// @param allowance already spent
    /// @throws IllegalArgumentException one line without any private value
    Inferred infer(RegisterDataset request, String snapshot, MuSquared allowance);

    /// Removes the bytes of every snapshot but these, and but those that a worker is reading.
    ///
    /// @param ids as [#snapshot] names them
    /// @throws java.io.UncheckedIOException if some could not be removed
    void keepOnly(Set<String> ids);

    /// A schema that nobody declared, or not all of it.
    ///
    /// @param notes which columns were left out and why, one line each
    record Inferred(TableSchema schema, List<String> notes) {
        public Inferred {
            notes = List.copyOf(notes);
        }
    }
}
