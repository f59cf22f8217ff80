package org.vitrail.app.kit;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.vitrail.contract.dataset.Inference;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.job.SubmitJob;
import org.vitrail.contract.session.OpenSession;
import org.vitrail.contract.synthesis.EngineChoice;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;

/// Requests that tests send.
public final class Requests {
    /// Three columns, one of each kind.
    public static final TableSchema SCHEMA = new TableSchema(
            List.of(
                    Column.of("sex", Domain.Categorical.of(List.of("v0", "v1"))),
                    Column.of("age", Domain.IntegerRange.of(0, 99)),
                    Column.of("weight", Domain.RealRange.of(0, 200))),
            new PrivacyUnit.Row());

    private Requests() {}

    /// A declared dataset with a cap of (`epsilon`, 1e-6).
    public static RegisterDataset register(String name, double epsilon) {
        return register(name, epsilon, RegisterDataset.Format.CSV);
    }

    /// The same of any format.
    public static RegisterDataset register(String name, double epsilon, RegisterDataset.Format format) {
        return new RegisterDataset(
                name,
                format,
                Optional.of(SCHEMA),
                Optional.empty(),
                epsilon,
                1e-6,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                List.of());
    }

    /// A declared dataset whose cap is kept in those measures.
    public static RegisterDataset register(String name, double epsilon, List<String> measures, boolean renewal) {
        return register(name, epsilon, SCHEMA, measures, renewal);
    }

    /// Newer rows of a declared dataset, with other columns.
    public static RegisterDataset renewal(String name, double epsilon, TableSchema schema) {
        return register(name, epsilon, schema, List.of(), true);
    }

    private static RegisterDataset register(
            String name, double epsilon, TableSchema schema, List<String> measures, boolean renewal) {
        return new RegisterDataset(
                name,
                RegisterDataset.Format.CSV,
                Optional.of(schema),
                Optional.empty(),
                epsilon,
                1e-6,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                renewal,
                measures);
    }

    /// Newer rows of a declared dataset.
    public static RegisterDataset renewal(String name, double epsilon) {
        return register(name, epsilon, List.of(), true);
    }

    /// A dataset whose schema is bought.
    public static RegisterDataset inferred(String name, double epsilon, double inferEpsilon) {
        return new RegisterDataset(
                name,
                RegisterDataset.Format.CSV,
                Optional.empty(),
                Optional.of(new Inference(inferEpsilon, 0, new PrivacyUnit.Row())),
                epsilon,
                1e-6,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                List.of());
    }

    /// A session of (`epsilon`, 1e-6).
    public static OpenSession session(String dataset, String notebook, double epsilon) {
        return OpenSession.of(dataset, notebook, Optional.of(epsilon), Optional.of(1e-6));
    }

    /// 20 rows at (`epsilon`, 1e-6).
    public static SynthesisSpec spec(String dataset, double epsilon) {
        return spec(dataset, epsilon, 20, 1);
    }

    /// Any number of rows and any seed.
    public static SynthesisSpec spec(String dataset, double epsilon, int rows, long seed) {
        return new SynthesisSpec(
                dataset, rows, epsilon, 1e-6, EngineChoice.MARGINALS, Optional.empty(), List.of(), false, seed);
    }

    /// A job with a key of its own.
    public static SubmitJob job(String sessionId, SynthesisSpec spec) {
        return new SubmitJob(sessionId, spec, UUID.randomUUID().toString(), false, false);
    }

    /// The same that buys new noise.
    public static SubmitJob fresh(String sessionId, SynthesisSpec spec) {
        return new SubmitJob(sessionId, spec, UUID.randomUUID().toString(), true, false);
    }
}
