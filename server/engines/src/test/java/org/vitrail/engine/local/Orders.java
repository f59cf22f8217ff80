package org.vitrail.engine.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vitrail.contract.dataset.RegisterDataset.Format;
import org.vitrail.contract.synthesis.EngineChoice;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.engine.table.ClinicSample;
import org.vitrail.mechanism.port.PublicFacts;
import org.vitrail.mechanism.synthesis.SynthesisMechanism;

/// What workers are asked in tests.
final class Orders {
    private Orders() {}

    static SynthesisSpec spec() {
        return new SynthesisSpec("clinic", 50, 1, 1e-6, EngineChoice.MARGINALS, Optional.empty(), List.of(), false, 1);
    }

    /// Three columns have one pair beyond the tree, so at least one of the plan's two rounds measures nothing.
    static SynthesisSpec threeColumns() {
        return new SynthesisSpec(
                "clinic",
                50,
                1,
                1e-6,
                EngineChoice.MARGINALS,
                Optional.empty(),
                List.of("sex", "smoker", "readmitted"),
                false,
                1);
    }

    /// 50 rows of the sample, at its price.
    static WorkerRequest.Release release(Path folder) throws IOException {
        return release(folder, spec());
    }

    /// What `spec` asks, at its price.
    static WorkerRequest.Release release(Path folder, SynthesisSpec spec) throws IOException {
        long price = new SynthesisMechanism()
                .plan(spec, new PublicFacts(ClinicSample.schema(), OptionalLong.empty()))
                .charge()
                .pico();
        return release(folder, spec, price);
    }

    static WorkerRequest.Release release(Path folder, long chargePico) throws IOException {
        return release(folder, spec(), chargePico);
    }

    private static WorkerRequest.Release release(Path folder, SynthesisSpec spec, long chargePico) throws IOException {
        Path table = folder.resolve("table.csv");
        Files.write(table, ClinicSample.csv());
        return new WorkerRequest.Release(
                spec,
                ClinicSample.schema(),
                Optional.empty(),
                table.toAbsolutePath().toString(),
                Format.CSV,
                chargePico,
                output(folder).toAbsolutePath().toString());
    }

    static Path output(Path folder) {
        return folder.resolve("release.arrows");
    }
}
