package io.isobar.broker.wire;

import io.isobar.broker.learning.Learned;
import io.isobar.broker.learning.RunKind;
import io.isobar.proto.workload.v1.Rate;

/** What runs have taught. */
public final class RateCodec {
    private RateCodec() {}

    /** Of a kind that was seen. */
    public static Rate toProto(RunKind kind, Learned learned) {
        var correction = learned.corrections().of(kind);
        return Rate.newBuilder()
                .setFamily(kind.family())
                .setModelId(kind.model())
                .setReplicas(kind.replicas())
                .setUnits(kind.units())
                .setTenant(kind.tenant())
                .setRuns(learned.runs().getOrDefault(kind, 0L))
                .setUnderWay(learned.underWay().getOrDefault(kind, 0L))
                .setFactor(correction.factor())
                .setSpread(correction.spread())
                .setLate(correction.late())
                .build();
    }
}
