package io.isobar.agent.driver.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTest {
    @ParameterizedTest
    @CsvSource({
        "*,anything,true",
        "train-*,train-7,true",
        "train-*,retrain-7,false",
        "*-gpu,a-gpu,true",
        "a*b*c,aXbYc,true",
        "a*b*c,aXbY,false",
        "a.c,abc,false",
        "exact,exact,true",
        "exact,exactly,false"
    })
    void matches(String pattern, String name, boolean expected) {
        assertThat(new NamePattern(pattern).matches(name)).isEqualTo(expected);
    }

    @Test
    @Timeout(5)
    void staysQuickOnHostilePatterns() {
        String pattern = "*a".repeat(200) + "*b";

        assertThat(new NamePattern(pattern).matches("a".repeat(5_000))).isFalse();
    }
}
