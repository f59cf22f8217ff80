package org.vitrail.account;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// One case: what is asked and its answer.
final class AccountCase {
    private AccountCase() {}

    /// Writes the answer's fields.
    ///
    /// @throws IllegalArgumentException one line: what is not supported or out of range, with its value
    static void answer(JsonFields fields, ObjectNode answer) {
        if (!fields.node().isObject()) {
            throw new IllegalArgumentException("a case must be an object, got " + JsonFields.shown(fields.node()));
        }
        String kind = fields.node().path("kind").asText("epsilon");
        switch (kind) {
            case "epsilon" -> EpsilonCase.epsilon(fields, answer);
            case "rdp_order" -> EpsilonCase.order(fields, answer);
            case "hockey_stick" -> EpsilonCase.hockeyStick(fields, answer);
            case "zcdp_to_approxdp" -> EpsilonCase.zcdp(fields, answer);
            case "calibrate_gaussian" -> CalibrationCase.gaussian(fields, answer);
            case "calibrate_dpsgd" -> CalibrationCase.sgd(fields, answer);
            case "group_privacy" -> ExactCase.group(fields, answer);
            case "group_privacy_zcdp" -> ExactCase.groupZcdp(fields, answer);
            case "group_privacy_gaussian" -> ExactCase.groupGaussian(fields, answer);
            case "filter_trace" -> ExactCase.filter(fields, answer);
            case "discrete_gaussian_pmf" -> ExactCase.discreteGaussian(fields, answer);
            case "discrete_laplace_pmf" -> ExactCase.discreteLaplace(fields, answer);
            default ->
                throw new IllegalArgumentException("kind must be one of epsilon, rdp_order, hockey_stick, "
                        + "zcdp_to_approxdp, calibrate_gaussian, calibrate_dpsgd, group_privacy, group_privacy_zcdp, "
                        + "group_privacy_gaussian, filter_trace, discrete_gaussian_pmf, discrete_laplace_pmf, got '"
                        + kind + "'");
        }
    }
}
