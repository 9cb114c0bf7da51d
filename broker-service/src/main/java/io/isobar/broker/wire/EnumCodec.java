package io.isobar.broker.wire;

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
import io.isobar.broker.workload.GangRule.Across;
import io.isobar.broker.workload.HostArchitecture;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.RetryRule.Cause;
import io.isobar.proto.execution.v1.AttemptOutcome;
import io.isobar.proto.execution.v1.AttemptPhase;
import io.isobar.proto.market.v1.PriceUnit;
import io.isobar.proto.region.v1.LinkState;
import io.isobar.proto.region.v1.ResourceManagerKind;
import io.isobar.proto.workload.v1.BillTerm;
import io.isobar.proto.workload.v1.GangAcross;
import io.isobar.proto.workload.v1.ObjectiveKind;
import java.util.Optional;

/**
 * Enumerations: a domain's constant NAME is PREFIX_NAME on the wire, which a test holds for every one of them. Reading is empty for
 * the unspecified value and for values of a newer contract.
 */
public final class EnumCodec {
    private EnumCodec() {}

    static io.isobar.proto.resource.v1.ComputeClass toProto(ComputeClass value) {
        return io.isobar.proto.resource.v1.ComputeClass.valueOf("COMPUTE_CLASS_" + value.name());
    }

    static Optional<ComputeClass> fromProto(io.isobar.proto.resource.v1.ComputeClass value) {
        return read(ComputeClass.class, value.name(), "COMPUTE_CLASS_");
    }

    static io.isobar.proto.resource.v1.HostArchitecture toProto(HostArchitecture value) {
        return io.isobar.proto.resource.v1.HostArchitecture.valueOf("HOST_ARCHITECTURE_" + value.name());
    }

    public static Optional<HostArchitecture> fromProto(io.isobar.proto.resource.v1.HostArchitecture value) {
        return read(HostArchitecture.class, value.name(), "HOST_ARCHITECTURE_");
    }

    public static io.isobar.proto.resource.v1.UnitKind toProto(UnitKind value) {
        return io.isobar.proto.resource.v1.UnitKind.valueOf("UNIT_KIND_" + value.name());
    }

    public static Optional<UnitKind> fromProto(io.isobar.proto.resource.v1.UnitKind value) {
        return read(UnitKind.class, value.name(), "UNIT_KIND_");
    }

    static io.isobar.proto.market.v1.BillingMode toProto(BillingMode value) {
        return io.isobar.proto.market.v1.BillingMode.valueOf("BILLING_MODE_" + value.name());
    }

    public static Optional<BillingMode> fromProto(io.isobar.proto.market.v1.BillingMode value) {
        return read(BillingMode.class, value.name(), "BILLING_MODE_");
    }

    static PriceUnit toProto(Offer.Unit value) {
        return PriceUnit.valueOf("PRICE_UNIT_" + value.name());
    }

    public static Optional<Offer.Unit> fromProto(PriceUnit value) {
        return read(Offer.Unit.class, value.name(), "PRICE_UNIT_");
    }

    static ObjectiveKind toProto(Objective.Kind value) {
        return ObjectiveKind.valueOf("OBJECTIVE_KIND_" + value.name());
    }

    static Optional<Objective.Kind> fromProto(ObjectiveKind value) {
        return read(Objective.Kind.class, value.name(), "OBJECTIVE_KIND_");
    }

    static GangAcross toProto(Across value) {
        return GangAcross.valueOf("GANG_ACROSS_" + value.name());
    }

    static Optional<Across> fromProto(GangAcross value) {
        return read(Across.class, value.name(), "GANG_ACROSS_");
    }

    static io.isobar.proto.workload.v1.DisconnectPolicy toProto(DisconnectPolicy value) {
        return io.isobar.proto.workload.v1.DisconnectPolicy.valueOf("DISCONNECT_POLICY_" + value.name());
    }

    static Optional<DisconnectPolicy> fromProto(io.isobar.proto.workload.v1.DisconnectPolicy value) {
        return read(DisconnectPolicy.class, value.name(), "DISCONNECT_POLICY_");
    }

    static AttemptOutcome toProto(Cause value) {
        return AttemptOutcome.valueOf("ATTEMPT_OUTCOME_" + value.name());
    }

    /** Empty also for outcomes that no retry rule may name. */
    static Optional<Cause> causeFromProto(AttemptOutcome value) {
        return read(Cause.class, value.name(), "ATTEMPT_OUTCOME_");
    }

    static AttemptOutcome toProto(Outcome value) {
        return AttemptOutcome.valueOf("ATTEMPT_OUTCOME_" + value.name());
    }

    static Optional<Phase> fromProto(AttemptPhase value) {
        return read(Phase.class, value.name(), "ATTEMPT_PHASE_");
    }

    public static LinkState toProto(Link value) {
        return LinkState.valueOf("LINK_STATE_" + value.name());
    }

    public static Optional<Link> fromProto(LinkState value) {
        return read(Link.class, value.name(), "LINK_STATE_");
    }

    static ResourceManagerKind toProto(Manager value) {
        return ResourceManagerKind.valueOf("RESOURCE_MANAGER_KIND_" + value.name());
    }

    static Optional<Manager> fromProto(ResourceManagerKind value) {
        return read(Manager.class, value.name(), "RESOURCE_MANAGER_KIND_");
    }

    static BillTerm toProto(Term value) {
        return BillTerm.valueOf("BILL_TERM_" + value.name());
    }

    static io.isobar.proto.workload.v1.Basis toProto(Basis value) {
        return io.isobar.proto.workload.v1.Basis.valueOf("BASIS_" + value.name());
    }

    private static <E extends Enum<E>> Optional<E> read(Class<E> type, String name, String prefix) {
        for (var value : type.getEnumConstants()) {
            if (name.length() == prefix.length() + value.name().length()
                    && name.startsWith(prefix)
                    && name.endsWith(value.name())) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
