package io.isobar.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.cli.samples.Plans;
import io.isobar.cli.samples.Records;
import io.isobar.cli.text.DisplayWidth;
import io.isobar.cli.text.Table;
import io.isobar.proto.errors.v1.Reason;
import io.isobar.proto.workload.v1.AcceleratorRequest;
import io.isobar.proto.workload.v1.AcceleratorRequirement;
import io.isobar.proto.workload.v1.Basis;
import io.isobar.proto.workload.v1.BillLine;
import io.isobar.proto.workload.v1.BillTerm;
import io.isobar.proto.workload.v1.Footprint;
import io.isobar.proto.workload.v1.ReasonCount;
import io.isobar.proto.workload.v1.Refusal;
import io.isobar.proto.workload.v1.RunTimeRatio;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class PlanTextTest {
    private static final Frame FRAME = new Frame(Table.WIDTH, Records.NOW, ZoneOffset.UTC);

    @Test
    void showsWhatWasUnderstoodTheCandidatesTheBillAndTheRefusals() {
        assertThat(String.join("\n", PlanText.whole(Plans.placed(), FRAME)) + "\n")
                .isEqualTo("""
                Plan of pangu-weather (tenant met-lab)
                  needs         25 replicas x A100-80GB:8, 64+ cores, 512Gi+ memory (200 units in all)
                  gang          at least 25, started within 2 h, in one interconnect domain
                  run time      1,440 h on A100-80GB

                   REGION         POOL            ACCELERATOR  MODE          CNY/H    TOTAL CNY      RUN  START  AGE
                *  yangtze-mixed  nvidia-a100-8…  A100-80GB:8  on-demand  1,560.00    2,246,400  1,440 h  now     3s
                   guizhou-asce…  nvidia-a100-8…  A100-80GB:8  on-demand  1,560.00  123,456,789  1,440 h  waits   3s
                * CHOSEN: yangtze-mixed/nvidia-a100-80gb, 2,246,400.00 CNY in all, 1,560.00 CNY an hour, starts now

                  BILL               AMOUNT  BASIS     HOW
                  compute  2,246,400.00 CNY  declared  200 cards x 1440 h x 7.8 CNY
                  total    2,246,400.00 CNY

                Refused: 10 of 19 pools
                  FRAGMENTED, 1 pool
                    hangzhou-nv/t4  the largest node has 1 free, 8 are asked for
                    to do: Do something about 80.
                  ACCELERATOR_MISMATCH, 9 pools
                    region-0/t4  has T4, A100-80GB is asked for
                    region-1/t4  has T4, A100-80GB is asked for
                    region-2/t4  has T4, A100-80GB is asked for
                    and 6 more (-o wide)
                    to do: Do something about 60.

                What would change it:
                  - 910B3:8 as an alternative would add 3 pools

                Exchange rates: 1 USD = 7.1 CNY (2026-11-01)

                yangtze-mixed is the cheapest of 2 that can take it.
                """);
    }

    @Test
    void showsEveryPartOfAGang() {
        assertThat(String.join("\n", PlanText.whole(Plans.inParts(), FRAME)))
                .contains("* CHOSEN: 2 parts, 2251008.00 CNY in all: 25 in yangtze-mixed/nvidia-a100-80gb")
                .contains("""
                  PART  GROUP   REPLICAS  POOL                           ACCELERATOR""")
                .contains("""
                     2  server         2  hangzhou-nv/cpu""");
    }

    @Test
    void everyLineFits() {
        assertThat(PlanText.whole(Plans.placed(), FRAME))
                .allSatisfy(line -> assertThat(DisplayWidth.of(line)).isLessThanOrEqualTo(Table.WIDTH));
        assertThat(PlanText.whole(Plans.refused(Reason.REASON_FRAGMENTED), FRAME))
                .allSatisfy(line -> assertThat(DisplayWidth.of(line)).isLessThanOrEqualTo(Table.WIDTH));
    }

    @Test
    void theReasonThatIsNearestToFittingComesFirst() {
        var text = String.join("\n", PlanText.whole(Plans.placed(), FRAME));
        assertThat(text.indexOf("FRAGMENTED")).isPositive().isLessThan(text.indexOf("ACCELERATOR_MISMATCH"));
        assertThat(text).contains("and 6 more (-o wide)");
    }

    @Test
    void theOrderOfRefusalsIsTheBrokersAndNotThatOfTheirNumbers() {
        var plan = Plans.placed().toBuilder();
        plan.getDecisionBuilder()
                .addRefusedByReason(ReasonCount.newBuilder()
                        .setReason(Reason.REASON_DRIVER_UNKNOWN)
                        .setPools(1))
                .addRefusals(
                        1,
                        Refusal.newBuilder()
                                .setRegion("r")
                                .setPool("p")
                                .setReason(Reason.REASON_DRIVER_UNKNOWN)
                                .setEvidence("the pool's driver is not known"));

        var text = String.join("\n", PlanText.whole(plan.build(), FRAME));

        assertThat(text.indexOf("FRAGMENTED")).isPositive().isLessThan(text.indexOf("DRIVER_UNKNOWN"));
        assertThat(text.indexOf("DRIVER_UNKNOWN")).isLessThan(text.indexOf("ACCELERATOR_MISMATCH"));
    }

    @Test
    void saysHowTheRunTimeFollowsFromThatOnAnotherModelAndWhatWasNotChecked() {
        var plan = Plans.placed().toBuilder();
        plan.getDecisionBuilder()
                .getCandidatesBuilder(0)
                .setRunTimeBasis(Basis.BASIS_MEASURED)
                .setRunTimeRatio(RunTimeRatio.newBuilder()
                        .setTime(1.0462)
                        .setReference("nvidia-a100-sxm4-40gb")
                        .setSource("as bert-hf was measured"))
                .addNotes("sm_80 was not checked");

        assertThat(PlanText.whole(plan.build(), FRAME))
                .contains("  run time: 1.05 x that on nvidia-a100-sxm4-40gb, measured: as bert-hf was measured")
                .contains("  note: sm_80 was not checked");
        var wide = new Frame(Table.UNLIMITED, Records.NOW, ZoneOffset.UTC);
        assertThat(PlanText.whole(plan.build(), wide)).anyMatch(line -> line.contains("x1.05 measured"));
    }

    @Test
    void tellsWhatIsChargedFromWhatOnlyWeighsAndSaysTheEnergy() {
        var plan = Plans.placed().toBuilder();
        plan.getDecisionBuilder()
                .getCandidatesBuilder(0)
                .addBill(BillLine.newBuilder()
                        .setTerm(BillTerm.BILL_TERM_CARBON)
                        .setAmount(Records.money("560", "CNY"))
                        .setBasis(Basis.BASIS_ESTIMATED)
                        .setDetail("1 t CO2e x 560.00 CNY/t")
                        .setWeighsOnly(true))
                .setPaid(Records.money("2246400", "CNY"))
                .setTotal(Records.money("2246960", "CNY"))
                .setFootprint(Footprint.newBuilder()
                        .setKilowattHours(1_785.7)
                        .setKilogramsCo2E(1_000)
                        .setDetail("how"));

        var lines = PlanText.whole(plan.build(), FRAME);

        assertThat(String.join("\n", lines)).contains("""
                  energy: 1,785.7 kWh, 1,000 kg CO2e (estimated): how

                  BILL               AMOUNT  BASIS      HOW
                  compute  2,246,400.00 CNY  declared   200 cards x 1440 h x 7.8 CNY
                  charged  2,246,400.00 CNY
                  carbon         560.00 CNY  estimated  not charged: 1 t CO2e x 560.00 CNY/t
                  total    2,246,960.00 CNY
                """);
        var wide = new Frame(Table.UNLIMITED, Records.NOW, ZoneOffset.UTC);
        assertThat(PlanText.whole(plan.build(), wide)).anyMatch(line -> line.contains("KG CO2E"));
    }

    @Test
    void whatARunWouldTeachIsACreditThatNobodyIsPaid() {
        var plan = Plans.placed().toBuilder();
        plan.getDecisionBuilder()
                .getCandidatesBuilder(0)
                .addBill(BillLine.newBuilder()
                        .setTerm(BillTerm.BILL_TERM_LEARNING)
                        .setAmount(Records.money("-1123.2", "CNY"))
                        .setBasis(Basis.BASIS_ESTIMATED)
                        .setDetail("what a run there would teach")
                        .setWeighsOnly(true))
                .setPaid(Records.money("2246400", "CNY"))
                .setTotal(Records.money("2245276.8", "CNY"));

        assertThat(String.join("\n", PlanText.whole(plan.build(), FRAME))).contains("""
                  charged   2,246,400.00 CNY
                  learning     -1,123.20 CNY  estimated  credit, nobody is paid: what a run there would teach
                  total     2,245,276.80 CNY
                """);
        var wide = new Frame(Table.UNLIMITED, Records.NOW, ZoneOffset.UTC);
        assertThat(PlanText.whole(plan.build(), wide))
                .anyMatch(line -> line.matches(" +BILLS +COMPUTE +LEARNING \\(WEIGHS\\) .*"))
                .anyMatch(line -> line.contains(" -1,123.20 CNY "));
    }

    @Test
    void aWidePlanShowsTheBillsOfAllCandidatesSideBySide() {
        var plan = Plans.placed().toBuilder();
        plan.getDecisionBuilder()
                .getCandidatesBuilder(1)
                .addBill(BillLine.newBuilder()
                        .setTerm(BillTerm.BILL_TERM_STRANDING)
                        .setAmount(Records.money("10", "CNY"))
                        .setBasis(Basis.BASIS_ESTIMATED)
                        .setDetail("1.00 units")
                        .setWeighsOnly(true))
                .setPaid(Records.money("123456789.125", "CNY"))
                .addUncounted("where s3://a lies is not declared");
        var wide = new Frame(Table.UNLIMITED, Records.NOW, ZoneOffset.UTC);

        assertThat(PlanText.whole(plan.build(), wide))
                .anyMatch(line -> line.matches(" +BILLS +COMPUTE +STRANDING \\(WEIGHS\\) +CHARGED +TOTAL +NOT COUNTED"))
                .anyMatch(line -> line.matches(" +yangtze-mixed/.* +2,246,400.00 CNY +- +2,246,400.00 CNY *"))
                .anyMatch(line -> line.matches(
                        " +guizhou-ascend/.* 10.00 CNY +123,456,789.13 CNY .*where s3://a lies is not declared"));
        assertThat(PlanText.whole(plan.build(), FRAME)).noneMatch(line -> line.contains("BILLS"));
    }

    @Test
    void saysOfWhichEnergyNothingIsKnown() {
        var plan = Plans.placed().toBuilder();
        plan.getDecisionBuilder()
                .getCandidatesBuilder(0)
                .setFootprint(Footprint.newBuilder()
                        .setKilowattHours(2)
                        .setDetail("how")
                        .addUnknown("no PUE"));
        assertThat(PlanText.whole(plan.build(), FRAME))
                .contains("  energy: 2 kWh, CO2e unknown (estimated): how; no PUE");
    }

    @Test
    void showsWhatIsAskedForByProperties() {
        var plan = Plans.placed().toBuilder();
        plan.getSpecBuilder()
                .getResourcesBuilder()
                .clearAccelerators()
                .addAccelerators(AcceleratorRequest.newBuilder()
                        .setCount(8)
                        .setRequirement(AcceleratorRequirement.newBuilder()
                                .setMinimumMemoryBytes(64L << 30)
                                .addPrecisions("bf16")
                                .setMinimumTflops(300)
                                .addStacks("cuda")
                                .addStacks("cann")));

        assertThat(String.join(
                        " ", PlanText.whole(plan.build(), new Frame(Table.UNLIMITED, Records.NOW, ZoneOffset.UTC))))
                .contains("8 of any with 64Gi+ each, bf16 at 300+ dense TFLOPS, cuda or cann");
    }

    @Test
    void aWidePlanShowsEveryRefusal() {
        var wide = new Frame(Table.UNLIMITED, Records.NOW, ZoneOffset.UTC);
        assertThat(PlanText.whole(Plans.placed(), wide)).anyMatch(line -> line.contains("region-8/t4"));
    }

    @Test
    void sumsThatAreNotKnownAreNotZero() {
        var plan = Plans.placed().toBuilder();
        plan.getDecisionBuilder()
                .getCandidatesBuilder(0)
                .clearTotal()
                .clearRunTime()
                .clearBill();
        assertThat(PlanText.whole(plan.build(), FRAME)).anyMatch(line -> line.contains("total unknown"));
    }
}
