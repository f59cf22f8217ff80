package org.vitrail.privacy.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vitrail.privacy.Samples;
import org.vitrail.privacy.noise.SecureBits;

class VectorGaussianTest {
    private static final int MANY = 8_000_000;
    private static final int CELLS = 4 * CellTables.CELLS_OF_A_DEVIATION;
    private static int[] samples = {};

    @BeforeAll
    static void fill() {
        samples = new int[MANY];
        VectorGaussian.secure().fill(samples);
    }

    /// All 512 cells of 1/64 within 4 deviations, false alarm at most 1e-6.
    @Test
    void fill_cells_followTheLaw() {
        assertThat(cellExcess(i -> samples[i])).isNegative();
    }

    /// In which quarter of its cell a sample lies: the density falls within a cell, a rectangle without its wedge would
    /// be flat.
    @Test
    void fill_placesInCells_followTheLaw() {
        assertThat(slopeExcess(samples)).isNegative();
    }

    /// P(|N| > 5) = 5.733e-7: of 8 million 4.6 expected, 24 or more below 1e-9; P(|N| > 3.5) = 4.653e-4: 3722 ±
    /// 5.1 standard errors.
    @Test
    void fill_tails_areThere() {
        assertThat(beyond(samples, 5)).isLessThan(24);
        assertThat(beyond(samples, 3.5)).isBetween(3410L, 4035L);
        assertThat(Arrays.stream(samples).filter(x -> x < 0).count()).isBetween(3_992_800L, 4_007_200L);
    }

    /// Far tails, by the wedges alone: they make everything beyond 3.3 deviations, so their share beyond 5
    /// among those beyond 4 is P(|N| > 5) / P(|N| > 4) = 0.0090515.
    @Test
    void wedges_farTails_followTheLaw() {
        SecureBits bits = SecureBits.fresh();
        Wedges wedges = new Wedges(new CellTables(), bits::word);
        long[] above = new long[2];
        for (int i = 0; i < 6_000_000; i++) {
            int sample = wedges.sample(17);
            above[0] += sample >= 4 << 23 ? 1 : 0;
            above[1] += sample >= 5 << 23 ? 1 : 0;
        }
        assertThat(above[0]).isPositive();
        double expected = above[0] * 0.0090515;
        assertThat((double) above[1]).isCloseTo(expected, Offset.offset(5.2 * Math.sqrt(expected)));
    }

    /// The lowest bits are fair coins, each within 5.1 standard errors.
    @Test
    void fill_lowBits_areFair() {
        for (int bit = 0; bit < 12; bit++) {
            long mask = 1L << bit;
            long ones = Arrays.stream(samples).filter(x -> (x & mask) != 0).count();
            assertThat(ones).as("bit %d", bit).isBetween(3_992_780L, 4_007_220L);
        }
    }

