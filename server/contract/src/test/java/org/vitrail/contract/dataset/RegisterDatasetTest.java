package org.vitrail.contract.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegisterDatasetTest {
    private static RegisterDataset of(String url) {
        return new RegisterDataset(
                "visits",
                RegisterDataset.Format.JDBC,
                Optional.empty(),
                Optional.empty(),
                3,
                1e-6,
                Optional.empty(),
                Optional.of(url),
                Optional.of("t"),
                false,
                List.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:postgresql://h:5432/d|jdbc:postgresql://h:5432/d",
                "jdbc:postgresql://h/d?user=canary&ssl=true&password=canary|jdbc:postgresql://h/d?ssl=true",
                "jdbc:postgresql://h/d?user=canary&password=canary|jdbc:postgresql://h/d",
                "jdbc:postgresql://h/d?sslmode=require&PassWord=can?ary;mode=canary|jdbc:postgresql://h/d?sslmode=require",
                "jdbc:postgresql://h/d?ssl=true;password=canary|jdbc:postgresql://h/d",
                "jdbc:postgresql://canary:canary@h/d?ssl=true|jdbc:postgresql://h/d?ssl=true",
                "jdbc:h2:file:/a/b;USER=canary;MODE=x;PASSWORD=canary|jdbc:h2:file:/a/b;MODE=x",
                "jdbc:h2:file:/a/b;PASSWORD=a\\;mode=canary;MODE=x|jdbc:h2:file:/a/b;MODE=x",
                "jdbc:h2:tcp://canary@h/~/b;user=canary|jdbc:h2:tcp://h/~/b",
            })
    void withoutCredentials_leavesTheSource(String url, String expected) {
        RegisterDataset stored = of(url).withoutCredentials();
        assertThat(stored.jdbcUrl()).contains(expected);
        assertThat(stored.withoutCredentials()).isEqualTo(stored);
        assertThat(stored).isEqualTo(of(expected));
        assertThat(of(url).toString()).doesNotContain("canary").contains("visits");
    }
}
