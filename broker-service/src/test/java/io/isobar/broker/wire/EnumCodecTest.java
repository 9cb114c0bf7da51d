package io.isobar.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.Link;
import io.isobar.broker.capacity.RegionFacts.Manager;
import io.isobar.broker.catalog.UnitKind;
import io.isobar.broker.lifecycle.End.Outcome;
import io.isobar.broker.lifecycle.Report.Phase;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.market.Offer;
import io.isobar.broker.placement.BillLine.Basis;
import io.isobar.broker.placement.BillLine.Term;
import io.isobar.broker.workload.ComputeClass;
import io.isobar.broker.workload.DisconnectPolicy;
import io.isobar.broker.workload.HostArchitecture;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.RetryRule.Cause;
import io.isobar.proto.execution.v1.AttemptOutcome;
import io.isobar.proto.execution.v1.AttemptPhase;
import io.isobar.proto.market.v1.PriceUnit;
import io.isobar.proto.region.v1.LinkState;
import io.isobar.proto.region.v1.ResourceManagerKind;
import io.isobar.proto.workload.v1.BillTerm;
import io.isobar.proto.workload.v1.ObjectiveKind;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EnumCodecTest {
    @ParameterizedTest(name = "{2}")
    @MethodSource("pairs")
    void everyConstantHasItsCounterpart(Enum<?>[] domain, Enum<?>[] proto, String prefix) {
        var ours = Arrays.stream(domain).map(value -> prefix + value.name()).toList();
        var theirs = Arrays.stream(proto)
                .map(Enum::name)
                .filter(name -> !name.equals("UNRECOGNIZED") && !name.endsWith("_UNSPECIFIED"))
                .toList();

        assertThat(ours).containsExactlyInAnyOrderElementsOf(theirs);
    }

    static Stream<Arguments> pairs() {
        return Stream.of(
                Arguments.of(
                        ComputeClass.values(), io.isobar.proto.resource.v1.ComputeClass.values(), "COMPUTE_CLASS_"),
                Arguments.of(
                        HostArchitecture.values(),
                        io.isobar.proto.resource.v1.HostArchitecture.values(),
                        "HOST_ARCHITECTURE_"),
                Arguments.of(UnitKind.values(), io.isobar.proto.resource.v1.UnitKind.values(), "UNIT_KIND_"),
                Arguments.of(BillingMode.values(), io.isobar.proto.market.v1.BillingMode.values(), "BILLING_MODE_"),
                Arguments.of(Offer.Unit.values(), PriceUnit.values(), "PRICE_UNIT_"),
                Arguments.of(Objective.Kind.values(), ObjectiveKind.values(), "OBJECTIVE_KIND_"),
                Arguments.of(
                        DisconnectPolicy.values(),
                        io.isobar.proto.workload.v1.DisconnectPolicy.values(),
                        "DISCONNECT_POLICY_"),
                Arguments.of(Outcome.values(), AttemptOutcome.values(), "ATTEMPT_OUTCOME_"),
                Arguments.of(Phase.values(), AttemptPhase.values(), "ATTEMPT_PHASE_"),
                Arguments.of(Link.values(), LinkState.values(), "LINK_STATE_"),
                Arguments.of(Manager.values(), ResourceManagerKind.values(), "RESOURCE_MANAGER_KIND_"),
                Arguments.of(Term.values(), BillTerm.values(), "BILL_TERM_"),
                Arguments.of(Basis.values(), io.isobar.proto.workload.v1.Basis.values(), "BASIS_"));
    }

    @Test
    void everyCauseOfARetryIsAnOutcome() {
        for (var cause : Cause.values()) {
            assertThat(EnumCodec.causeFromProto(EnumCodec.toProto(cause))).contains(cause);
        }
    }

    @Test
    void aNameThatOnlyEndsAlikeIsAnother() {
        assertThat(EnumCodec.causeFromProto(AttemptOutcome.ATTEMPT_OUTCOME_REFUSED))
                .isEmpty();
        assertThat(EnumCodec.causeFromProto(AttemptOutcome.ATTEMPT_OUTCOME_NODE_FAILED))
                .contains(Cause.NODE_FAILED);
    }
}
