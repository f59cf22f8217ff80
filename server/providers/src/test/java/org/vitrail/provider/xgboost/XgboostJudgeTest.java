package org.vitrail.provider.xgboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class XgboostJudgeTest {
    private static final int ROWS = 400;

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(20_261_127);
    private final float[][] train = new float[ROWS][3];
    private final int[] labels = new int[ROWS];

    private void rows(int classes) {
        for (int i = 0; i < ROWS; i++) {
            labels[i] = random.nextInt(classes);
            train[i][0] = labels[i] + (float) (0.2 * random.nextGaussian());
            train[i][1] = random.nextInt(5);
            train[i][2] = random.nextInt(4) == 0 ? Float.NaN : random.nextFloat();
        }
    }

    private static double accuracy(float[][] probabilities, int[] labels) {
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            int best = 0;
            for (int c = 1; c < probabilities[i].length; c++) {
                best = probabilities[i][c] > probabilities[i][best] ? c : best;
            }
            right += best == labels[i] ? 1 : 0;
        }
        return (double) right / labels.length;
    }

    @Test
    void probabilities_ofTwoAndOfThreeClasses_sumToOneAndLearn() {
        for (int classes : new int[] {2, 3}) {
            rows(classes);
            float[][] out = XgboostJudge.fast(2).probabilities(train, labels, classes, train);
            assertThat(out).hasDimensions(ROWS, classes);
            for (float[] row : out) {
                float sum = 0;
                for (float p : row) {
                    assertThat(p).isBetween(0f, 1f);
                    sum += p;
                }
                assertThat(sum).isBetween(0.999f, 1.001f);
            }
            assertThat(accuracy(out, labels)).isGreaterThan(0.95);
        }
    }

    @Test
    void probabilities_askedTwice_areTheSame() {
        rows(3);
        for (XgboostJudge judge : new XgboostJudge[] {XgboostJudge.fast(2), XgboostJudge.exact(1)}) {
            assertThat(judge.probabilities(train, labels, 3, train))
                    .isDeepEqualTo(judge.probabilities(train, labels, 3, train));
        }
        float[][] once = XgboostJudge.fast(2).probabilities(train, labels, 3, train);
        train[0][0] += 5; // what it must not ignore
        assertThat(java.util.Arrays.deepEquals(once, XgboostJudge.fast(2).probabilities(train, labels, 3, train)))
                .isFalse();
    }

    @Test
    void probabilities_ofNothingToJudge_areNone() {
        rows(2);
        assertThat(XgboostJudge.fast(1).probabilities(train, labels, 2, new float[0][]))
                .isEmpty();
    }

    @Test
    void probabilities_ofNonsense_areRefusedWithoutAValue() {
        rows(2);
        XgboostJudge judge = XgboostJudge.fast(1);
        assertThatThrownBy(() -> XgboostJudge.fast(0)).hasMessageContaining("threads must be >= 1, got 0");
        assertThatThrownBy(() -> judge.probabilities(train, labels, 1, train)).hasMessageContaining("2 classes, got 1");
        assertThatThrownBy(() -> judge.probabilities(new float[0][], new int[0], 2, train))
                .hasMessageContaining("at least 1 training row");
        assertThatThrownBy(() -> judge.probabilities(train, new int[3], 2, train))
                .hasMessageContaining("one label for each training row");
        assertThatThrownBy(() -> judge.probabilities(train, labels, 2, new float[][] {{4711f}}))
                .hasMessageContaining("3 features")
                .hasMessageNotContaining("4711");
        labels[7] = 4711;
        assertThatThrownBy(() -> judge.probabilities(train, labels, 2, train))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[0, 2)")
                .hasMessageNotContaining("4711");
    }
}
