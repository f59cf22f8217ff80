package org.vitrail.privacy.accounting.pld;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RealFourierTest {
    @ParameterizedTest
    @ValueSource(ints = {8, 16, 32, 64, 128, 1024, 2048})
    void transform_againstTheDirectSum_staysWithinTheStatedError(int length) {
        double[] data = new Random(length).doubles(length).toArray();
        double total = 0;
        for (double value : data) {
            total += value;
        }
        RealFourier fourier = new RealFourier(length);
        double[] worst = new double[1];
        int[] seen = new int[length / 2 + 1];
        double[] work = data.clone();
        fourier.transform(work, (k, real, imaginary) -> {
            seen[k]++;
            double re = 0;
            double im = 0;
            for (int j = 0; j < length; j++) {
                double angle = 2 * Math.PI * ((double) ((long) j * k % length) / length);
                re += data[j] * Math.cos(angle);
                im -= data[j] * Math.sin(angle);
            }
            worst[0] = Math.max(worst[0], Math.hypot(re - real, im - imaginary));
        });
        double direct = 0x1p-53 * (length + 8) * total; // what the direct sum itself may be off by
        assertThat(worst[0]).isLessThanOrEqualTo(fourier.error() * total + direct);
        assertThat(seen).containsOnly(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 1 << 12})
    void transform_ofOnePoint_isARootOfOneToTheStatedError(int length) {
        double[] data = new double[length];
        data[3] = 1;
        double[] worst = new double[1];
        RealFourier fourier = new RealFourier(length);
        fourier.transform(data, (k, real, imaginary) -> {
            double angle = -2 * Math.PI * ((double) (3L * k % length) / length);
            worst[0] = Math.max(worst[0], Math.hypot(real - Math.cos(angle), imaginary - Math.sin(angle)));
        });
        assertThat(worst[0]).isLessThanOrEqualTo(fourier.error() + 0x1p-50);
        assertThat(worst[0]).isLessThan(2e-15);
    }
}
