package org.vitrail.engine.local;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.engine.table.SourceHeader;

/// What a worker answers: one kind for each [WorkerRequest].
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "task")
@JsonSubTypes({
    @JsonSubTypes.Type(value = WorkerReply.Headed.class, name = "header"),
    @JsonSubTypes.Type(value = WorkerReply.Copied.class, name = "copy"),
    @JsonSubTypes.Type(value = WorkerReply.Checked.class, name = "check"),
    @JsonSubTypes.Type(value = WorkerReply.Inferred.class, name = "infer"),
    @JsonSubTypes.Type(value = WorkerReply.Released.class, name = "release"),
    @JsonSubTypes.Type(value = WorkerReply.Answered.class, name = "answer"),
    @JsonSubTypes.Type(value = WorkerReply.Compared.class, name = "compare")
})
public sealed interface WorkerReply {

    /// The public header.
    record Headed(SourceHeader header) implements WorkerReply {}

    /// The JDBC source was copied.
    ///
    /// @param header its public header
    record Copied(SourceHeader header) implements WorkerReply {}

    /// All rows can be read by the schema.
    ///
    /// @param ignored how many columns of the source the schema does not name
    record Checked(int ignored) implements WorkerReply {}

    /// A bought schema.
    ///
    /// @param columns those for which something could be released
    /// @param notes one line for each column that was left out
    /// @param chargedPico what the gate charged, μ² in 1e-12; at most the request's
    record Inferred(List<Column> columns, List<String> notes, long chargedPico) implements WorkerReply {
        public Inferred {
            columns = List.copyOf(columns);
            notes = List.copyOf(notes);
        }
    }

    /// A sealed release, written to the request's output.
    ///
    /// @param bytes length of the file
    /// @param sha256 of the file, in hex; checked by the server's side before the reply is handed on
    /// @param chargedPico what the gate charged, μ² in 1e-12; at most the request's
    /// @param product the columns of the rows
    /// @param facts further public figures of the run, by name
    /// @param millis how long reading and running took
    /// @param reportJson quality figures of the released rows alone, as a JSON document
    record Released(
            long bytes,
            String sha256,
            long chargedPico,
            TableSchema product,
            Map<String, String> facts,
            long millis,
            Optional<String> reportJson)
            implements WorkerReply {
        public Released {
            facts = Map.copyOf(facts);
        }
    }

    /// An answer of PAC privacy, written to the request's output.
    ///
    /// @param bytes length of the file
    /// @param sha256 of the file, in hex; checked as for [Released]
    /// @param chargedPicoNats what it told at most, in 1e-12 nat
    /// @param universe to be kept in place of the request's before anybody sees the answer; a secret too
    record Answered(long bytes, String sha256, long chargedPicoNats, String universe, Map<String, String> facts)
            implements WorkerReply {
        public Answered {
            facts = Map.copyOf(facts);
        }

        /// Without the universe.
        @Override
        public String toString() {
            return "Answered[" + sha256 + "]";
        }
    }

    /// The owner's report: not private.
    ///
    /// @param reportJson a `QualityReport` of the level `OWNER`
    record Compared(String reportJson) implements WorkerReply {
        /// Never the figures: they are not private.
        @Override
        public String toString() {
            return "Compared[?]";
        }
    }
}
