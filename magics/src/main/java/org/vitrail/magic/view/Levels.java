package org.vitrail.magic.view;

import java.util.ArrayList;
import java.util.List;
import org.vitrail.contract.Account;
import org.vitrail.contract.session.BudgetLevel;
import org.vitrail.contract.session.BudgetView;

/// Which levels a charge is asked of, and how often they can pay it. Whole numbers of 1e-12 μ², exact for
/// an account that is kept in μ².
final class Levels {
    private Levels() {}

    /// The levels that a charge is asked of. Those above a guaranteed one kept its cap already and are asked nothing.
    static List<BudgetLevel> asked(BudgetView view) {
        List<BudgetLevel> asked = new ArrayList<>();
        for (BudgetLevel level : view.levels()) {
            asked.add(level);
            if (level.guaranteed()) {
                break;
            }
        }
        return asked;
    }

    /// The level that has the least left; of equals the highest, because a higher cap below it would not help.
    static BudgetLevel tightest(BudgetView view) {
        List<BudgetLevel> asked = asked(view);
        BudgetLevel tightest = asked.getFirst();
        for (BudgetLevel level : asked) {
            if (level.account().gaussianLeft() <= tightest.account().gaussianLeft()) {
                tightest = level;
            }
        }
        return tightest;
    }

    /// How often an account can pay a charge: the quotient, rounded down.
    ///
    /// @param chargePico > 0
    static long times(Account account, long chargePico) {
        return Math.max(0, account.gaussianLeft() / chargePico);
    }

    /// `dataset 'clinic'`.
    static String name(BudgetLevel level) {
        return level.tier() + " '" + level.name() + "'";
    }
}
