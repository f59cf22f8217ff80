package org.vitrail.engine.local;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;
import org.vitrail.contract.MechanismSpec;
import org.vitrail.contract.dataset.LinkedTable;
import org.vitrail.contract.dataset.RegisterDataset.Format;
import org.vitrail.contract.pac.PacRequest;
import org.vitrail.contract.pac.PacTerms;
import org.vitrail.contract.report.PrivacyBox;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;

/// What one worker is asked to do; sent once, on its standard input. Paths are absolute and on this
/// machine.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "task")
@JsonSubTypes({
    @JsonSubTypes.Type(value = WorkerRequest.Header.class, name = "header"),
    @JsonSubTypes.Type(value = WorkerRequest.Copy.class, name = "copy"),
    @JsonSubTypes.Type(value = WorkerRequest.Check.class, name = "check"),
    @JsonSubTypes.Type(value = WorkerRequest.Infer.class, name = "infer"),
    @JsonSubTypes.Type(value = WorkerRequest.Release.class, name = "release"),
    @JsonSubTypes.Type(value = WorkerRequest.Answer.class, name = "answer"),
    @JsonSubTypes.Type(value = WorkerRequest.Compare.class, name = "compare")
})
public sealed interface WorkerRequest {

    /// Reads the public header of a snapshot: column names, and types where the format declares them.
    ///
    /// @param format CSV, PARQUET or ARROW; a sample is CSV
    record Header(String path, Format format) implements WorkerRequest {}

    /// Copies a JDBC table or query into a snapshot file (Arrow IPC) once, at registration.
    ///
    /// @param jdbcUrl may hold credentials; never repeated in an answer
    /// @param jdbcQuery a table's name or a SELECT statement of the dataset's owner
    /// @param output the file to write
    /// @param bytesMax refuses to write more
    record Copy(String jdbcUrl, String jdbcQuery, String output, long bytesMax) implements WorkerRequest {
        /// Without URL and query.
        @Override
        public String toString() {
            return "Copy[output=" + output + ", bytesMax=" + bytesMax + "]";
        }
    }

    /// Reads all rows once, at registration, and refuses them where the schema says `REFUSE`. For the owner
    /// only.
    record Check(String path, Format format, TableSchema schema) implements WorkerRequest {}

    /// Buys a schema: types, bounds, categories and nullability through the Gate.
    ///
    /// @param unit whom the guarantee protects; of a person one row is used
    /// @param declared names of columns that are not inferred
    /// @param chargePico μ² to spend, in 1e-12; > 0; reserved beforehand
    /// @param delta for categories that nobody listed; set aside beforehand
    record Infer(String path, Format format, PrivacyUnit unit, List<String> declared, long chargePico, double delta)
            implements WorkerRequest {
        public Infer {
            declared = List.copyOf(declared);
        }
    }

    /// Runs a mechanism.
    ///
    /// @param rowsPublic the number of rows where declared public
    /// @param chargePico what the server reserved, μ² in 1e-12; the worker plans again from the same public
    ///     facts and opens no row unless its plan costs exactly this
    /// @param output the file to write the sealed rows to (Arrow IPC stream); it must not exist
    record Release(
            MechanismSpec spec,
            TableSchema schema,
            Optional<Long> rowsPublic,
            String path,
            Format format,
            long chargePico,
            String output)
            implements WorkerRequest {}

    /// Answers a query with PAC privacy.
    ///
    /// @param linked the tables that the query reads beside the dataset's own, parents before children
    /// @param universe what the answers so far told, as [org.vitrail.privacy.pac.Universe.Kept] writes
    ///     it, in Base64: whoever reads it knows the secret
    /// @param chargePicoNats what the server reserved; the worker plans again and opens no row unless its
    ///     plan costs exactly this
    /// @param output as for [Release]
    record Answer(
            PacRequest spec,
            TableSchema schema,
            PacTerms terms,
            String path,
            Format format,
            List<Linked> linked,
            String universe,
            long chargePicoNats,
            String output)
            implements WorkerRequest {
        public Answer {
            linked = List.copyOf(linked);
        }

        /// Without the universe and the query.
        @Override
        public String toString() {
            return "Answer[output=" + output + "]";
        }
    }

    /// A linked table, and where its rows are.
    record Linked(LinkedTable table, String path, Format format) {}

    /// Compares released rows with private ones, exactly: for the dataset's owner only, charges nothing.
    ///
    /// @param release the sealed rows (Arrow IPC stream)
    /// @param product their columns
    /// @param path of the private rows that the release was made from
    /// @param schema how they are read
    /// @param holdout rows the synthesizer never saw; empty: a part of the private rows
    /// @param label the column to be predicted, if there is one
    /// @param box what the release promises
    /// @param seed for every random choice; public
    record Compare(
            String release,
            TableSchema product,
            String path,
            Format format,
            TableSchema schema,
            Optional<Holdout> holdout,
            Optional<String> label,
            PrivacyBox box,
            long seed)
            implements WorkerRequest {}

    /// Private rows that no release was made from.
    record Holdout(String path, Format format, TableSchema schema) {}
}
