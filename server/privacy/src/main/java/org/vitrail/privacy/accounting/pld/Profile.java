package org.vitrail.privacy.accounting.pld;

import java.util.List;

/// An upper bound of δ(ε) of a composition in one direction, as a sum over the spectrum of the tilted law.
///
/// See the package for the derivation and for where each error goes.
final class Profile {
    private static final double UNIT = 0x1p-53;
    private static final int ROUNDS = 60;
    private static final double STOP = 1e-11;

    private final Spectrum spectrum;
    private final double interval;
    private final double tilt;
    private double logFactor;
    private double relativeError; // of every finite mass, in logs
    private double slack; // that losses may be short of, in sum
    private double survived; // log of the mass at finite loss
    private double roundOff;
    private double sum;
    private double slope;

    private Profile(Spectrum spectrum, Grid grid, double tilt) {
        this.spectrum = spectrum;
        interval = grid.interval();
        this.tilt = tilt;
    }

    static Profile of(List<Steps.Counted> laws, Tilting tilting, Grid grid) {
        RealFourier fourier = new RealFourier(grid.length());
        Profile profile = new Profile(new Spectrum(fourier), grid, tilting.tilt());
        double[] folded = new double[grid.length()];
        for (int i = 0; i < laws.size(); i++) {
            if (i > 0) {
                java.util.Arrays.fill(folded, 0);
            }
            profile.compose(laws.get(i), tilting.logScale(i), tilting.largestLoss(i), grid, folded);
        }
        profile.sumRoundOff();
        return profile;
    }

    private void compose(Steps.Counted step, double logScale, double largest, Grid grid, double[] folded) {
        Lattice lattice = new Lattice(interval, tilt, logScale, grid.tail(), grid.coarsening(), folded);
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
        survived += count * Math.log1p(-Math.min(1, lattice.lost()));
        spectrum.multiply(folded, count);
    }

    /// (1/N) Σ_k |error of A_k| |G_k|, with |G_k| <= (1 − e^−h) / (|1 − z| |1 − e^−h z|) for every ε.
    private void sumRoundOff() {
        double all = 0;
        double step = -Math.expm1(-interval);
        for (int i = 0; i < spectrum.size(); i++) {
            double half = Math.PI * spectrum.frequency(i) / spectrum.length();
            double weight = step / (distance(tilt, half) * distance(tilt + 1, half));
            all += twice(i) * weight * (spectrum.error(i) + 64 * UNIT * spectrum.bound(i));
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

    /// |1 − e^(−rate · h + 2i·half)|.
    private double distance(double rate, double half) {
        double fall = Math.exp(-rate * interval);
        double real = -Math.expm1(-rate * interval);
        double sine = Math.sin(half);
        return Math.sqrt(real * real + 4 * fall * sine * sine);
    }

    @Override
    public String toString() {
        return "sum " + sum + " slope " + slope + " roundOff " + roundOff + " rel " + relativeError + " slack " + slack + " surv " + survived + " logF " + logFactor + " active " + spectrum.size() + " of " + spectrum.length();
    }

    private int twice(int at) {
        int k = spectrum.frequency(at);
        return k == 0 || 2 * k == spectrum.length() ? 1 : 2;
    }

    /// Upper bound of δ at `epsilon`.
    double delta(double epsilon) {
        double at = epsilon - slack;
        evaluate(at);
        double finite = Math.exp(logFactor - tilt * at + relativeError + 8 * UNIT * (Math.abs(logFactor) + tilt * at))
                * (sum + roundOff);
        return Math.min(1, -Math.expm1(survived) + Math.max(0, finite) * (1 + 8 * UNIT));
    }

    /// Sets `sum` to (1/N) Σ_k A_k e^(2πikm/N) G_k and `slope` to the same with e^(−x) for weight.
    private void evaluate(double epsilon) {
        long point = (long) Math.ceil(epsilon / interval);
        double rest = Math.clamp(point * interval - epsilon, 0, interval);
        int mask = spectrum.length() - 1;
        double total = 0;
        double lostDigits = 0;
        double tangent = 0;
        double begin = -Math.expm1(-rest);
        double left = Math.exp(-rest) * -Math.expm1(rest - interval); // e^−fh − e^−h
        double fall = Math.exp(-tilt * interval);
        double short0 = -Math.expm1(-tilt * interval);
        double fall1 = Math.exp(-(tilt + 1) * interval);
        double short1 = -Math.expm1(-(tilt + 1) * interval);
        for (int i = 0; i < spectrum.size(); i++) {
            int k = spectrum.frequency(i);
            double half = Math.PI * ((double) k / spectrum.length());
            double sine = Math.sin(half);
            double cosine = Math.cos(half);
            double sin = 2 * sine * cosine;
            double turn = 2 * sine * sine; // 1 − cos
            double phase = 2 * Math.PI * ((double) ((k * (point & mask)) & mask) / spectrum.length());
            double cosP = Math.cos(phase);
            double sinP = Math.sin(phase);
            double aR = spectrum.real(i) * cosP - spectrum.imaginary(i) * sinP;
            double aI = spectrum.real(i) * sinP + spectrum.imaginary(i) * cosP;
            double d0R = short0 + fall * turn; // 1 − z
            double d0I = -fall * sin;
            double d1R = short1 + fall1 * turn; // 1 − e^−h z
            double d1I = -fall1 * sin;
            double size1 = d1R * d1R + d1I * d1I;
            double tR = (aR * d1R + aI * d1I) / size1; // a / d1
            double tI = (aI * d1R - aR * d1I) / size1;
            double nR = begin + fall * (1 - turn) * left;
            double nI = fall * sin * left;
            double uR = tR * nR - tI * nI;
            double uI = tR * nI + tI * nR;
            double size0 = d0R * d0R + d0I * d0I;
            double term = twice(i) * (uR * d0R + uI * d0I) / size0;
            double next = total + term;
            lostDigits += Math.abs(total) >= Math.abs(term) ? (total - next) + term : (term - next) + total;
            total = next;
            tangent += twice(i) * tR;
        }
        double begun = Math.exp(-tilt * rest) / spectrum.length();
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
            boolean done = Math.abs(next - here) <= STOP * next || (high < Double.POSITIVE_INFINITY && high - low <= STOP * high);
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
        }
    }

    /// About −d log δ / dε at the last evaluation.
    private double steepness() {
        double ratio = slope / sum;
        return ratio > 0 && ratio <= Double.MAX_VALUE ? ratio : tilt;
    }
}
