package io.isobar.integration.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule finds the violation that was planted for it, and names the class. */
class RulesBiteTest {
    static Arguments[] rules() {
        return new Arguments[] {
            Arguments.of("technology", "KnowsTheDatabase", Rules.CORE_KNOWS_NO_TECHNOLOGY),
            Arguments.of("technology", "KnowsTheWire", Rules.CORE_KNOWS_NO_TECHNOLOGY),
            Arguments.of("guard", "RetriesByItself", Rules.FAULT_TOLERANCE_STANDS_AT_THE_PORTS),
            Arguments.of("adapter", "KnowsTheAdapter", Rules.ONLY_WIRING_KNOWS_ADAPTERS),
            Arguments.of("edge", "KnowsTheEdge", Rules.NOBODY_KNOWS_THE_EDGE),
            Arguments.of("strangers", "KnowsTheAgent", Rules.BROKER_AND_AGENT_ARE_STRANGERS),
            Arguments.of("strangers", "KnowsTheBroker", Rules.AGENT_AND_BROKER_ARE_STRANGERS),
            Arguments.of("clock", "asksInstant", Rules.TIME_AND_CHANCE_COME_FROM_WIRING),
            Arguments.of("clock", "asksClock", Rules.TIME_AND_CHANCE_COME_FROM_WIRING),
            Arguments.of("clock", "asksNanoTime", Rules.TIME_AND_CHANCE_COME_FROM_WIRING),
            Arguments.of("clock", "asksMillis", Rules.TIME_AND_CHANCE_COME_FROM_WIRING),
            Arguments.of("clock", "asksByReference", Rules.TIME_AND_CHANCE_COME_FROM_WIRING),
            Arguments.of("clock", "makesRandom", Rules.TIME_AND_CHANCE_COME_FROM_WIRING),
            Arguments.of("clock", "makesSecureRandom", Rules.TIME_AND_CHANCE_COME_FROM_WIRING),
            Arguments.of("clock", "callsMathRandom", Rules.TIME_AND_CHANCE_COME_FROM_WIRING),
            Arguments.of("clock", "makesUuid", Rules.TIME_AND_CHANCE_COME_FROM_WIRING),
            Arguments.of("clock", "takesThreadLocal", Rules.TIME_AND_CHANCE_COME_FROM_WIRING),
            Arguments.of("names", "CapacityManager", Rules.NO_EMPTY_NAMES),
            Arguments.of("names", "CapacityHelper", Rules.NO_EMPTY_NAMES),
            Arguments.of("names", "CapacityUtil", Rules.NO_EMPTY_NAMES),
            Arguments.of("names", "CapacityUtils", Rules.NO_EMPTY_NAMES),
            Arguments.of("names", "CapacityImpl", Rules.NO_EMPTY_NAMES),
            Arguments.of("names", "DefaultCapacity", Rules.NO_EMPTY_NAMES),
            Arguments.of("unmarked", "Unmarked", Rules.EVERY_PACKAGE_IS_NULL_MARKED),
            Arguments.of("undescribed", "Undescribed", Rules.EVERY_PACKAGE_IS_NULL_MARKED),
            Arguments.of("cycle", "Hen", Rules.noCyclesIn(Code.VIOLATIONS + ".cycle")),
        };
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("rules")
    void findsWhatBreaksIt(String folder, String culprit, ArchRule rule) {
        var found = rule.evaluate(Code.planted(folder));

        assertThat(found.getFailureReport().getDetails()).anyMatch(line -> line.contains(culprit));
    }
}
