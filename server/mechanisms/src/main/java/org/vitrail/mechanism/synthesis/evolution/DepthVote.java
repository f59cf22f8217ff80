package org.vitrail.mechanism.synthesis.evolution;

import java.util.Arrays;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.mechanism.port.Table;

/// Whether a label depends on the other columns jointly or column by column: a vote of disjoint blocks of units.
///
/// Sample and aggregate (Nissim, Raskhodnikova, Smith 2007): each unit falls into one block by a hash of its own rows.
/// Inside a block a deep predictor (nearest other row) and an additive one (naive Bayes on quantiles), both leaving the
/// row out, predict the label; the block votes +1 if the deep one is right for more than a fortieth of the rows more
/// than the additive one, −1 if for less, else 0. One unit changes one block's vote, by at most 2.
public final class DepthVote {
    /// Squared sensitivity of [#count] for one unit.
    public static final long SQUARED_SENSITIVITY = 4;

    private static final int QUANTILES = 4;
    private static final int MARGIN = 40;

    private final Space space;

    private DepthVote(Space space) {
        this.space = space;
    }

    /// The vote, if the label is one that can be split on.
    public static boolean applies(TableSchema schema, OptionalInt label) {
        return Space.splitting(schema, label).isPresent();
    }

    /// The sum of the blocks' votes, in [−blocks, blocks].
    ///
    /// @param table private rows; call inside `Sensitive.map` only
    /// @param blocks how many; public
    public static long count(Table table, OptionalInt label, int blocks, long seed) {
        DepthVote vote = new DepthVote(
                new Space(table.schema(), Space.splitting(table.schema(), label), Settings.DEFAULT.lambda()));
        Rows rows = vote.space.encode(table);
        int[] block = rows.blocks(blocks, seed);
        int[] start = new int[blocks + 1];
        for (int b : block) {
            start[b + 1]++;
        }
        for (int b = 0; b < blocks; b++) {
            start[b + 1] += start[b];
        }
        int[] order = new int[block.length];
        int[] next = start.clone();
        for (int i = 0; i < block.length; i++) {
            order[next[block[i]]++] = i;
        }
        int[] labels = rows.labels();
        return IntStream.range(0, blocks)
                .parallel()
                .mapToLong(b -> {
                    int[] members = distinct(rows.points(), labels, Arrays.copyOfRange(order, start[b], start[b + 1]));
                    int[] own = Arrays.stream(members).map(i -> labels[i]).toArray();
                    return vote.vote(rows.points().pick(members), own);
                })
                .sum();
    }

    /// One of each set of equal rows: copies would be predicted by memory, not by structure.
    private static int[] distinct(Points points, int[] label, int[] members) {
        Set<Long> seen = new HashSet<>();
        return Arrays.stream(members)
                .filter(i -> seen.add(points.fingerprint(i) * 31 + label[i]))
                .toArray();
    }

    private int vote(Points points, int[] label) {
        return Integer.signum(deep(points, label) - additive(points, label) - label.length / MARGIN);
    }

    /// How often the nearest other row has the row's label.
    private int deep(Points points, int[] label) {
        int right = 0;
        for (int i = 0; i < label.length; i++) {
            int best = -1;
            double least = Double.POSITIVE_INFINITY;
            for (int j = 0; j < label.length; j++) {
                double d = space.distance(points, i, points, j);
                if (i != j && d < least) {
                    least = d;
                    best = j;
                }
            }
            right += best >= 0 && label[best] == label[i] ? 1 : 0;
        }
        return right;
    }

    /// How often naive Bayes on codes and quantile bins, without the row itself, has the row's label.
    private int additive(Points points, int[] label) {
        int[][] bin = new int[space.axes()][];
        double[][][] count = new double[space.axes()][][];
        double[] size = new double[space.labels()];
        for (int c : label) {
            size[c]++;
        }
        for (int a = 0; a < bin.length; a++) {
            bin[a] = bins(space.axis(a), points.axis(a));
            count[a] = new double[space.labels()]
                    [space.axis(a).categorical() ? space.axis(a).codes() : QUANTILES];
            for (int i = 0; i < label.length; i++) {
                count[a][label[i]][bin[a][i]]++;
            }
        }
        int right = 0;
        for (int i = 0; i < label.length; i++) {
            right += predict(i, label[i], bin, count, size) == label[i] ? 1 : 0;
        }
        return right;
    }

    private static int predict(int i, int own, int[][] bin, double[][][] count, double[] size) {
        int best = -1;
        double most = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < size.length; c++) {
            double less = c == own ? 1 : 0;
            if (size[c] - less <= 0) {
                continue;
            }
            double score = Math.log(size[c] - less);
            for (int a = 0; a < bin.length; a++) {
                double cells = count[a][c].length;
                score += Math.log((count[a][c][bin[a][i]] - less + 0.5) / (size[c] - less + 0.5 * cells));
            }
            if (score > most) {
                most = score;
                best = c;
            }
        }
        return best;
    }

    private static int[] bins(Axis axis, float[] at) {
        int[] bin = new int[at.length];
        float[] sorted = at.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < at.length; i++) {
            if (axis.categorical()) {
                bin[i] = (int) at[i];
            } else {
                for (int q = 1; q < QUANTILES; q++) {
                    bin[i] += at[i] > sorted[Math.min(at.length - 1, q * at.length / QUANTILES)] ? 1 : 0;
                }
            }
        }
        return bin;
    }
}
