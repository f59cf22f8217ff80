package org.vitrail.mechanism.synthesis.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;

class NearestTest {
    private static final Space SPACE = new Space(
            new TableSchema(
                    List.of(
                            Column.of("x", Domain.IntegerRange.of(0, 15)),
                            Column.of("y", Domain.RealRange.of(0, 1)).orMissing(),
                            Column.of("c", Domain.Categorical.of(List.of("p", "q", "r")))),
                    new PrivacyUnit.Row()),
            OptionalInt.empty(),
            1f / 3);

    private static Points points(int n, RandomGenerator random) {
        Points points = Points.empty(3, n);
        for (int i = 0; i < n; i++) {
            points.axis(0)[i] = SPACE.axis(0).encode(random.nextInt(16));
            points.axis(1)[i] = random.nextInt(5) == 0 ? Points.MISSING : random.nextInt(4) / 4f;
            points.axis(2)[i] = random.nextInt(3);
        }
        return points;
    }

    @Test
    void assign_manyBlocks_exactNearestAndLowestIndexOfEqualCandidates() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
        Points rows = points(1100, random);
        Points once = points(1500, random);
        int[] nearest = new Nearest(SPACE).assign(rows, once.then(once)); // every candidate twice, over two blocks
        for (int i = 0; i < nearest.length; i++) {
            assertThat(nearest[i]).isLessThan(1500);
            double least = Double.POSITIVE_INFINITY;
            for (int j = 0; j < 1500; j++) {
                least = Math.min(least, SPACE.distance(rows, i, once, j));
            }
            assertThat(SPACE.distance(rows, i, once, nearest[i])).isLessThanOrEqualTo(least + 1e-6);
        }
    }

    @Test
    void nearest_vectorAndPlainScan_sameIndices() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(12);
        for (int count : new int[] {1, 7, 33, 190, 300}) {
            Points rows = points(500, random);
            Points candidates = points(count, random);
            Scan vector = new VectorScan(new Panels(SPACE, candidates, VectorScan.width()));
            Scan plain = new PlainScan(new Panels(SPACE, candidates, PlainScan.width(count)));
            for (int i = 0; i < rows.size(); i++) {
                float[] row = {rows.axis(0)[i], rows.axis(1)[i], rows.axis(2)[i]};
                assertThat(vector.nearest(row))
                        .as("seed 12, %d candidates, row %d", count, i)
                        .isEqualTo(plain.nearest(row))
                        .isLessThan(count);
            }
        }
    }
}
