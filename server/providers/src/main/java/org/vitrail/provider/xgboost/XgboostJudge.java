package org.vitrail.provider.xgboost;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.vitrail.mechanism.port.Judge;

/// XGBoost with its library's defaults: 100 rounds, depth 6, learning rate 0.3; binary logistic for two
/// classes, softmax
/// otherwise (reference section 10.3).
public final class XgboostJudge implements Judge {
    private static final int ROUNDS = 100;

    private final int threads;
    private final String treeMethod;

    private XgboostJudge(int threads, String treeMethod) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be >= 1, got " + threads);
        }
        this.threads = threads;
        this.treeMethod = treeMethod;
    }

    /// The library's default since 2.0: splits from histograms of 256 bins.
    ///
    /// @param threads >= 1
    public static XgboostJudge fast(int threads) {
        return new XgboostJudge(threads, "hist");
    }

    /// Every split considered, as XGBoost 1.7 did by default on small data; for comparing with published
    /// figures.
    ///
    /// @param threads >= 1
    public static XgboostJudge exact(int threads) {
        return new XgboostJudge(threads, "exact");
    }

    @Override
    public float[][] probabilities(float[][] train, int[] labels, int classes, float[][] test) {
        check(train, labels, classes, test);
        if (test.length == 0) {
            return new float[0][classes];
        }
        try {
            DMatrix trainMatrix = matrix(train);
            DMatrix testMatrix = matrix(test);
            try {
                float[] asFloats = new float[labels.length];
                for (int i = 0; i < labels.length; i++) {
                    asFloats[i] = labels[i];
                }
                trainMatrix.setLabel(asFloats);
                return predict(trainMatrix, testMatrix, classes);
            } finally {
                trainMatrix.dispose();
                testMatrix.dispose();
            }
        } catch (XGBoostError e) {
            // The library's message may quote a value of the rows.
            throw new IllegalStateException(
                    "XGBoost refused " + train.length + " training rows with " + classes
                            + " classes; check the columns' domains",
                    e);
        }
    }

    /// Shapes and classes only: no message quotes a value.
    private static void check(float[][] train, int[] labels, int classes, float[][] test) {
        if (classes < 2) {
            throw new IllegalArgumentException("a judge needs at least 2 classes, got " + classes);
        }
        if (train.length == 0 || train[0].length == 0) {
            throw new IllegalArgumentException("a judge needs at least 1 training row with 1 feature");
        }
        if (labels.length != train.length) {
            throw new IllegalArgumentException("a judge needs one label for each training row");
        }
        int features = train[0].length;
        for (float[][] rows : List.of(train, test)) {
            for (float[] row : rows) {
                if (row.length != features) {
                    throw new IllegalArgumentException("all rows of a judge must have " + features + " features");
                }
            }
        }
        for (int label : labels) {
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException("a judge's labels must be in [0, " + classes + ")");
            }
        }
    }

    private float[][] predict(DMatrix train, DMatrix test, int classes) throws XGBoostError {
        boolean binary = classes == 2;
        Map<String, Object> common = Map.of(
                "max_depth", 6, "eta", 0.3, "tree_method", treeMethod, "nthread", threads, "verbosity", 0, "seed", 0);
        Map<String, Object> parameters = new HashMap<>(common);
        parameters.put("objective", binary ? "binary:logistic" : "multi:softprob");
        if (!binary) {
            parameters.put("num_class", classes);
        }
        Booster booster = XGBoost.train(train, parameters, ROUNDS, Map.of(), null, null);
        try {
            float[][] out = booster.predict(test);
            if (!binary) {
                return out;
            }
            float[][] both = new float[out.length][];
            for (int i = 0; i < out.length; i++) {
                both[i] = new float[] {1 - out[i][0], out[i][0]};
            }
            return both;
        } finally {
            booster.dispose();
        }
    }

    private static DMatrix matrix(float[][] rows) throws XGBoostError {
        int features = rows[0].length;
        float[] flat = new float[Math.multiplyExact(rows.length, features)];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * features, features);
        }
        return new DMatrix(flat, rows.length, features, Float.NaN);
    }
}
