package org.vitrail.app.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.apache.arrow.vector.types.pojo.Schema;
import org.vitrail.app.dataset.Ingest;
import org.vitrail.app.job.Pricing;
import org.vitrail.app.job.Workers;
import org.vitrail.contract.table.TableSchema;

/// What the server is made of besides its own code.
///
/// @param schemas the Arrow schema that a release of those columns has
/// @param end run when the server stops
public record Parts(
        Pricing pricing, Workers workers, Ingest ingest, Function<TableSchema, Schema> schemas, Runnable end) {

    /// Makes the parts once the data folder is locked.
    @FunctionalInterface
    public interface Factory {
        /// The parts that keep their files in `folder`.
        Parts in(Path folder) throws IOException;
    }

    /// Stops what the parts started.
    public void close() {
        end.run();
    }
}
