package org.vitrail.contract.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
    /// RFC 8785, appendix B: the bits of a double and its spelling.
    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "ffefffffffffffff, -1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "41b3de4355555555, 333333333.3333333",
        "41b3de4355555556, 333333333.3333334",
        "41b3de4355555557, 333333333.33333343",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2"
    })
    void spelled_theNumbersOfRfc8785_isWhatStandsThere(String bits, String expected) {
        assertThat(CanonicalJson.spelled(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16))))
                .isEqualTo(expected);
    }

    @Test
    void spelled_manyDoubles_readsBackAsTheSameDouble() {
        long seed = 20_261_127;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(CanonicalJson.spelled(value)))
                        .as("seed %d, draw %d", seed, i)
                        .isEqualTo(value == 0 ? 0.0 : value);
            }
        }
    }

    /// RFC 8785, section 3.2.2, and its sorting example of section 3.2.3.
    @Test
    void of_theExamplesOfRfc8785_isWhatStandsThere() {
        assertThat(CanonicalJson.of("""
                {
                  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                  "literals": [true, false]
                }"""))
                .isEqualTo("{\"literals\":[true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                        + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
        assertThat(CanonicalJson.of("""
                {"\\u20ac": 1, "\\r": 2, "\\ufb33": 3, "1": 4, "\\ud83d\\ude00": 5, "\\u0080": 6, "\\u00f6": 7}"""))
                .isEqualTo("{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\ufb33\":3}");
    }

    @Test
    void of_integersOf64Bits_keepAllDigits() {
        assertThat(CanonicalJson.of("[9223372036854775807,-9223372036854775808,9007199254740993]"))
                .isEqualTo("[9223372036854775807,-9223372036854775808,9007199254740993]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"\\u0061\":2}",
                "null",
                "[null]",
                "",
                "[1] [2]",
                "[1,]",
                "[01]",
                "['a']",
                "// a\n1",
                "[9223372036854775808]",
                "[1e400]",
                "[NaN]",
                "\"\\ud800\"",
                "\"\\udc00a\"",
                "{\"\\ud800\":1}"
            })
    void of_whatHasNoCanonicalForm_isRefused(String json) {
        assertThatThrownBy(() -> CanonicalJson.of(json)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void of_nestingWithoutEnd_isRefusedInOneLine() {
        assertThat(CanonicalJson.of("[".repeat(20) + "]".repeat(20))).hasSize(40);
        assertThatThrownBy(() -> CanonicalJson.of("[".repeat(21) + "]".repeat(21)))
                .hasMessageContaining("20 levels");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1.0]", "[1e0]", "[-0]", "[0.10]", "[1E-7]", "[0.00000001]"})
    void ofCareful_numbersInAnotherSpelling_areRefused(String json) {
        assertThatThrownBy(() -> CanonicalJson.ofCareful(json)).hasMessageContaining("canonical form");
        assertThat(CanonicalJson.of(json)).isNotEqualTo(json);
    }

    @Test
    void pretty_ofAnyCanonicalText_hasTheSameCanonicalForm() {
        String canonical = "{\"a\":[],\"b\":{},\"c\":[{\"d\":\"},{\\\"\\\\\"},1],\"e\":true}";

        assertThat(CanonicalJson.of(canonical)).isEqualTo(canonical);
        assertThat(CanonicalJson.ofCareful(CanonicalJson.pretty(canonical))).isEqualTo(canonical);
        assertThat(CanonicalJson.pretty(canonical)).contains("\n  \"a\": [],\n  \"b\": {},\n  \"c\": [\n    {");
    }
}
