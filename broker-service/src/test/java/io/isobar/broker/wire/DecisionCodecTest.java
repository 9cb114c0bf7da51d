package io.isobar.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.capacity.SiteEnergy;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.placement.BillLine;
import io.isobar.broker.placement.Candidate;
import io.isobar.broker.placement.Decision;
import io.isobar.broker.placement.Draw;
import io.isobar.broker.placement.Footprint;
import io.isobar.broker.placement.Refusal;
import io.isobar.broker.placement.RunTime;
import io.isobar.broker.resource.CarbonMass;
import io.isobar.broker.resource.Energy;
import io.isobar.broker.resource.Money;
import io.isobar.broker.samples.Pools;
import io.isobar.proto.workload.v1.Basis;
import io.isobar.proto.workload.v1.BillTerm;
import io.isobar.proto.workload.v1.ReasonCount;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecisionCodecTest {
    private static final Footprint FOOTPRINT = new Footprint(
            Energy.parse("3kWh"),
            CarbonMass.parse("2.4kg"),
            new Draw.Known(0, 0, 500),
            3,
            Duration.ofHours(2),
            "here",
            new SiteEnergy(1.6, 500.0, true, false));

    private static final Decision CHOSEN = new Decision(
            Samples.NOON,
            41,
            "p1",
            9,
            List.of(
                    candidate(
                            new RunTime.Known(
                                    Duration.ofHours(2),
                                    BillLine.Basis.ESTIMATED,
                                    "x",
                                    new RunTime.Ratio(1.25, "nvidia-a100-sxm4-80gb", "the ratio of their peaks")),
                            Money.parse("3 CNY")),
                    candidate(new RunTime.Unknown("no work declared"), null)),
            List.of(),
            2,
            Map.of(Reason.FRAGMENTED, 3, Reason.RESIDENCY, 4, Reason.QUOTA, 3),
            List.of(new Refusal(Samples.POOL, "me", Reason.FRAGMENTED, "largest node has 1 free", "ask for 1")),
            null,
            "chosen local/cpu",
            List.of("a"),
            List.of("1 USD = 7.12 CNY (2026-11-20)"));

    @Test
    void whatIsJudgedNowSaysHowOldIsWhatIsKnownOfThePoolsThatWereRefused() {
        var seen = Pools.a100s("east", 1, Pools.histogram(Pools.nodes(1, 8, 8)), "7.8 CNY");
        var book = new CapacityBook();
        book.connected(Pools.region("east"), Samples.NOON);
        book.report(seen, Samples.NOON, Samples.NOON.minusSeconds(12));
        var decision = new Decision(
                Samples.NOON,
                1,
                "p1",
                2,
                List.of(),
                List.of(),
                0,
                Map.of(Reason.FRAGMENTED, 2),
                List.of(
                        new Refusal(Samples.POOL, "me", Reason.FRAGMENTED, "not known any more", ""),
                        new Refusal(seen.key(), "me", Reason.FRAGMENTED, "largest node has 1 free", "")),
                Reason.FRAGMENTED,
                "none",
                List.of(),
                List.of());

        var written = DecisionCodec.toProto("w", decision, book.view());

        assertThat(written.getRefusals(0).hasCapacityAge()).isFalse();
        assertThat(written.getRefusals(1).getCapacityAge().getSeconds()).isEqualTo(12);
        assertThat(written.getWorkloadId()).isEqualTo("w");
    }

    @Test
    void whatIsRecordedSaysHowOldTheFiguresWereByWhichAPoolWasRefused() {
        var refusal = new Refusal(
                Samples.POOL, "me", Reason.FRAGMENTED, "largest node has 1 free", "", Samples.NOON.minusSeconds(3));
        var decision = new Decision(
                Samples.NOON,
                1,
                "p1",
                1,
                List.of(),
                List.of(),
                0,
                Map.of(Reason.FRAGMENTED, 1),
                List.of(refusal),
                Reason.FRAGMENTED,
                "none",
                List.of(),
                List.of());

        var recorded = DecisionCodec.fromJson(DecisionCodec.toJson(DecisionCodec.toProto("d", "w", decision)));

        assertThat(recorded.getRefusals(0).getCapacityAge().getSeconds()).isEqualTo(3);
    }

    @Test
    void writesTheBillTheRefusalsAndTheCounts() {
        var written = DecisionCodec.toProto("d", "w", CHOSEN);

        assertThat(written.getPlaced()).isTrue();
        assertThat(written.getViewVersion()).isEqualTo(41);
        assertThat(written.getCandidatesTotal()).isEqualTo(2);
        assertThat(written.getRefusedByReasonList())
                .extracting(ReasonCount::getReason, ReasonCount::getPools)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(io.isobar.proto.errors.v1.Reason.REASON_RESIDENCY, 4),
                        org.assertj.core.groups.Tuple.tuple(io.isobar.proto.errors.v1.Reason.REASON_FRAGMENTED, 3),
                        org.assertj.core.groups.Tuple.tuple(io.isobar.proto.errors.v1.Reason.REASON_QUOTA, 3));
        var first = written.getCandidates(0);
        assertThat(first.getTotal().getAmount()).isEqualTo("3.00");
        assertThat(first.getBill(0).getTerm()).isEqualTo(BillTerm.BILL_TERM_COMPUTE);
        assertThat(first.getRunTimeBasis()).isEqualTo(Basis.BASIS_ESTIMATED);
        assertThat(TimeCodec.fromProto(first.getRunTime())).isEqualTo(Duration.ofHours(2));
        assertThat(first.getRunTimeRatio().getTime()).isEqualTo(1.25);
        assertThat(first.getRunTimeRatio().getReference()).isEqualTo("nvidia-a100-sxm4-80gb");
        assertThat(first.getRunTimeRatio().getSource()).contains("peaks");
        assertThat(first.getNotesList()).containsExactly("not checked");
        assertThat(first.getFootprint().getKilowattHours()).isEqualTo(3);
        assertThat(first.getFootprint().getKilogramsCo2E()).isEqualTo(2.4);
        assertThat(first.getFootprint().getDetail()).contains("3.0 kWh", "PUE 1.60 (estimated)", "500 g/kWh");
        assertThat(written.getCandidates(1).hasRunTimeRatio()).isFalse();
        assertThat(written.getCandidates(1).hasRunTime()).isFalse();
        assertThat(written.getCandidates(1).hasTotal()).isFalse();
        assertThat(written.getRefusals(0).getEvidence()).isEqualTo("largest node has 1 free");
        assertThat(written.getDominantReason()).isEqualTo(io.isobar.proto.errors.v1.Reason.REASON_UNSPECIFIED);
    }

    @Test
    void comesBackFromTheStoreAsItWas() {
        var written = DecisionCodec.toProto("d", "w", CHOSEN);

        assertThat(DecisionCodec.fromJson(DecisionCodec.toJson(written))).isEqualTo(written);
    }

    @Test
    void aRecordOfANewerBrokerIsReadable() {
        assertThat(DecisionCodec.fromJson("{\"id\":\"d\",\"aFieldOfTheFuture\":{}}")
                        .getId())
                .isEqualTo("d");
        assertThatThrownBy(() -> DecisionCodec.fromJson("nonsense")).isInstanceOf(IllegalStateException.class);
    }

    private static Candidate candidate(RunTime runTime, @org.jspecify.annotations.Nullable Money total) {
        return new Candidate(
                Samples.POOL,
                "me",
                Samples.OFFER,
                null,
                0,
                1,
                3,
                new ReplicaShape(0, 2_000, 0),
                Money.parse("1.5 CNY"),
                runTime,
                total == null
                        ? List.of()
                        : List.of(new BillLine(BillLine.Term.COMPUTE, total, BillLine.Basis.DECLARED, "3 x 2 x 0.5")),
                total,
                Duration.ZERO,
                List.of("a gap"),
                Samples.NOON.minusSeconds(4),
                List.of("not checked"),
                FOOTPRINT);
    }
}
