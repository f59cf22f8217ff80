package org.vitrail.mechanism.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.mechanism.blackbox.BlackBox;
import org.vitrail.mechanism.port.CellSource;
import org.vitrail.mechanism.port.Progress;
import org.vitrail.mechanism.schema.UnknownColumn.DeclaredType;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.blackbox.Claim;
import org.vitrail.privacy.blackbox.Outputs;
import org.vitrail.privacy.blackbox.Verdict;
import org.vitrail.privacy.release.Sensitive;

/// Paid schema inference, from cells to domains, over neighbouring tables: μ² = 1 and, for categories that nobody
/// listed, a δ of 0.05, so large that a few thousand runs see it.
///
/// **Power.** Noise of a twelfth of the deviation (144 times the μ² that is claimed), and a δ of 0.4 or a unit that
/// counts three times: a category of one unit alone that comes out in 0.33 of the runs instead of 0.05.
class SchemaBlackBoxTest {
    private static final int RUNS = 1200;
    private static final MuSquared ONE = new MuSquared(1_000_000_000_000L);
    private static final double DELTA = 0.05;
    private static final Claim CLAIM = Claim.gaussian(ONE).orElse(DELTA);

    /// What is inferred.
    enum Case {
        NUMBERS(DeclaredType.REAL),
        TEXTS(DeclaredType.TEXT),
        CATEGORY_OF_ONE(DeclaredType.TEXT),
        MISSING(DeclaredType.REAL);

        private final DeclaredType type;

        Case(DeclaredType type) {
            this.type = type;
        }

        private Object odd() {
            return switch (this) {
                case NUMBERS -> 9.0;
                case TEXTS, CATEGORY_OF_ONE -> "b";
                case MISSING -> CellLists.MISSING;
            };
        }

        /// As many rows like the odd one as noise of this charge just does not hide, so that one row decides.
        private CellLists rows(int copies, MuSquared charge) {
            double deviation = 2 / Math.sqrt(charge.approximate());
            long likeIt = switch (this) {
                case NUMBERS, TEXTS -> (long) (4.5 * Math.sqrt(2) * deviation);
                case MISSING -> (long) (4.5 * deviation);
                case CATEGORY_OF_ONE -> 0;
            };
            CellLists rows = new CellLists();
            for (int i = 0; i < (this == MISSING || this == CATEGORY_OF_ONE ? 40 : 0); i++) {
                rows.add(this == MISSING ? (Object) 1.0 : "a");
            }
            for (int i = 0; i < likeIt + copies; i++) {
                rows.add(odd());
            }
            return rows;
        }
    }

    @ParameterizedTest
    @EnumSource
    void schema_neighbouringTables_keepsTheClaim(Case given) {
        assertThat(verdicts(given, 1, ONE, DELTA)).noneMatch(Verdict::violated);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CATEGORY_OF_ONE")
    void schema_inferenceThatSpendsMore_isCaught(Case given) {
        assertThat(verdicts(given, 1, ONE.times(144), DELTA)).anyMatch(Verdict::violated);
    }

    /// Planted bugs: three rows of a unit, where the reader vouches for one; eight times the δ.
    @Test
    void schema_categoryOfOneUnitOftenerThanDelta_isCaught() {
        assertThat(verdicts(Case.CATEGORY_OF_ONE, 3, ONE, DELTA)).anyMatch(Verdict::violated);
        assertThat(verdicts(Case.CATEGORY_OF_ONE, 1, ONE, 8 * DELTA)).anyMatch(Verdict::violated);
    }

    private static List<Verdict> verdicts(Case given, int copies, MuSquared spent, double delta) {
        return BlackBox.verdicts(
                RUNS, outputs(given, 0, spent, delta), outputs(given, copies, spent, delta), CLAIM, 1, 2);
    }

    /// Features: what the odd row shows of itself (that the column was found, its category, that cells are
    /// missing), then the domain's size.
    private static Outputs outputs(Case given, int copies, MuSquared spent, double delta) {
        SchemaPlan plan = new SchemaPlan(List.of(new UnknownColumn("x", given.type)), spent, delta);
        Sensitive<CellSource> rows = Sensitive.of(given.rows(copies, spent));
        return BlackBox.pool(
                RUNS,
                _ -> SchemaInference.run(plan, rows, Progress.none()).value().columns().stream()
                        .findFirst()
                        .map(found -> new double[] {shown(given, found) ? 1 : 0, size(found.domain())})
                        .orElse(new double[2]));
    }

    private static boolean shown(Case given, Column found) {
        return switch (given) {
            case NUMBERS, TEXTS -> true;
            case CATEGORY_OF_ONE ->
                found.domain() instanceof Domain.Categorical domain
                        && domain.values().contains("b");
            case MISSING -> found.nullable();
        };
    }

    private static double size(Domain domain) {
        return switch (domain) {
            case Domain.Categorical categories -> categories.values().size();
            case Domain.IntegerRange range -> range.max() - range.min();
            case Domain.RealRange range -> Math.min(99, range.max() - range.min());
        };
    }
}
