/// Gradient-boosted trees behind the judge's port.
///
/// **Guarantee.** none: what a judge says of private rows is private.
/// **Public.** the parameters.   **Private.** the rows, the trees, the predictions; nothing is logged or kept.
/// **Source.** Chen, Guestrin (2016), "XGBoost"; XGBoost4J 3.4.0, Apache-2.0.
/// **Deviations.** none.      **Known gaps.** CPU only.
/// **Read in this order.** XgboostJudge.
@NullMarked
package org.vitrail.provider.xgboost;

import org.jspecify.annotations.NullMarked;
