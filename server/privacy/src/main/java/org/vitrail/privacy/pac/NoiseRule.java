package org.vitrail.privacy.pac;

/// How an amount of information is shared out over directions of known variances λ.
public enum NoiseRule {
    /// Least total noise under 1/2 Σ ln(1 + λ/e) = β.
    TIGHT,
    /// Least total noise under the looser 1/2 Σ λ/e = β: e = sqrt(λ) Σ sqrt(λ) / (2β), as in the published code
    /// (Sridhar, Xiao, Devadas 2025).
    LINEAR;

    private static final int STEPS_MAX = 200;

    /// Noise variances for output variances.
    ///
    /// The tight rule solves Σ asinh(sqrt(λ) ν / 2) = β for ν: concave and increasing, so Newton's steps from the
    /// linear rule's ν come from below and never share out more than β, up to rounding, which the caller checks.
    ///
    /// @param lambda `[directions]` output variances, >= 0, finite
    /// @param beta nats, > 0
    /// @return `[directions]` noise variances; 0 where λ is 0
    public double[] variances(double[] lambda, double beta) {
        double roots = 0;
        for (double l : lambda) {
            roots += Math.sqrt(l);
        }
        double[] noise = new double[lambda.length];
        if (roots == 0) {
            return noise;
        }
        double nu = 2 * beta / roots;
        if (this == TIGHT) {
            nu = newton(lambda, beta, nu);
        }
        for (int j = 0; j < noise.length; j++) {
            if (lambda[j] > 0) {
                noise[j] = this == TIGHT ? tight(lambda[j], nu) : Math.sqrt(lambda[j]) / nu;
            }
        }
        return noise;
    }

    /// e = 2µ / (1 + sqrt(1 + 4µ/λ)) with µ = 1/ν²: no cancellation.
    private static double tight(double lambda, double nu) {
        double mu = 1 / (nu * nu);
        double ratio = 4 * mu / lambda;
        return Double.isInfinite(ratio) ? Math.sqrt(lambda) / nu : 2 * mu / (1 + Math.sqrt(1 + ratio));
    }

    private static double newton(double[] lambda, double beta, double start) {
        double nu = start;
        for (int step = 0; step < STEPS_MAX; step++) {
            double sum = 0;
            double slope = 0;
            for (double l : lambda) {
                double half = Math.sqrt(l) / 2;
                sum += asinh(half * nu);
                slope += half / Math.sqrt(1 + half * half * nu * nu);
            }
            double next = nu + (beta - sum) / slope;
            if (!(next > nu * (1 + 0x1p-50))) {
                return nu;
            }
            nu = next;
        }
        return nu;
    }

    private static double asinh(double y) {
        return Math.log1p(y + y * y / (1 + Math.sqrt(1 + y * y)));
    }

    /// 1/2 Σ ln(1 + λ/e) in nats: what the Gaussian bound says that noise reveals (Xiao, Devadas 2023, Theorem 3,
    /// by Hadamard's inequality valid in any directions). Infinite where λ > 0 has no noise.
    public static double information(double[] lambda, double[] noise) {
        double sum = 0;
        for (int j = 0; j < lambda.length; j++) {
            if (lambda[j] > 0) {
                sum += Math.log1p(lambda[j] / noise[j]);
            }
        }
        return sum / 2;
    }
}
