package io.isobar.broker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.failure.Reason;
import io.isobar.broker.resource.SeededCases;
import io.isobar.broker.samples.Pools;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What holds of the gate whatever the pool and the workload are. */
class PortabilityGatePropertiesTest {
    private static final PortabilityGate GATE = new PortabilityGate(Pools.CATALOG, Set.of());

    /** Needs a partition without name and memory, which hardly comes up; the table test has it. */
    private static final Set<Reason> RARE = EnumSet.of(Reason.UNIT_KIND_UNKNOWN);

    @Test
    void whatWouldLetAnObjectionPassDoesSo() {
        var seen = EnumSet.noneOf(Reason.class);
        SeededCases.check(20_000, random -> {
            var pairing = new RandomPairings(random).next();
            var why = GATE.objection(pairing, new ArrayList<>());
            var changed = why == null ? null : Changed.by(why.wouldPass(), pairing.spec());
            if (why == null || changed == null) {
                return;
            }
            seen.add(why.reason());
            var next = GATE.objection(
                    new Pairing(
                            pairing.pool(),
                            changed,
                            changed.resources().accelerators().getFirst(),
                            changed.variants().getFirst(),
                            Pools.CATALOG),
                    new ArrayList<>());

            assertThat(next).as(pairing.toString()).isNotEqualTo(why);
            if (next != null) {
                assertThat(next.reason()).as(why + " then " + next).isGreaterThanOrEqualTo(why.reason());
            }
        });
        assertThat(seen)
                .contains(
                        Reason.ACCELERATOR_MISMATCH,
                        Reason.UNIT_KIND,
                        Reason.HOST_ARCHITECTURE,
                        Reason.STACK_MISSING,
                        Reason.IMAGE_UNSUPPORTED,
                        Reason.ARCHITECTURE_NOT_COVERED,
                        Reason.DRIVER_TOO_OLD,
                        Reason.PRECISION_MISSING,
                        Reason.PEAK_TOO_LOW,
                        Reason.ACCELERATOR_MEMORY,
                        Reason.NO_INTERCONNECT_DOMAIN);
    }

    @Test
    void everyObjectionIsThatOfTheFirstCheckThatFails() {
        SeededCases.check(5_000, random -> {
            var pairing = new RandomPairings(random).next();
            var first = PortabilityGate.CHECKS.stream()
                    .map(check -> check.apply(pairing))
                    .filter(answer -> !(answer instanceof Answer.Passes))
                    .findFirst();

            var why = GATE.objection(pairing, new ArrayList<>());

            assertThat(why)
                    .isEqualTo(first.map(answer -> switch (answer) {
                                case Answer.Fails fails -> fails.why();
                                case Answer.Unknown unknown -> unknown.why();
                                case Answer.Passes passes -> throw new AssertionError(passes);
                            })
                            .orElse(null));
        });
    }

    /** So that the reason that is furthest through the gate is the greatest one. */
    @Test
    void theReasonsAreInTheOrderInWhichTheGateAsks() {
        var byCheck = new TreeMap<Integer, Set<Reason>>();
        SeededCases.check(20_000, random -> {
            var pairing = new RandomPairings(random).next();
            for (int i = 0; i < PortabilityGate.CHECKS.size(); i++) {
                var reason =
                        switch (PortabilityGate.CHECKS.get(i).apply(pairing)) {
                            case Answer.Passes passes -> null;
                            case Answer.Fails fails -> fails.why().reason();
                            case Answer.Unknown unknown -> unknown.why().reason();
                        };
                if (reason != null) {
                    byCheck.computeIfAbsent(i, key -> EnumSet.noneOf(Reason.class))
                            .add(reason);
                }
            }
        });

        assertThat(byCheck).hasSameSizeAs(PortabilityGate.CHECKS);
        assertThat(byCheck.values().stream().flatMap(Set::stream)).isSorted();
        var all = EnumSet.range(Reason.ACCELERATOR_MISMATCH, Reason.NO_INTERCONNECT_DOMAIN);
        all.removeAll(RARE);
        assertThat(byCheck.values().stream().flatMap(Set::stream)).containsAll(all);
    }

    @Test
    void everyUnknownIsAReasonOfItsOwnThatAPolicyCanAllow() {
        var lenient = new PortabilityGate(Pools.CATALOG, Policy.UNKNOWNS);
        SeededCases.check(5_000, random -> {
            var pairing = new RandomPairings(random).next();
            for (var check : PortabilityGate.CHECKS) {
                if (check.apply(pairing) instanceof Answer.Unknown unknown) {
                    assertThat(Policy.UNKNOWNS).contains(unknown.why().reason());
                }
            }
            var notes = new ArrayList<String>();
            var why = GATE.objection(pairing, new ArrayList<>());
            if (why != null && Policy.UNKNOWNS.contains(why.reason())) {
                assertThat(lenient.objection(pairing, notes)).isNotEqualTo(why);
                assertThat(notes).anySatisfy(note -> assertThat(note).contains("the policy allows that"));
            }
        });
    }
}