    /// Planted bugs: deviation 1 % off, no wedges, one sign, cut off at 3.3 deviations.
    @Test
    void law_brokenNoise_isCaught() {
        assertThat(cellExcess(i -> (int) (samples[i] * 1.01))).isPositive();
        assertThat(cellExcess(i -> Math.abs(samples[i]))).isPositive();
        assertThat(cellExcess(i -> Math.clamp(samples[i], -27_682_406, 27_682_406)))
                .isPositive();
        int[] flat = samples.clone();
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (flat[i] & ~0x1ffff) | (int) ((i * 0x9e3779b97f4a7c15L) >>> 47);
        }
        assertThat(slopeExcess(flat)).isPositive();
        assertThat(beyond(Arrays.stream(samples).map(x -> x / 2).toArray(), 3.5))
                .isLessThan(3410);
    }

    /// What makes the tables exact: rectangles stay below the curve, boxes reach above it, and all mass is
    /// shared out.
    @Test
    void tables_encloseTheCurve() {
        CellTables tables = new CellTables();
        int[] rectangles = new int[CellTables.CELLS];
        int wedges = 0;
        for (byte choice : tables.choices()) {
            if (Byte.toUnsignedInt(choice) == CellTables.WEDGE) {
                wedges++;
            } else {
                rectangles[Byte.toUnsignedInt(choice)]++;
            }
        }
        for (int cell = 0; cell < CellTables.CELLS; cell++) {
            double low = Math.scalb(CellTables.density((cell + 1) / 64.0), 56);
            double high = Math.scalb(CellTables.density(cell / 64.0), 56);
            assertThat((double) tables.floor(cell))
                    .isEqualTo(Math.scalb((double) rectangles[cell], 48))
                    .isLessThan(low);
            long top = tables.floor(cell)
                    + (cell + 1 < CellTables.CELLS ? tables.start(cell + 1) : tables.heights())
                    - tables.start(cell);
            assertThat((double) top).isGreaterThan(high);
            assertThat(tables.cell(tables.start(cell))).isEqualTo(cell);
        }
        assertThat(wedges / 16384.0).isBetween(0.01, 0.02);
    }

    /// The doubles and the decimals agree, and the decimals are asked where the doubles cannot know.
    @Test
    void below_atTheCurve_isDecidedByMoreDigits() {
        SecureBits bits = SecureBits.fresh();
        int[] asked = new int[1];
        CellTables tables = new CellTables();
        Wedges wedges = new Wedges(tables, () -> {
            asked[0]++;
            return bits.word();
        });
        for (int cell : new int[] {0, 1, 63, 120}) {
            for (long position : new long[] {0, 1L << 40, -1L, Long.MIN_VALUE}) {
                double x = (cell + Math.scalb((double) (position >>> 11), -53)) / 64;
                long curve = (long) Math.scalb(CellTables.density(x), 56);
                if (curve > 1L << 53) {
                    assertThat(wedges.below(cell, position, curve - curve / 1000))
                            .isTrue();
                    assertThat(wedges.below(cell, position, curve + curve / 1000))
                            .isFalse();
                    int before = asked[0];
                    assertThat(wedges.below(cell, position, curve - (curve >> 44) - 2000))
                            .isTrue();
                    assertThat(wedges.below(cell, position, curve + (curve >> 44) + 2000))
                            .isFalse();
                    assertThat(asked[0]).isGreaterThan(before);
                }
            }
        }
    }

    @Test
    void fill_severalThreads_fillsAllAndRepeatsNothing() {
        int[] target = new int[1 << 20];
        VectorGaussian.fill(target, 7);
        assertThat(repeatedWindows(target)).isZero();
        assertThat(Arrays.stream(target).filter(x -> x == 0).count()).isLessThan(10);
        assertThat(cellExcessOf(target)).isNegative();
    }

    /// Planted bug: two threads under one key.
    @Test
    void repeatedWindows_oneKeyForTwoThreads_areCaught() {
        int[] half = Arrays.copyOf(samples, 1 << 19);
        int[] target = Arrays.copyOf(half, 1 << 20);
        System.arraycopy(half, 0, target, 1 << 19, 1 << 19);
        assertThat(repeatedWindows(target)).isGreaterThan(1000);
    }

    @Test
    void fill_noEntropy_nothingComesOut() {
        Consumer<byte[]> dead = block -> {
            throw new IllegalStateException("no entropy");
        };
        int[] target = new int[9];
        assertThatThrownBy(() -> new VectorGaussian(dead).fill(target)).hasMessage("no entropy");
        assertThat(target).containsOnly(0);
        int[] left = {2};
        Consumer<byte[]> keystream = SecureBits.keystream();
        VectorGaussian dying = new VectorGaussian(block -> {
            if (left[0]-- == 0) {
                throw new IllegalStateException("no entropy any more");
            }
            keystream.accept(block);
        });
        assertThatThrownBy(() -> dying.fill(new int[100_000])).hasMessage("no entropy any more");
    }

    @Test
    void fill_threadsOutOfRange_namesRange() {
        assertThatThrownBy(() -> VectorGaussian.fill(new int[1], 0)).hasMessageContaining("1 to 256 threads, got 0");
        assertThatThrownBy(() -> VectorGaussian.fill(new int[1], 257)).hasMessageContaining("got 257");
        int[] empty = {};
        VectorGaussian.fill(empty, 3);
        assertThat(empty).isEmpty();
    }

    private static double cellExcess(IntUnaryOperator sample) {
        int[] mapped = new int[MANY];
        Arrays.setAll(mapped, sample);
        return cellExcessOf(mapped);
    }

    private static double cellExcessOf(int[] values) {
        long[] counts = new long[2 * CELLS];
        for (int value : values) {
            counts[Math.clamp((value >> 17) + CELLS, 0, 2 * CELLS - 1)]++;
        }
        return Samples.excess(counts, cell -> below(cell + 1) - below(cell));
    }

    /// P(cell index below `edge`); 0 and 1 at the ends.
    private static double below(int edge) {
        if (edge == 0 || edge == 2 * CELLS) {
            return edge == 0 ? 0 : 1;
        }
        return Samples.normal((edge - CELLS) / 64.0);
    }

    private static double slopeExcess(int[] values) {
        long[] counts = new long[4];
        for (int value : values) {
            int magnitude = value ^ (value >> 31);
            if (magnitude < 4 << 23) {
                counts[(magnitude & 0x1ffff) >> 15]++;
            }
        }
        return Samples.excess(counts, part -> {
            double mass = 0;
            for (int cell = 0; cell < CELLS; cell++) {
                double from = cell / 64.0 + part / 256.0;
                mass += Samples.normal(from + 1 / 256.0) - Samples.normal(from);
            }
            return mass / (Samples.normal(4) - 0.5);
        });
    }

    private static long beyond(int[] values, double deviations) {
        double limit = deviations * (1 << 23);
        return Arrays.stream(values).filter(x -> Math.abs((double) x) > limit).count();
    }

    /// Windows of three samples that occur twice: of 2^20 / 3 windows about 2^-38 by chance.
    private static int repeatedWindows(int[] values) {
        Set<String> seen = new HashSet<>();
        int repeated = 0;
        for (int i = 0; i + 3 <= values.length; i += 4) {
            repeated += seen.add(values[i] + "," + values[i + 1] + "," + values[i + 2]) ? 0 : 1;
        }
        return repeated;
    }
}
