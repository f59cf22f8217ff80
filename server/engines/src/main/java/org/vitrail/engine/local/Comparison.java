package org.vitrail.engine.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.arrow.memory.RootAllocator;
import org.vitrail.contract.report.QualityReport;
import org.vitrail.engine.table.TableReader;
import org.vitrail.engine.table.TableRefusedException;
import org.vitrail.mechanism.port.Table;
import org.vitrail.mechanism.quality.QualityReports;
import org.vitrail.privacy.release.OwnerOnly;
import org.vitrail.privacy.release.Sensitive;
import org.vitrail.provider.xgboost.XgboostJudge;

/// The owner's report of one release, made where the private rows may be seen.
final class Comparison {
    private Comparison() {}

    /// Reads the release and the private rows and compares them.
    static OwnerOnly<QualityReport> of(WorkerRequest.Compare asked, int megabytes)
            throws TableRefusedException, IOException {
        Table synthetic;
        try (InputStream file = new BufferedInputStream(Files.newInputStream(Path.of(asked.release())), 1 << 16);
                RootAllocator allocator = new RootAllocator()) {
            synthetic = ArrowRows.read(file, asked.product(), allocator);
        }
        Sensitive<Table> rows = TableReader.read(Path.of(asked.path()), asked.format(), asked.schema(), megabytes);
        Optional<Sensitive<Table>> holdout = Optional.empty();
        if (asked.holdout().isPresent()) {
            WorkerRequest.Holdout unseen = asked.holdout().get();
            holdout =
                    Optional.of(TableReader.read(Path.of(unseen.path()), unseen.format(), unseen.schema(), megabytes));
        }
        return QualityReports.ownerReport(
                rows, holdout, synthetic, asked.label(), asked.box(), XgboostJudge.fast(1), asked.seed());
    }
}
