package io.isobar.broker.manifest;

import static io.isobar.broker.manifest.Manifests.ENVELOPE;
import static io.isobar.broker.manifest.Manifests.parse;
import static io.isobar.broker.manifest.Manifests.with;
import static io.isobar.broker.manifest.Manifests.withAccelerators;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.CpuRange;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.resource.MemoryRange;
import io.isobar.broker.resource.Money;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.Billing;
import io.isobar.broker.workload.Checkpoint;
import io.isobar.broker.workload.ComputeClass;
import io.isobar.broker.workload.DataSet;
import io.isobar.broker.workload.DisconnectPolicy;
import io.isobar.broker.workload.GangRule;
import io.isobar.broker.workload.HostArchitecture;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.PlacementRules;
import io.isobar.broker.workload.PlacementRules.Spread;
import io.isobar.broker.workload.Resources;
import io.isobar.broker.workload.RetryRule;
import io.isobar.broker.workload.Variant;
import io.isobar.broker.workload.Work;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
    /** As the contract with users has it. */
    private static final String CONTRACT = """
            apiVersion: isobar/v1
            kind: Workload
            metadata: { name: pangu-weather, tenant: met-lab, labels: { team: climate } }
            spec:
              class: intelligent            # general | intelligent | super (通算 | 智算 | 超算), inferred when absent
              replicas: 25                  # gang members; each replica sits on one node
              gang: { minimum: 25, startWithin: 2h, domain: required }    # domain: one interconnect domain
              resources:                    # per replica
                accelerators: "A100-80GB:8" # or anyOf: [ "A100-80GB:8", "910B3:8" ]   or ordered: [ … ]
                cpus: "64+"                 # N+ at least, A..B range, =N exactly; a bare number means at least
                memory: "512Gi+"            # always with a unit; Gi is not G
              variants:                     # one per software stack the workload can run on
                - stack: cuda
                  image: example/pangu:cu126
                  command: [ "python", "train.py" ]
                  precisions: [ bf16 ]
                - stack: cann
                  image: example/pangu:cann8.0-a2
                  command: [ "python", "train.py", "--npu" ]
              work: { hours: 1440, on: "A100-80GB", family: transformer-pretrain }
              data: [ { uri: "s3://era5", sizeGB: 60000, region: guizhou } ]
              checkpoint: { uri: "s3://ckpt/pangu", every: 30m, saveTakes: 2m, restartTakes: 10m }
              placement: { regions: [], exclude: [], spread: { by: provider, maximum: 1 }, residency: [ CN ], maxPricePerHour: "2000 CNY" }
              objective: { minimise: cost, valueOfTime: "0 CNY/h", deadline: 2027-03-01T00:00:00+08:00 }
              billing: { mode: on-demand }  # on-demand | spot | contract, with contract: NAME
              retry: { limit: 3, on: [ LOST, PREEMPTED, NODE_FAILED, LAUNCH_FAILED ], avoidSameRegion: true }
              disconnect: { policy: stop_and_replace }
            """;

    @Test
    void readsACharacterOfTwoCodeUnitsWhereverItLies() {
        for (int before = 1_020; before < 1_028; before++) {
            var comment = "#" + "x".repeat(before - 1) + "\uD83D\uDE00\n";

            assertThat(parse(comment + with()).name()).as("after %d", before).isEqualTo("x");
        }
    }

    @Test
    void readsTheExampleOfTheContract() {
        var expected = new WorkloadSpec(
                "pangu-weather",
                "met-lab",
                Map.of("team", "climate"),
                ComputeClass.INTELLIGENT,
                0,
                25,
                new GangRule(25, Duration.ofHours(2), true),
                new Resources(
                        List.of(a100()),
                        false,
                        CpuRange.atLeast(Cpu.ofCores(64)),
                        MemoryRange.atLeast(Memory.ofGibibytes(512))),
                List.of(
                        new Variant(
                                SoftwareStack.CUDA,
                                "example/pangu:cu126",
                                List.of("python", "train.py"),
                                Map.of(),
                                List.of("bf16"),
                                null,
                                null),
                        new Variant(
                                SoftwareStack.CANN,
                                "example/pangu:cann8.0-a2",
                                List.of("python", "train.py", "--npu"),
                                Map.of(),
                                List.of(),
                                null,
                                null)),
                List.of(),
                new Work(1440, "nvidia-a100-sxm4-80gb", "A100-80GB", "transformer-pretrain"),
                List.of(new DataSet("s3://era5", Memory.parse("60000GB"), "guizhou")),
                new Checkpoint(
                        "s3://ckpt/pangu", Duration.ofMinutes(30), Duration.ofMinutes(2), Duration.ofMinutes(10)),
                new PlacementRules(
                        List.of(),
                        List.of(),
                        new Spread(Spread.By.PROVIDER, 1),
                        List.of("CN"),
                        Money.parse("2000 CNY")),
                new Objective(Objective.Kind.COST, Money.parse("0 CNY"), Instant.parse("2027-02-28T16:00:00Z")),
                Billing.ON_DEMAND,
                RetryRule.USUAL,
                DisconnectPolicy.STOP_AND_REPLACE,
                null,
                null);

        assertThat(parse(CONTRACT)).isEqualTo(expected);
    }

    private static AcceleratorChoice a100() {
        return parse(withAccelerators("resources: { accelerators: 'A100-80GB:8' }"))
                .resources()
                .accelerators()
                .getFirst();
    }

    @Test
    void fillsInWhatIsNotSaid() {
        var spec = parse(with());

        assertThat(spec.tenant()).isEqualTo("default");
        assertThat(spec.labels()).isEmpty();
        assertThat(spec.computeClass()).isEqualTo(ComputeClass.GENERAL);
        assertThat(spec.replicas()).isEqualTo(1);
        assertThat(spec.gang()).isEqualTo(new GangRule(1, null, false));
        assertThat(spec.resources().cpus()).isEqualTo(CpuRange.parse("1+"));
        assertThat(spec.resources().memory()).isNull();
        assertThat(spec.work()).isNull();
        assertThat(spec.placement()).isEqualTo(PlacementRules.NONE);
        assertThat(spec.objective()).isEqualTo(Objective.CHEAPEST);
        assertThat(spec.billing()).isEqualTo(Billing.ON_DEMAND);
        assertThat(spec.retry()).isEqualTo(RetryRule.USUAL);
        assertThat(spec.disconnect()).isEqualTo(DisconnectPolicy.STOP_AND_REPLACE);
        assertThat(spec.timeLimit()).isNull();
    }

    @Test
    void startsAllReplicasOrNoneUnlessToldOtherwise() {
        assertThat(parse(with("replicas: 4")).gang().minimum()).isEqualTo(4);
        assertThat(parse(with("replicas: 4", "gang: { minimum: 2 }")).gang().minimum())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "accelerators: 'A100-80GB:8'",
                "accelerators: [ 'A100-80GB:8' ]",
                "accelerators: { anyOf: [ 'A100-80GB:8' ] }",
                "accelerators: { anyOf: [ { name: A100-80GB, count: 8 } ] }",
                "accelerators: [ { name: A100-80GB, model: nvidia-a100-sxm4-80gb, count: 8 } ]",
            })
    void readsEveryFormOfAccelerators(String form) {
        var spec = parse(withAccelerators("resources: { " + form + " }"));

        assertThat(spec.computeClass()).isEqualTo(ComputeClass.INTELLIGENT);
        assertThat(spec.resources().ordered()).isFalse();
        assertThat(spec.resources().accelerators())
                .containsExactly(new AcceleratorChoice.Named("A100-80GB", "nvidia-a100-sxm4-80gb", 8, null));
    }

    @Test
    void keepsThePreferenceAndTheMemoryAskedFor() {
        var resources = parse(
                        withAccelerators("resources: { accelerators: { ordered: [ 'nvidia:A100:80GB:4', '910B3' ] } }"))
                .resources();

        assertThat(resources.ordered()).isTrue();
        assertThat(resources.accelerators())
                .containsExactly(
                        new AcceleratorChoice.Named(
                                "nvidia:A100:80GB", "nvidia-a100-sxm4-80gb", 4, Memory.ofGibibytes(80)),
                        new AcceleratorChoice.Named("910B3", "huawei-ascend-910b3", 1, null));
    }

    @Test
    void keepsNumbersAsTheyAreWritten() {
        var variant = parse(
                        ENVELOPE + "spec:\n  variants: [ { stack: cpu, command: [ run, 1.10, 007, true ], "
                                + "env: { VERSION: 1.10, ON: yes, EMPTY: '' }, driverMinimum: 535.10, architecture: arm64 } ]\n")
                .variants()
                .getFirst();

        assertThat(variant.command()).containsExactly("run", "1.10", "007", "true");
        assertThat(variant.environment()).isEqualTo(Map.of("VERSION", "1.10", "ON", "yes", "EMPTY", ""));
        assertThat(variant.driverMinimum()).isEqualTo("535.10");
        assertThat(variant.hostArchitecture()).isEqualTo(HostArchitecture.AARCH64);
    }

    @Test
    void readsSeveralModesOfBilling() {
        assertThat(parse(with("billing: { mode: [ spot, on-demand ] }")).billing())
                .isEqualTo(new Billing(Set.of(BillingMode.ON_DEMAND, BillingMode.SPOT), null));
    }

    @Test
    void readsTheRulesThatAUserChanges() {
        var spec = parse(with(
                "class: 超算",
                "billing: { mode: contract, contract: annual-2026 }",
                "retry: { limit: 0, on: [] }",
                "disconnect: { policy: keep_running }",
                "objective: { minimise: time }",
                "data: [ { uri: a, size: 60TB }, { uri: b } ]",
                "timeLimit: 1h30m"));

        assertThat(spec.computeClass()).isEqualTo(ComputeClass.SUPER);
        assertThat(spec.billing()).isEqualTo(new Billing(BillingMode.CONTRACT, "annual-2026"));
        assertThat(spec.retry()).isEqualTo(new RetryRule(0, Set.of(), true));
        assertThat(spec.disconnect()).isEqualTo(DisconnectPolicy.KEEP_RUNNING);
        assertThat(spec.objective().minimise()).isEqualTo(Objective.Kind.TIME);
        assertThat(spec.data()).extracting(DataSet::size).containsExactly(Memory.parse("60000GB"), null);
        assertThat(spec.timeLimit()).isEqualTo(Duration.ofMinutes(90));
    }

    @Test
    void readsJsonAsWell() {
        var spec = parse("{\"apiVersion\": \"isobar/v1\", \"kind\": \"Workload\", \"metadata\": {\"name\": \"x\"},"
                + "\"spec\": {\"replicas\": 2, \"variants\": [{\"stack\": \"cpu\", \"command\": [\"true\"]}]}}");

        assertThat(spec.replicas()).isEqualTo(2);
    }
}
