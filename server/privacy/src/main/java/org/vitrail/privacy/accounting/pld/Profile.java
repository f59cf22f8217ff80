package org.vitrail.privacy.accounting.pld;

import java.util.Arrays;
import java.util.List;

/// An upper bound of δ(ε) of a composition in one direction, as a sum over the spectrum of the tilted law.
///
/// See the package for the derivation and for where each error goes.
final class Profile {
    private static final double UNIT = 0x1p-53;
    private static final int ROUNDS = 60;
    private static final int LOWER_ROUNDS = 12;
    private static final double LEVEL = 10; // in logs, below δ
    private static final double MARGIN = 1e-10;
    private static final double STOP = 1e-11;

    private static final double EVALUATION = 128 * UNIT; // relative error of a term of the sum

    private final Spectrum spectrum;
    private final Roots roots;
    private final double interval;
    private final double tilt;
    private double logFactor;
    private double relativeError; // of every finite mass, in logs
    private double slack; // that losses may be short of, in sum
    private double survived; // log of the mass at finite loss
    private double drift;
    private double driftSquares;
    private double tails;
    private double steeper;
    private double logHeavier; // log E e^((c + steeper) L)
    private double roundOff;
    private double sum;
    private double slope;

    private Profile(RealFourier fourier, Grid grid, double tilt) {
        spectrum = new Spectrum(fourier);
        roots = fourier.roots();
        interval = grid.interval();
        this.tilt = tilt;
    }

    static Profile above(List<Steps.Counted> laws, Tilting tilting, Grid grid) {
        return of(laws, tilting, grid, 0);
    }

    /// A profile whose [#lowerDelta] is below the truth.
    static Profile below(List<Steps.Counted> laws, Tilting tilting, Grid grid, double delta) {
        return of(laws, tilting, grid, tilting.steeper(delta));
    }

    private static Profile of(List<Steps.Counted> laws, Tilting tilting, Grid grid, double steeper) {
        RealFourier fourier = new RealFourier(grid.length());
        Profile profile = new Profile(fourier, grid, tilting.tilt());
        double[] folded = new double[grid.length()];
        for (int i = 0; i < laws.size(); i++) {
            if (i > 0) {
                Arrays.fill(folded, 0);
            }
            Lattice lattice = new Lattice(grid, tilting.tilt(), tilting.logScale(i), folded, steeper > 0);
            lattice.weigh(steeper);
            profile.compose(laws.get(i), tilting.logScale(i), tilting.largestLoss(i), grid, folded, lattice);
        }
        profile.steeper = steeper;
        profile.prepare();
        return profile;
    }

    private void compose(
            Steps.Counted step, double logScale, double largest, Grid grid, double[] folded, Lattice lattice) {
        step.law().spread(lattice);
        double total = 0;
        for (double value : folded) {
            total += value;
        }
        for (int i = 0; i < folded.length; i++) {
            folded[i] /= total;
        }
        long count = step.count();
        double scale = logScale + Math.log(total);
        logFactor += count * scale;
        double exponents = Math.abs(scale) + tilt * (largest + 1);
        double rounds = 3 * (step.law().span(grid.tail()) / (interval * grid.length()) + 2) + lattice.atoms();
        relativeError += count * UNIT * (256 + 8 * exponents + rounds);
        slack += count * (step.law().slack() + 4 * UNIT * largest);
        drift += count * lattice.drift();
        driftSquares += count * lattice.driftRange() * lattice.driftRange();
        tails += 2 * count * grid.tail();
        logHeavier += count * (logScale + Math.log(lattice.heavier()));
        survived += count * Math.log1p(-Math.min(1, lattice.lost()));
        spectrum.multiply(folded, count);
    }

    /// Divides every A_k by N (1 − z) (1 − e^−h z), z = e^(−ch + 2πik/N), and adds up the round-off: (1/N) Σ_k |error
    /// of A_k| |G_k|, with |G_k| <= (1 − e^−h) / (|1 − z| |1 − e^−h z|) for every ε.
    private void prepare() {
        double all = 0;
        double step = -Math.expm1(-interval);
        double fall = Math.exp(-tilt * interval);
        double fall1 = Math.exp(-(tilt + 1) * interval);
        double short0 = -Math.expm1(-tilt * interval);
        double short1 = -Math.expm1(-(tilt + 1) * interval);
        for (int i = 0; i < spectrum.size(); i++) {
            int k = spectrum.frequency(i);
            int twice = k == 0 || 2 * k == spectrum.length() ? 1 : 2;
            double half = Math.PI * ((double) k / spectrum.length());
            double sine = Math.sin(half);
            double sin = 2 * sine * Math.cos(half);
            double turn = 2 * sine * sine; // 1 − cos
            double d0R = short0 + fall * turn; // 1 − z
            double d0I = -fall * sin;
            double d1R = short1 + fall1 * turn; // 1 − e^−h z
            double d1I = -fall1 * sin;
            double dR = d0R * d1R - d0I * d1I;
            double dI = d0R * d1I + d0I * d1R;
            double square = dR * dR + dI * dI;
            all += twice * step / Math.sqrt(square) * (spectrum.error(i) + EVALUATION * spectrum.bound(i));
            double share = twice / square / spectrum.length();
            spectrum.scale(i, share * dR, -share * dI);
        }
        double left = step * Math.sqrt(meanInverseSquare(tilt) * meanInverseSquare(tilt + 1));
        roundOff = (all / spectrum.length() + spectrum.dropped() * left) * (1 + 1e-9);
    }

