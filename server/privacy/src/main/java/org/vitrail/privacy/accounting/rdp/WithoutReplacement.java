package org.vitrail.privacy.accounting.rdp;

import java.util.HashMap;
import java.util.Map;
import org.vitrail.privacy.accounting.numeric.Binomial;
import org.vitrail.privacy.accounting.numeric.LogSum;
import org.vitrail.privacy.accounting.numeric.Outward;

/// Rényi divergence of a Gaussian on a batch drawn without replacement, under replace-one (Wang, Balle,
/// Kasiviswanathan 2019, Thm 27; Cor. 10 between integers).
///
/// At an integer order α: log(1 + Σ over j = 2 … α of q^j C(α, j) s_j) / (α − 1), with s_2 = min(4 (e^(1/σ²) − 1),
/// 2 e^(1/σ²)) and s_j = min(4 sqrt(B(2⌊j/2⌋) B(2⌈j/2⌉)), 2 e^(j(j−1)/(2σ²))), where B(l) = E\[(r − 1)^l\] for the
/// likelihood ratio r of N(1, σ²) and N(0, σ²). B is an integral of a positive function, not a difference of
/// exponentials.
final class WithoutReplacement {
    /// Above this index the second argument of the minimum alone is used: a larger, valid bound.
    private static final int MOMENTS_MAX = 256;

    private final double q;
    private final double sigma;
    private final Map<Integer, Double> moments = new HashMap<>();

    /// @param q batch / units, in [0, 1]
    WithoutReplacement(double q, double sigma) {
        this.q = q;
        this.sigma = sigma;
    }

    double divergence(double order) {
        if (q == 0) {
            return 0;
        }
        if (q == 1) {
            return SampledGaussian.whole(sigma, order);
        }
        double below = Math.floor(order);
        double t = order - below;
        double lower = (1 - t) * cumulant((long) below);
        double upper = t == 0 ? 0 : t * cumulant((long) below + 1);
        double plain = SampledGaussian.whole(sigma, order); // sampling never hurts
        return Math.min(plain, Outward.up((lower + upper) / (order - 1), 8));
    }

    /// (α − 1) D_α.
    private double cumulant(long order) {
        if (order == 1) {
            return 0;
        }
        LogSum sum = new LogSum();
        double gain = 1 / (sigma * sigma);
        double logQ = Math.log(q);
        double size = 1;
        for (long j = 2; j <= order; j++) {
            double scale = Math.log(2) + gain * j * (j - 1) / 2;
            double factor;
            if (j == 2) {
                factor = Math.min(Math.log(4) + LogSum.logExpm1(gain), scale);
            } else if (j <= MOMENTS_MAX) {
                int half = (int) j / 2;
                double roots = 0.5 * (moment(2 * half) + moment(2 * ((int) (j + 1) / 2)));
                factor = Math.min(Math.log(4) + roots, scale);
            } else {
                factor = scale;
            }
            // C(α, j) as a binomial probability at 1/2, so that no factorial cancels
            double choose = Binomial.log(order, j, 0.5, 0.5) + order * Math.log(2);
            sum.add(choose + j * logQ + factor);
            size = Math.max(size, Math.abs(factor) + order + j * Math.abs(logQ));
        }
        double log = sum.log();
        return LogSum.log1pExp(Outward.up(log, size, 16) + Binomial.ERROR + order * 0x1p-52);
    }

    /// log B(l), an upper bound; l even.
    private double moment(int l) {
        return moments.computeIfAbsent(l, this::integral);
    }

    /// The same rule, windows and error bound as [SampledGaussian], for (e^loss − 1)^l, which is entire; with
    /// steps of 1/6 its error is below e^-70 of E\[(r + 1)^l\] <= 2^l E\[r^l\].
    private double integral(int l) {
        double step = Math.min(1 / 6.0, sigma / 3);
        double centre = l / sigma;
        double reach = 14 + Math.sqrt(l);
        LogSum sum = new LogSum();
        double size = 1;
        for (long k = (long) Math.floor(-reach / step); k * step <= centre + reach; k++) {
            double z = k * step;
            if (centre > 2 * reach && z > reach && z < centre - reach) {
                k = (long) Math.ceil((centre - reach) / step) - 1;
                continue;
            }
            double loss = z / sigma - 1 / (2 * sigma * sigma);
            double factor = loss > 0 ? LogSum.logExpm1(loss) : LogSum.log1mExp(-loss);
            if (loss != 0) {
                sum.add(l * factor - z * z / 2);
                size = Math.max(size, l * Math.max(loss, 0) + z * z);
            }
        }
        return sum.log() + Math.log(step) - 0.5 * Math.log(2 * Math.PI) + 1e-13 + (size + 8 * l) * 0x1p-50;
    }
}
