package org.vitrail.mechanism.synthesis.evolution;

import java.util.Arrays;
import java.util.List;
import org.vitrail.mechanism.neighbours.PersonOrder;
import org.vitrail.mechanism.neighbours.PersonVector;

/// Private rows as points, sorted by label, with what they contribute to histograms. Lives inside `Sensitive` only.
///
/// A person's rows form one joint vector over all bins of all labels, scaled to L2 norm at most 1 on the grid
/// 2^-[#GRID_BITS], entries rounded towards zero; labels do not partition persons, so nothing is scaled for each
/// label.
final class Rows {
    /// Entries of a person's vector are multiples of 2^-20.
    static final int GRID_BITS = PersonVector.GRID_BITS;

    /// The largest squared norm of a person's vector, in grid units.
    static final long PERSON_SQUARED = PersonVector.SQUARED;

    private final Points points;
    private final int[] start;
    private final int[] persons;

    /// Made once for a run; see the class.
    ///
    /// @param start `[labels + 1]`: rows of label c are start[c] to start[c + 1]
    /// @param persons `[rows]`, or empty where a row is the unit
    Rows(Points points, int[] start, int[] persons) {
        this.points = points;
        this.start = start;
        this.persons = persons;
    }

    /// Votes for the nearest candidate of each row's own label.
    ///
    /// @param candidates for each label, at least one point each
    /// @return all labels' bins, label by label
    long[] votes(Nearest nearest, List<Points> candidates) {
        int[] bin = new int[points.size()];
        int offset = 0;
        for (int c = 0; c < candidates.size(); c++) {
            nearest.assign(points, start[c], start[c + 1], candidates.get(c), bin);
            for (int i = start[c]; i < start[c + 1]; i++) {
                bin[i] += offset;
            }
            offset += candidates.get(c).size();
        }
        return count(new int[][] {bin}, offset);
    }

    Points points() {
        return points;
    }

    /// Each row's label.
    int[] labels() {
        int[] label = new int[points.size()];
        for (int c = 0; c + 1 < start.length; c++) {
            Arrays.fill(label, start[c], start[c + 1], c);
        }
        return label;
    }

    /// Each row's block of `count`; a hash of the unit's own rows, so that no unit moves another one's rows.
    int[] blocks(int count, long seed) {
        long[] hash = new long[points.size()];
        long[] person =
                new long[persons.length == 0 ? 0 : Arrays.stream(persons).max().orElse(-1) + 1];
        int[] label = labels();
        for (int i = 0; i < hash.length; i++) {
            hash[i] = (points.fingerprint(i) + label[i]) * 0xBF58476D1CE4E5B9L;
            if (persons.length > 0) {
                person[persons[i]] += hash[i] ^ (hash[i] >>> 31);
            }
        }
        int[] block = new int[hash.length];
        for (int i = 0; i < block.length; i++) {
            long own = ((persons.length > 0 ? person[persons[i]] : hash[i]) ^ seed) * 0x94D049BB133111EBL;
            block[i] = (int) Math.floorMod(own ^ (own >>> 29), (long) count);
        }
        return block;
    }

    /// How many rows each label has.
    long[] labelCounts() {
        int labels = start.length - 1;
        int[] bin = new int[points.size()];
        for (int c = 0; c < labels; c++) {
            Arrays.fill(bin, start[c], start[c + 1], c);
        }
        return count(new int[][] {bin}, labels);
    }

    /// The one-way marginals of every axis for every label: label by label, axis by axis, cell by cell.
    long[] marginals(Space space) {
        int labels = start.length - 1;
        int stride = 0;
        int[] offset = new int[space.axes()];
        for (int a = 0; a < offset.length; a++) {
            offset[a] = stride;
            stride += space.axis(a).cells();
        }
        int[][] bin = new int[space.axes()][points.size()];
        for (int a = 0; a < offset.length; a++) {
            float[] at = points.axis(a);
            for (int c = 0; c < labels; c++) {
                for (int i = start[c]; i < start[c + 1]; i++) {
                    bin[a][i] = c * stride + offset[a] + space.axis(a).cell(at[i]);
                }
            }
        }
        return count(bin, labels * stride);
    }

    /// Adds each row's bins; for persons, each person's joint vector after scaling.
    private long[] count(int[][] bin, int bins) {
        long[] total = new long[bins];
        if (persons.length == 0) {
            for (int[] each : bin) {
                for (int b : each) {
                    total[b]++;
                }
            }
            return total;
        }
        PersonOrder order = PersonOrder.of(persons);
        PersonVector vector = new PersonVector();
        for (int p = 0; p < order.people(); p++) {
            for (int k = order.start(p); k < order.start(p + 1); k++) {
                for (int[] each : bin) {
                    vector.add(each[order.row(k)]);
                }
            }
            vector.addTo(total);
        }
        return total;
    }
}
