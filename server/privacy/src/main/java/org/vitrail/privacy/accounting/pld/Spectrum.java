package org.vitrail.privacy.accounting.pld;

import java.util.Arrays;

/// The product of powers of spectra, kept only where it is not negligible, with a bound of the error of each entry.
final class Spectrum {
    private static final double UNIT = 0x1p-53;
    private static final double NEGLIGIBLE = -60; // in logs

    private final RealFourier fourier;
    private int[] frequencies = new int[64];
    private double[] reals = new double[64];
    private double[] imaginaries = new double[64];
    private double[] bounds = new double[64];
    private double[] errors = new double[64];
    private int size;
    private boolean empty = true;
    private double dropped;

    Spectrum(RealFourier fourier) {
        this.fourier = fourier;
    }

    /// Multiplies with the spectrum of `data`, a law whose mass is about 1, to the power of `count`.
    void multiply(double[] data, long count) {
        double sum = 0;
        for (double value : data) {
            sum += value;
        }
        double error = fourier.error() * sum;
        if (empty) {
            double least = Math.max(2 * error, Math.exp(NEGLIGIBLE / count)); // below 2e little but error is left
            fourier.transform(data, (k, real, imaginary) -> first(k, real, imaginary, count, error, least));
            empty = false;
            return;
        }
        int[] positions = new int[fourier.length() / 2 + 1];
        for (int i = 0; i < size; i++) {
            positions[frequencies[i]] = i + 1;
        }
        dropped *= Math.exp((double) count * Math.log1p(error + Math.abs(sum - 1)));
        fourier.transform(data, (k, real, imaginary) -> {
            if (positions[k] > 0) {
                next(positions[k] - 1, real, imaginary, count, error);
            }
        });
    }

    private void first(int k, double real, double imaginary, long count, double error, double least) {
        double modulus = Math.sqrt(real * real + imaginary * imaginary) * (1 + 4 * UNIT) + error;
        if (modulus < least) { // |a|^n <= modulus^n
            dropped = Math.max(dropped, Math.pow(modulus, (double) count) * (1 + 1e-6));
            return;
        }
        if (size == frequencies.length) {
            frequencies = Arrays.copyOf(frequencies, 2 * size);
            reals = Arrays.copyOf(reals, 2 * size);
            imaginaries = Arrays.copyOf(imaginaries, 2 * size);
            bounds = Arrays.copyOf(bounds, 2 * size);
            errors = Arrays.copyOf(errors, 2 * size);
        }
        frequencies[size] = k;
        reals[size] = 1;
        imaginaries[size] = 0;
        bounds[size] = 1;
        errors[size] = 0;
        next(size++, real, imaginary, count, error);
    }

    /// |â^n − a^n| <= (x + e)^n (n e / (x + e) + n √5 u) for |â| = x and |â − a| <= e.
    private void next(int at, double real, double imaginary, long count, double error) {
        double modulus = Math.sqrt(real * real + imaginary * imaginary) * (1 + 4 * UNIT) + error;
        bounds[at] *= modulus == 0 ? 0 : Math.exp(count * Math.log(modulus)) * (1 + 8 * UNIT * count);
        errors[at] += modulus == 0 ? 0 : count * (error / modulus + 4 * UNIT);
        double baseR = real;
        double baseI = imaginary;
        double powerR = reals[at];
        double powerI = imaginaries[at];
        for (long left = count; left > 0; left >>= 1) {
            if ((left & 1) == 1) {
                double r = powerR * baseR - powerI * baseI;
                powerI = powerR * baseI + powerI * baseR;
                powerR = r;
            }
            double r = baseR * baseR - baseI * baseI;
            baseI = 2 * baseR * baseI;
            baseR = r;
        }
        reals[at] = powerR;
        imaginaries[at] = powerI;
    }

    int size() {
        return size;
    }

    int length() {
        return fourier.length();
    }

    int frequency(int at) {
        return frequencies[at];
    }

    double real(int at) {
        return reals[at];
    }

    double imaginary(int at) {
        return imaginaries[at];
    }

    /// Multiplies an entry, not its bounds.
    void scale(int at, double real, double imaginary) {
        double r = reals[at] * real - imaginaries[at] * imaginary;
        imaginaries[at] = reals[at] * imaginary + imaginaries[at] * real;
        reals[at] = r;
    }

    /// Bound of the modulus, computed and exact.
    double bound(int at) {
        return bounds[at];
    }

    /// Bound of the absolute error.
    double error(int at) {
        return bounds[at] * errors[at];
    }

    /// Bound of the modulus of every entry that was left out.
    double dropped() {
        return dropped;
    }
}