    /// (1/N) Σ_k 1/|1 − r z_k|² over all N-th roots of one, r = e^(−rate · h): by Parseval (1 − r^2N) / ((1 − r²) (1 −
    /// r^N)²). The sum over a product of two such moduli is below the root of the product of the sums.
    private double meanInverseSquare(double rate) {
        double exponent = rate * interval;
        double around = -Math.expm1(-exponent * spectrum.length());
        return -Math.expm1(-2 * exponent * spectrum.length()) / (-Math.expm1(-2 * exponent) * around * around);
    }

    /// Upper bound of δ at `epsilon`.
    double delta(double epsilon) {
        double at = epsilon - slack;
        evaluate(at);
        double finite = Math.exp(logFactor - tilt * at + relativeError + 8 * UNIT * (Math.abs(logFactor) + tilt * at))
                * (sum + roundOff);
        return Math.min(1, -Math.expm1(survived) + Math.max(0, finite) * (1 + 8 * UNIT));
    }

    /// Lower bound of δ at `epsilon`, of a profile from [#below].
    ///
    /// Drift passes its mean by t with probability at most e^(−2t²/Σ range²) (Hoeffding 1963). What may have
    /// wrapped around from below and above is taken off, and round-off.
    ///
    /// @param level −log of the probability that the drift may pass t
    double lowerDelta(double epsilon, double level) {
        double at = epsilon + drift + Math.sqrt(driftSquares * level / 2) + slack;
        evaluate(at);
        double round = spectrum.length() * interval;
        double wrapped = Math.exp(-tilt * round) / -Math.expm1(-tilt * round)
                + Math.exp(logHeavier - (tilt + steeper) * at) / Math.expm1(steeper * round);
        double finite = Math.exp(logFactor - tilt * at - relativeError) * (sum - roundOff) * (1 - 1e-12);
        return Math.max(0, finite - Math.exp(-level) - tails - wrapped * (1 + 1e-6));
    }

    /// An ε whose lower bound of δ is at least `delta`, near the largest; 0 if none is found.
    double lowerEpsilon(double delta, double start) {
        double level = LEVEL - Math.log(delta);
        double best = 0;
        double here = start - drift - Math.sqrt(driftSquares * level / 2) - slack;
        for (int i = 0; i < LOWER_ROUNDS && here > best; i++) {
            double value = lowerDelta(here, level);
            if (value >= delta) {
                best = here;
            }
            here += value > 0 ? Math.log(value / delta) / steepness() - MARGIN * here : -0.1 * here;
        }
        return best;
    }

    /// Sets `sum` to (1/N) Σ_k A_k e^(2πikm/N) G_k and `slope` to the same with e^(−x) for weight.
    private void evaluate(double epsilon) {
        long point = (long) Math.ceil(epsilon / interval);
        double rest = Math.clamp(point * interval - epsilon, 0, interval);
        int mask = spectrum.length() - 1;
        int turn = (int) (point & mask);
        double begin = -Math.expm1(-rest);
        double fall = Math.exp(-tilt * interval);
        double left = Math.exp(-rest) * -Math.expm1(rest - interval) * fall; // (e^−fh − e^−h) |z|
        double total = 0;
        double lostDigits = 0;
        double tangent = 0;
        for (int i = 0; i < spectrum.size(); i++) {
            int k = spectrum.frequency(i);
            int phase = (int) (((long) k * turn) & mask);
            double cos = roots.real(phase);
            double sin = roots.imaginary(phase);
            double aR = spectrum.real(i) * cos - spectrum.imaginary(i) * sin;
            double aI = spectrum.real(i) * sin + spectrum.imaginary(i) * cos;
            double zR = roots.real(k);
            double zI = roots.imaginary(k);
            double term = aR * (begin + zR * left) - aI * (zI * left);
            double next = total + term;
            lostDigits += Math.abs(total) >= Math.abs(term) ? (total - next) + term : (term - next) + total;
            total = next;
            tangent += aR * (1 - fall * zR) + aI * (fall * zI);
        }
        double begun = Math.exp(-tilt * rest);
        sum = (total + lostDigits) * begun;
        slope = tangent * begun * Math.exp(-rest);
    }

    /// An ε whose δ is at most `delta`, near the least: Newton steps on log δ inside a bracket, then outward until the
    /// bound itself passes.
    double epsilon(double delta, double start) {
        if (delta(0) <= delta) {
            return 0;
        }
        if (-Math.expm1(survived) >= delta) {
            return Double.POSITIVE_INFINITY;
        }
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double here = start > 0 ? start : interval;
        for (int i = 0; i < ROUNDS; i++) {
            double value = delta(here);
            if (value <= delta) {
                high = Math.min(high, here);
            } else {
                low = Math.max(low, here);
            }
            double next = here + Math.log(value / delta) / steepness();
            if (!(next > low && next < high)) {
                next = high == Double.POSITIVE_INFINITY ? 2 * here + interval : low + (high - low) / 2;
            }
            boolean done = Math.abs(next - here) <= STOP * next
                    || (high < Double.POSITIVE_INFINITY && high - low <= STOP * high);
            here = next;
            if (done) {
                break;
            }
        }
        for (double outward = STOP * here; ; outward *= 2) {
            if (delta(here) <= delta) {
                return here;
            }
            here += outward;
            if (!(here <= Double.MAX_VALUE)) {
                return Double.POSITIVE_INFINITY; // no bound was found: never a smaller answer
            }
        }
    }

    /// About −d log δ / dε at the last evaluation.
    private double steepness() {
        double ratio = slope / sum;
        return ratio > 0 && ratio <= Double.MAX_VALUE ? ratio : tilt;
    }
}
