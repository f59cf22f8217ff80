package org.vitrail.engine.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.contract.pac.PacSpec;
import org.vitrail.contract.pac.PacTerms;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.mechanism.pac.PacPlan;
import org.vitrail.mechanism.port.PublicFacts;

/// Slips that public declarations show are refused by the planner, which nobody pays.
class CategoriesTest {
    private static PacPlan plan(String sql) {
        TableSchema schema = new TableSchema(
                List.of(
                        Column.of(
                                "sex", new Domain.Categorical(List.of("female", "male", "none"), Optional.of("none"))),
                        Column.of("year", Domain.Categorical.of(List.of("2024", "2025"))),
                        Column.of("age", Domain.IntegerRange.of(0, 110))),
                new PrivacyUnit.Row());
        return new SqlPlanner()
                .plan(
                        new PacSpec("clinic", sql, 7_812_500_000L),
                        new PublicFacts(schema, OptionalLong.of(1000)),
                        new PacTerms(1_000_000, 20));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "sex = 'femal' | no 'femal' among the categories of sex, did you mean 'female'? @ [female, male, none]",
                "'Male' = c.sex | did you mean 'male'?",
                "sex in ('male', 'other') | no 'other'",
                "sex not in ('fmale') | did you mean 'female'?",
                "sex <> 'zzz' and age > 3 | no 'zzz' among the categories of sex. There are",
                "case when sex = 'x' then 1 else 0 end = 1 | no 'x'",
                "case sex when 'f' then 1 else 0 end = 1 | no 'f'",
                "exists (select 1 from clinic d where d.__row = 1) | two underscores",
                "cast(sex as integer) = 1 | expected a number to cast, got the categories of sex"
            })
    void slips_areRefusedBeforeThePrice(String condition, String said) {
        assertThatThrownBy(() -> plan("select count(*) as n from clinic c where " + condition))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .satisfies(message -> {
                    assertThat(message)
                            .contains(Arrays.stream(said.split("@", -1))
                                    .map(String::strip)
                                    .toList());
                });
    }

    /// What looks like a slip and may be none.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select count(*) as n from clinic where sex = 'female' or sex in ('male', 'none')",
                "select sum(cast(year as integer)) as n from clinic where cast(year as integer) > 3",
                "select count(*) as n from (select case when sex = 'male' then 'M' else 'F' end as sex from clinic) t"
                        + " where sex = 'M'",
                "with t(sex) as (select lower(year) from clinic) select count(*) as n from t where sex = 'q'",
                "select count(*) as n from clinic where lower(sex) = 'FEMALE'",
                "select count(*) as n from clinic where sex like 'fem%'"
            })
    void others_areNot(String sql) {
        assertThatCode(() -> plan(sql)).doesNotThrowAnyException();
    }

    /// The text shows it, whatever the rows are; a divisor that may be 0 is another matter.
    @Test
    void divisorsThatAreAlwaysZero_areRefusedBeforeThePrice() {
        for (String sql : List.of(
                "select count(*) as n, sum(age) / 0 as mean from clinic",
                "select sum(age) / (3 - 3) as mean from clinic",
                "select 1 / sum(0 * age) + count(*) as mean from clinic")) {
            assertThatThrownBy(() -> plan(sql)).hasMessageContaining("'mean', which is divided by what is always 0");
        }
        assertThatThrownBy(() ->
                        plan("select count(*) as n from clinic where age > (select sum(age) / 0 as mean from clinic)"))
                .hasMessageContaining("'mean', which is divided by what is always 0");
        assertThatCode(() -> plan("select sum(age) / (count(*) - count(age)) as mean from clinic"))
                .doesNotThrowAnyException();
    }

    /// It would choose among people, and was left out without a word.
    @Test
    void havingInANumberToCompareWith_isRefused() {
        assertThatThrownBy(() -> plan("select count(*) as n from clinic where age > (select avg(age) as a from clinic"
                        + " having max(age) > 200)"))
                .hasMessageContaining("HAVING");
        assertThatCode(() -> plan("select count(*) as n from clinic where age > (select avg(age) as a from clinic)"))
                .doesNotThrowAnyException();
    }

    @Test
    void wordsThatAreMeant_areNamed() {
        assertThatThrownBy(() -> plan("select average(age) as n from clinic"))
                .hasMessageContaining("did you mean avg?");
        assertThatThrownBy(() -> plan("select suum(age) as n from clinic")).hasMessageContaining("did you mean sum?");
        assertThatThrownBy(() -> plan("select sum(agee) as n from clinic"))
                .hasMessageContaining("did you mean age?; there are [age, sex, year]");
        assertThatThrownBy(() -> plan("select count(*) as n from clinc"))
                .hasMessageContaining("did you mean clinic?")
                .hasMessageContaining("--link");
        assertThatThrownBy(() -> plan("with t as (select * from clinic) select count(*) as n from t"))
                .hasMessageContaining("list those that are used");
        assertThatThrownBy(() -> plan("select age, count(*) as n from clinic group by age"))
                .hasMessageContaining("count bands: sum(CASE WHEN age < …");
    }
}
