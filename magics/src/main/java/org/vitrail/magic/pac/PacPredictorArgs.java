package org.vitrail.magic.pac;

import picocli.CommandLine.Command;

/// What can be typed behind `%pac_predictor`.
@Command(
        name = "%pac_predictor",
        description =
                "A classifier whose labels are asked for one by one: %%pac_predictor TABLE … -o model. Training is free.",
        sortOptions = false,
        footer = {
            "",
            "Algorithms: kmeans (with --label), svm, logistic, forest. In the next cell:",
            "  model.label(\"1/65536\", 40, 120)      // values of the columns, in their order",
            "Where all worlds agree on a label there is no noise, so a tiny price serves; each answer costs its price.",
            "",
            "Example:",
            "  %%pac_predictor visits --algorithm logistic --columns age,cost --bounds age=0:100,cost=0:600"
                    + " --label kind --classes check,surgery,therapy -o model"
        })
public final class PacPredictorArgs extends PacArgs {}
