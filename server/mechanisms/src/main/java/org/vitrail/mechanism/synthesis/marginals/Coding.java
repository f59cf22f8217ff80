package org.vitrail.mechanism.synthesis.marginals;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// One column's coarse codes: leaves merged, by their estimated masses, into few groups that stand out
/// from the noise.
/// Public: made from the released 1-way counts.
final class Coding {
    private final int[] codeOfLeaf;
    private final int[][] leavesOfCode;
    private final double[] mass;
    private final double[] leafMass;

    private Coding(int[] codeOfLeaf, int codes, double[] leafMass) {
        this.codeOfLeaf = codeOfLeaf;
        this.leafMass = leafMass;
        this.mass = new double[codes];
        int[] sizes = new int[codes];
        for (int leaf = 0; leaf < codeOfLeaf.length; leaf++) {
            mass[codeOfLeaf[leaf]] += leafMass[leaf];
            sizes[codeOfLeaf[leaf]]++;
        }
        this.leavesOfCode = new int[codes][];
        Arrays.setAll(leavesOfCode, code -> new int[sizes[code]]);
        for (int leaf = codeOfLeaf.length - 1; leaf >= 0; leaf--) {
            leavesOfCode[codeOfLeaf[leaf]][--sizes[codeOfLeaf[leaf]]] = leaf;
        }
    }

    /// Merges leaves into at most about `most` codes.
    static Coding of(ColumnGrid grid, double[] leafMass, double deviation, int most) {
        return grid.numeric() ? ofNumbers(grid, leafMass, deviation, most) : ofCategories(leafMass, deviation, most);
    }

    private static Coding ofCategories(double[] leafMass, double deviation, int most) {
        double[] sorted = leafMass.clone();
        Arrays.sort(sorted);
        double smallest = leafMass.length > most ? sorted[leafMass.length - most] : 0;
        double floor = Math.max(Coding.FLOOR * deviation, smallest);
        long small = Arrays.stream(leafMass).filter(m -> m < floor).count();
        int[] codes = new int[leafMass.length];
        int next = small > 1 ? 1 : 0;
        for (int leaf = 0; leaf < codes.length; leaf++) {
            codes[leaf] = small > 1 && leafMass[leaf] < floor ? 0 : next++;
        }
        return new Coding(codes, next, leafMass);
    }

    private static final double FLOOR = 2;

    private static Coding ofNumbers(ColumnGrid grid, double[] leafMass, double deviation, int most) {
        int[] order = grid.ordered();
        boolean[] spike = new boolean[order.length];
        double rest = 0;
        for (int k = 0; k < order.length; k++) {
            spike[k] = grid.isMissing(order[k]) || isSpike(grid, leafMass, order, k, deviation);
            rest += spike[k] ? 0 : leafMass[order[k]];
        }
        double target = Math.max(FLOOR * deviation, rest / most);
        int[] codes = new int[order.length];
        int next = -1;
        boolean open = false;
        double gathered = 0;
        for (int k = 0; k < order.length; k++) {
            double here = leafMass[order[k]];
            if (spike[k]) {
                codes[order[k]] = ++next;
                open = false;
            } else {
                if (!open || gathered + here / 2 > target) {
                    next++;
                    open = true;
                    gathered = 0;
                }
                codes[order[k]] = next;
                gathered += here;
            }
        }
        return new Coding(codes, next + 1, leafMass);
    }

    /// A single value that clearly outweighs its neighbourhood.
    private static boolean isSpike(ColumnGrid grid, double[] leafMass, int[] order, int k, double deviation) {
        double here = leafMass[order[k]];
        if (!grid.exact(order[k]) || here < 5 * deviation) {
            return false;
        }
        int from = Math.max(0, k - 4);
        int to = Math.min(order.length - 1, k + 4);
        double around = -here;
        for (int i = from; i <= to; i++) {
            around += leafMass[order[i]];
        }
        return here > 3 * around / Math.max(1, to - from);
    }

    /// How many codes; >= 1.
    int codes() {
        return mass.length;
    }

    int codeOf(int leaf) {
        return codeOfLeaf[leaf];
    }

    /// Estimated count of each code.
    double[] mass() {
        return mass.clone();
    }

    int leavesIn(int code) {
        return leavesOfCode[code].length;
    }

    /// Leaves for rows with the given codes, so that the leaves' shares inside a code are met as closely
    /// as whole rows
    /// allow.
    int[] leaves(int[] codes, RandomGenerator random) {
        int[] sizes = new int[codes()];
        for (int code : codes) {
            sizes[code]++;
        }
        int[][] drawn = new int[codes()][];
        for (int code = 0; code < drawn.length; code++) {
            drawn[code] = draw(code, sizes[code], random);
        }
        int[] leaves = new int[codes.length];
        for (int i = 0; i < codes.length; i++) {
            leaves[i] = drawn[codes[i]][--sizes[codes[i]]];
        }
        return leaves;
    }

    private int[] draw(int code, int count, RandomGenerator random) {
        int[] inside = leavesOfCode[code];
        double[] shares = new double[inside.length];
        for (int k = 0; k < inside.length; k++) {
            shares[k] = leafMass[inside[k]];
        }
        int[] picks = Systematic.draw(shares, count, random);
        for (int i = 0; i < picks.length; i++) {
            picks[i] = inside[picks[i]];
        }
        return picks;
    }
}
