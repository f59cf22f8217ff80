package org.vitrail.app.job;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrail.app.dataset.DatasetRow;
import org.vitrail.contract.MechanismSpec;
import org.vitrail.contract.Receipt;
import org.vitrail.contract.report.PrivacyBox;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.privacy.ledger.Amount;
import org.vitrail.privacy.pac.Universe;

/// Runs a job where its rows may be seen: in a process of its own.
public interface Workers {
    /// Runs to the end. The caller holds ([#hold]) the datasets of the order.
    ///
    /// @throws java.util.concurrent.CancellationException soon after `watch` says cancelled; the process is gone
    /// then
    /// @throws WorkerFailure if the process ended without a release; its line holds no private value
    Outcome run(Order order, Watch watch);

    /// Keeps the bytes of those datasets where runs find them, until what comes back is closed.
    Held hold(List<DatasetRow> datasets);

    /// Bytes that are kept.
    @FunctionalInterface
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /// Compares a release with its private rows, for their owner.
    ///
    /// @return a `QualityReport` that is not private, as JSON; kept nowhere
    /// @throws java.util.concurrent.CancellationException as for [#run]
    /// @throws WorkerFailure as for [#run]
    String compare(Comparison order, Watch watch);

    /// What to compare.
    ///
    /// @param release the sealed rows
    /// @param product their columns
    /// @param dataset where the private rows are
    /// @param holdout a dataset whose rows the synthesizer never saw
    /// @param label the column to be predicted
    /// @param box what the release promises
    /// @param seed for every random choice; public
    record Comparison(
            Content release,
            TableSchema product,
            DatasetRow dataset,
            Optional<DatasetRow> holdout,
            Optional<String> label,
            PrivacyBox box,
            long seed) {}

    /// What to do.
    ///
    /// @param spec canonical
    /// @param dataset where the rows are and how they are read
    /// @param linked the datasets that an answer of PAC privacy reads beside it, parents before children
    /// @param allowance the most the run's gate may charge
    /// @param receipt what the report says of the release; its `facts` are empty still
    /// @param universe of an answer of PAC privacy, before it: a secret
    record Order(
            String jobId,
            MechanismSpec spec,
            DatasetRow dataset,
            List<DatasetRow> linked,
            Amount<?> allowance,
            Receipt receipt,
            Optional<Universe.Kept> universe) {}

    /// How the run is followed and ended.
    interface Watch {
        /// Told by the run: what it does, and how much of it is done, in [0, 1].
        void progress(String stage, double fraction);

        /// Told by the run when it is about to open the first private row; it waits until this returns. If it
        /// throws, no row is opened and the run ends.
        void opening();

        /// Asked by the run at least every 0.1 s.
        boolean cancelled();
    }

    /// What the run released.
    ///
    /// @param charged by the run's gate
    /// @param arrow the rows as one Arrow IPC stream
    /// @param facts further public figures
    /// @param report the quality report as JSON
    /// @param universe of an answer of PAC privacy, after it: a secret, kept before anybody sees the answer
    record Outcome(
            Amount<?> charged,
            Content arrow,
            Map<String, String> facts,
            Optional<String> report,
            Optional<Universe.Kept> universe) {
        public Outcome {
            facts = Map.copyOf(facts);
        }
    }

    /// Bytes that can be read until they are discarded.
    @FunctionalInterface
    interface Content {
        /// From the first byte.
        InputStream open() throws IOException;

        /// Called once they are stored, or will never be.
        default void discard() {}
    }
}
