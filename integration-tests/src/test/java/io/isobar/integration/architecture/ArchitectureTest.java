package io.isobar.integration.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The code keeps the rules. */
class ArchitectureTest {
    @ParameterizedTest
    @ValueSource(strings = {Code.BROKER, Code.AGENT, Code.STANDALONE})
    void theRulesLookAtTheModule(String module) {
        assertThat(Code.OURS.that(Rules.in(module + "..")))
                .as("classes of %s", module)
                .hasSizeGreaterThan(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"broker.placement", "broker.lifecycle", "broker.ledger", "agent.admission"})
    void theCoreIsThere(String name) {
        assertThat(Code.OURS.that(Rules.in("io.isobar." + name))).isNotEmpty();
    }

    @Test
    void theCoreKnowsNoTechnology() {
        Rules.CORE_KNOWS_NO_TECHNOLOGY.check(Code.OURS);
    }

    @Test
    void faultToleranceStandsAtThePorts() {
        Rules.FAULT_TOLERANCE_STANDS_AT_THE_PORTS.check(Code.OURS);
    }

    @Test
    void onlyWiringKnowsAdapters() {
        Rules.ONLY_WIRING_KNOWS_ADAPTERS.check(Code.OURS);
    }

    @Test
    void nobodyKnowsTheEdge() {
        Rules.NOBODY_KNOWS_THE_EDGE.check(Code.OURS);
    }

    @Test
    void theBrokerDoesNotKnowTheAgent() {
        Rules.BROKER_AND_AGENT_ARE_STRANGERS.check(Code.OURS);
    }

    @Test
    void theAgentDoesNotKnowTheBroker() {
        Rules.AGENT_AND_BROKER_ARE_STRANGERS.check(Code.OURS);
    }

    @Test
    void timeAndChanceComeFromWiring() {
        Rules.TIME_AND_CHANCE_COME_FROM_WIRING.check(Code.OURS);
    }

    @Test
    void noNameIsEmptyOfMeaning() {
        Rules.NO_EMPTY_NAMES.check(Code.OURS);
    }

    @Test
    void everyPackageIsNullMarked() {
        Rules.EVERY_PACKAGE_IS_NULL_MARKED.check(Code.OURS);
    }

    @ParameterizedTest
    @ValueSource(strings = {Code.BROKER, Code.AGENT, Code.STANDALONE})
    void packagesFormNoCycle(String module) {
        Rules.noCyclesIn(module).check(Code.OURS);
    }
}
