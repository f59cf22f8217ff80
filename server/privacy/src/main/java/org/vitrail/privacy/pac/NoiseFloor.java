package org.vitrail.privacy.pac;

/// The least variance that a number is taken to have over the worlds, by how far one unit may move it.
///
/// Why: noise that follows the outputs' variance alone is none where all worlds agree, so a question about one
/// row, `sum(case when id = 7 and income > 7000 then 1 else 0 end)`, is answered with exactly 0 or with noise,
/// and that is the row's value. The bound of the information about the secret world forbids none of it: what
/// all worlds share is no secret in it. A unit that is in half of the worlds and moves a number by B has
/// variance B²/4 there. Each number is taken to have at least K such units, `F = K B²/4`, and numbers with less
/// of their own have noise that does not depend on the rows at all. K is the larger of 1 and `sqrt(d/β)/2`, for
/// d such numbers at β nats.
///
/// What that hides, by its order of magnitude, not as a theorem:
///
/// * The mean: noise of variance σ² = F d/(2β) hides a unit that moves every number by B as a Gaussian
///   mechanism does, with Σ B²/(2σ²) of about 4β/K.
/// * The noise's size, once the variance V exceeds F: one unit more makes V + B²/4 of it, at most a part 1/K
///   more. The divergence between normal laws whose variances differ by a small part r is about r²/4 nats, here
///   at most (B²/4F)²/4 = 1/(4K²) for each number, over d of them at most β: by its size the noise tells of one
///   unit no more than the answer's amount.
///
/// The latter takes the unit's worlds to have nothing to do with the others'. Among m worlds they do by chance,
/// which changes V by a further part of about 2/sqrt(mK): less than 1/K while K < m/4, more beyond, and more once
/// earlier answers have left few worlds likely.
///
/// It is so for each answer: who asks the same of many answers is charged for each.
final class NoiseFloor {
    private NoiseFloor() {}

    /// K: how many units' worth of variance a number is taken to have at least.
    ///
    /// @param numbers d, how many numbers units move; >= 1
    /// @param beta nats for all of them, > 0
    static double units(double numbers, double beta) {
        return Math.max(1, Math.sqrt(numbers / beta) / 2);
    }

    /// F of each number; 0 where no unit moves it.
    ///
    /// @param largest `[numbers]` how far one unit moves each
    /// @param beta nats for all of them, > 0
    static double[] variances(double[] largest, double beta) {
        int moved = 0;
        for (double b : largest) {
            moved += b > 0 ? 1 : 0;
        }
        double[] floors = new double[largest.length];
        for (int i = 0; i < floors.length; i++) {
            floors[i] = largest[i] > 0 ? units(moved, beta) * largest[i] * largest[i] / 4 : 0;
        }
        return floors;
    }
}
