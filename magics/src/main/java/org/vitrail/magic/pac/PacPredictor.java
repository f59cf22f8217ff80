package org.vitrail.magic.pac;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntBiFunction;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.NoiseBasis;
import org.vitrail.privacy.pac.NoiseRule;
import org.vitrail.privacy.pac.PacRelease;
import org.vitrail.privacy.pac.WorldOutputs;

/// One model for each world, answering one label at a time: the secret world's vote with noise, sized from how the
/// worlds vote under what was already answered (Zhu, Sridhar, Devadas 2026). Where all worlds agree there is no
/// noise,
/// so
/// very small prices serve; each answer costs its price all the same.
public final class PacPredictor {
    /// How far a confident label's evidence lies, in standard deviations: a level of 1 % against each other label.
    private static final double CONFIDENT = 2.326;

    private final PacTable table;
    private final double[][] models;
    private final List<String> classes;
    private final int columns;
    private final ToIntBiFunction<double[], double[]> predict;

    /// @param models `[worlds]`, never shown
    /// @param predict class of a row by a model
    PacPredictor(
            PacTable table,
            double[][] models,
            List<String> classes,
            int columns,
            ToIntBiFunction<double[], double[]> predict) {
        this.table = table;
        this.models = models;
        this.classes = List.copyOf(classes);
        this.columns = columns;
        this.predict = predict;
    }

    /// A label for a row.
    ///
    /// @param name of the class
    /// @param confident whether tests of level 1 % reject that the secret world voted for another class
    /// @param charged what this answer tells at most
    /// @param spent what all answers about the table tell at most
    public record Label(String name, boolean confident, Nats charged, Nats spent) {}

    /// Answers for one row.
    ///
    /// @param promise the price, such as `1/65536`
    /// @param row the columns' values, in their own units and in the order of the request
    public Label label(String promise, double... row) {
        if (row.length != columns) {
            throw new IllegalArgumentException("expected " + columns + " numbers for a row, got " + row.length);
        }
        if (!Arrays.stream(row).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("expected finite numbers for a row, got " + Arrays.toString(row));
        }
        WorldOutputs votes = WorldOutputs.of(models.length, classes.size(), k -> {
            double[] vote = new double[classes.size()];
            vote[predict.applyAsInt(models[k], row)] = 1;
            return vote;
        });
        PacRelease release = table.universe()
                .release(votes, Promise.nats("the price", promise), NoiseRule.TIGHT, NoiseBasis.PRINCIPAL);
        return new Label(
                classes.get(release.label()),
                release.confidentLabel(CONFIDENT).isPresent(),
                release.charged(),
                release.spent());
    }

    @Override
    public String toString() {
        return "PacPredictor of " + classes + " in " + models.length + " worlds; " + table;
    }
}
