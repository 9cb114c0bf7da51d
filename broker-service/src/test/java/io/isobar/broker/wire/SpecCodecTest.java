package io.isobar.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Duration;
import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.failure.Violation;
import io.isobar.broker.resource.CpuRange;
import io.isobar.broker.resource.SeededCases;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.ComputeClass;
import io.isobar.broker.workload.RetryRule;
import io.isobar.proto.execution.v1.AttemptOutcome;
import io.isobar.proto.market.v1.BillingMode;
import io.isobar.proto.resource.v1.Money;
import io.isobar.proto.resource.v1.Range;
import io.isobar.proto.workload.v1.AcceleratorRequest;
import io.isobar.proto.workload.v1.Variant;
import io.isobar.proto.workload.v1.WorkloadSpec;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SpecCodecTest {
    private static final AcceleratorCatalog CATALOG = AcceleratorCatalog.load();
    private static final SpecCodec CODEC = new SpecCodec(CATALOG);

    @Test
    void readsBackWhatItWrote() {
        SeededCases.check(400, random -> {
            var spec = new Generator(random, CATALOG).spec();
            assertThat(CODEC.fromProto(SpecCodec.toProto(spec), "spec")).isEqualTo(spec);
            assertThat(CODEC.fromBytes(SpecCodec.toBytes(spec))).isEqualTo(spec);
        });
    }

    @Test
    void fillsInWhatIsNotSaid() {
        var spec = CODEC.fromProto(sound().build(), "spec");

        assertThat(spec.tenant()).isEqualTo("default");
        assertThat(spec.replicas()).isEqualTo(1);
        assertThat(spec.gang().minimum()).isEqualTo(1);
        assertThat(spec.computeClass()).isEqualTo(ComputeClass.GENERAL);
        assertThat(spec.resources().cpus()).isEqualTo(CpuRange.parse("1+"));
        assertThat(spec.resources().memory()).isNull();
        assertThat(spec.retry()).isEqualTo(RetryRule.USUAL);
        assertThat(spec.timeLimit()).isNull();
    }

    @Test
    void resolvesNamesOfAcceleratorsAndInfersTheClass() {
        var to = sound();
        to.getVariantsBuilder(0).setStack("cuda");
        to.getResourcesBuilder()
                .addAccelerators(
                        AcceleratorRequest.newBuilder().setName("a100 80gb").setCount(8));
        var spec = CODEC.fromProto(to.build(), "spec");

        assertThat(spec.computeClass()).isEqualTo(ComputeClass.INTELLIGENT);
        assertThat(spec.resources().accelerators())
                .containsExactly(new AcceleratorChoice.Named("a100 80gb", "nvidia-a100-sxm4-80gb", 8, null));
    }

    @Test
    void keepsAModelIdThatTheCatalogueHas() {
        var model = CATALOG.models().iterator().next();
        var id = model.id();
        var to = sound();
        to.getVariantsBuilder(0).setStack(model.stack().token());
        to.getResourcesBuilder()
                .addAccelerators(AcceleratorRequest.newBuilder()
                        .setName("whatever they call it")
                        .setModelId(id)
                        .setCount(1));

        assertThat(CODEC.fromProto(to.build(), "spec")
                        .resources()
                        .accelerators()
                        .getFirst())
                .isInstanceOfSatisfying(
                        AcceleratorChoice.Named.class,
                        named -> assertThat(named.modelId()).isEqualTo(id));
    }

    @Test
    void namesTheCandidatesOfAnAmbiguousAccelerator() {
        var to = sound();
        to.getResourcesBuilder()
                .addAccelerators(AcceleratorRequest.newBuilder().setName("910B").setCount(8));
        var failure = refused(to);

        assertThat(failure.reason()).isEqualTo(Reason.AMBIGUOUS_ACCELERATOR);
        assertThat(failure.metadata()).containsEntry("name", "910B");
        assertThat(failure.metadata().get("candidates")).contains("910B3", "910B4");
        assertThat(failure.violations())
                .extracting(Violation::field)
                .containsExactly("workload.spec.resources.accelerators[0].name");
    }

    @Test
    void refusesWhatHasNoVariantForTheStackThatItNeeds() {
        var to = sound();
        to.getResourcesBuilder()
                .addAccelerators(
                        AcceleratorRequest.newBuilder().setName("A100-80GB").setCount(8));

        assertThat(refused(to).violations()).singleElement().satisfies(violation -> {
            assertThat(violation.field()).isEqualTo("workload.spec.variants");
            assertThat(violation.problem()).contains("cuda");
        });
    }

    @Test
    void listsABoundedNumberOfProblems() {
        var to = sound();
        for (int i = 0; i < 1_000; i++) {
            to.getVariantsBuilder(0).addCommand("\0");
        }

        assertThat(refused(to).violations()).hasSize(101).last().asString().contains("900 more");
    }

    @Test
    void saysThatAnAcceleratorIsUnknown() {
        var to = sound();
        to.getResourcesBuilder()
                .addAccelerators(
                        AcceleratorRequest.newBuilder().setName("A10000").setCount(8));

        assertThat(refused(to).reason()).isEqualTo(Reason.UNKNOWN_ACCELERATOR);
    }

    @Test
    void namesEveryProblemAtOnce() {
        var to = sound().setName("Bad Name").setReplicas(-1).setContract("c");

        assertThat(refused(to).violations())
                .extracting(Violation::field)
                .containsExactlyInAnyOrder("workload.spec.name", "workload.spec.replicas", "workload.spec.contract");
    }

    @Test
    void readsAStoredWorkloadWhoseAcceleratorHasLeftTheCatalogue() {
        var json =
                "{\"name\":\"x\",\"resources\":{\"accelerators\":[{\"name\":\"Gone\",\"modelId\":\"gone-1\",\"count\":1}]},"
                        + "\"variants\":[{\"stack\":\"cuda\",\"command\":[\"a\"]}],\"work\":{\"hours\":1,\"on\":\"Gone\"},"
                        + "\"aFieldOfTheFuture\":1}";

        var spec = CODEC.fromJson(json);

        assertThat(spec.resources().accelerators())
                .containsExactly(new AcceleratorChoice.Named("Gone", "gone-1", 1, null));
        assertThat(spec.work()).isNotNull();
    }

    @Test
    void saysThatAStoredWorkloadIsDamaged() {
        assertThatThrownBy(() -> CODEC.fromJson("{\"name\":")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> CODEC.fromJson("{}")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> CODEC.fromBytes(new byte[] {1})).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> CODEC.fromBytes(new byte[0])).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void refusesAndNamesTheField(String field, Consumer<WorkloadSpec.Builder> fault) {
        var to = sound();
        fault.accept(to);

        var failure = refused(to);

        assertThat(failure.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(failure.violations()).extracting(Violation::field).containsExactly("workload.spec." + field);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("name", s -> s.setName("")),
                fault("name", s -> s.setName("a/b")),
                fault("name", s -> s.setName("a\nb")),
                fault("name", s -> s.setName("x".repeat(10_001))),
                fault("name", s -> s.setName("x".repeat(64))),
                fault("tenant", s -> s.setTenant("Ä")),
                fault("labels", s -> {
                    for (int i = 0; i < 65; i++) {
                        s.putLabels("k" + i, "");
                    }
                }),
                fault("labels[\"k\"]", s -> s.putLabels("k", "x".repeat(256))),
                fault("labels[\"\"]", s -> s.putLabels("", "x")),
                fault("compute_class", s -> s.setComputeClassValue(9)),
                fault("replicas", s -> s.setReplicas(100_001)),
                fault("gang.minimum", s -> s.getGangBuilder().setMinimum(2)),
                fault("gang.minimum", s -> s.getGangBuilder().setDomainRequired(true)),
                fault(
                        "gang.start_within",
                        s -> s.getGangBuilder()
                                .setMinimum(1)
                                .setStartWithin(Duration.newBuilder().setSeconds(-1))),
                fault(
                        "resources.accelerators[0].count",
                        s -> s.getResourcesBuilder()
                                .addAccelerators(AcceleratorRequest.newBuilder().setName("A100-80GB"))),
                fault(
                        "resources.accelerators[0].minimum_memory_bytes",
                        s -> s.getResourcesBuilder()
                                .addAccelerators(AcceleratorRequest.newBuilder()
                                        .setName("A100-80GB")
                                        .setCount(1)
                                        .setMinimumMemoryBytes(-1))),
                fault(
                        "resources.accelerators[0].name",
                        s -> s.getResourcesBuilder()
                                .addAccelerators(AcceleratorRequest.newBuilder().setCount(1))),
                fault("resources.millicpus", s -> s.getResourcesBuilder().setMillicpus(Range.newBuilder())),
                fault(
                        "resources.millicpus",
                        s -> s.getResourcesBuilder()
                                .setMillicpus(Range.newBuilder().setMinimum(-1))),
                fault(
                        "resources.memory_bytes",
                        s -> s.getResourcesBuilder()
                                .setMemoryBytes(Range.newBuilder().setMinimum(2).setMaximum(1))),
                fault("variants", WorkloadSpec.Builder::clearVariants),
                fault("variants", s -> {
                    for (int i = 0; i < 16; i++) {
                        s.addVariants(s.getVariants(0));
                    }
                }),
                fault("variants[0].stack", s -> s.setVariants(0, variant().setStack("cudda"))),
                fault("variants[0].command", s -> s.setVariants(0, variant().clearCommand())),
                fault("variants[0].command[0]", s -> s.setVariants(0, variant().setCommand(0, ""))),
                fault("variants[0].command[1]", s -> s.setVariants(0, variant().addCommand("a\0b"))),
                fault(
                        "variants[0].command",
                        s -> s.setVariants(
                                0, variant().addCommand("x".repeat(100_000)).addCommand("x".repeat(100_000)))),
                fault("variants[0].image", s -> s.setVariants(0, variant().setImage("a b"))),
                fault(
                        "variants[0].environment[\"1A\"]",
                        s -> s.setVariants(0, variant().putEnvironment("1A", ""))),
                fault(
                        "variants[0].precisions[0]",
                        s -> s.setVariants(0, variant().addPrecisions("bf17"))),
                fault(
                        "variants[0].host_architecture",
                        s -> s.setVariants(0, variant().setHostArchitectureValue(77))),
                fault(
                        "variants[0].driver_minimum",
                        s -> s.setVariants(0, variant().setDriverMinimum("new"))),
                fault("work.hours", s -> s.getWorkBuilder().setHours(Double.NaN)),
                fault("work.hours", s -> s.getWorkBuilder().setHours(Double.POSITIVE_INFINITY)),
                fault("work.hours", s -> s.getWorkBuilder().setHours(0)),
                fault("work.hours", s -> s.getWorkBuilder().setHours(-1)),
                fault("data[0].uri", s -> s.addDataBuilder()),
                fault("data[0].size_bytes", s -> s.addDataBuilder().setUri("x").setSizeBytes(-1)),
                fault("data[0].region", s -> s.addDataBuilder().setUri("x").setRegion("A B")),
                fault("checkpoint.uri", s -> s.getCheckpointBuilder()),
                fault(
                        "checkpoint.every",
                        s -> s.getCheckpointBuilder().setUri("x").setEvery(Duration.getDefaultInstance())),
                fault("placement.regions[0]", s -> s.getPlacementBuilder().addRegions("")),
                fault("placement.residency[0]", s -> s.getPlacementBuilder().addResidency("cn")),
                fault("placement.spread_by", s -> s.getPlacementBuilder().setSpreadMaximum(1)),
                fault(
                        "placement.spread_by",
                        s -> s.getPlacementBuilder().setSpreadBy("rack").setSpreadMaximum(1)),
                fault("placement.spread_maximum", s -> s.getPlacementBuilder().setSpreadBy("region")),
                fault(
                        "placement.max_price_per_hour",
                        s -> s.getPlacementBuilder().setMaxPricePerHour(money("1e3"))),
                fault(
                        "placement.max_price_per_hour",
                        s -> s.getPlacementBuilder().setMaxPricePerHour(money("-1"))),
                fault(
                        "placement.max_price_per_hour",
                        s -> s.getPlacementBuilder().setMaxPricePerHour(money("１"))),
                fault(
                        "placement.max_price_per_hour",
                        s -> s.getPlacementBuilder().setMaxPricePerHour(Money.getDefaultInstance())),
                fault("objective.minimise", s -> s.getObjectiveBuilder().setMinimiseValue(12)),
                fault(
                        "objective.deadline",
                        s -> s.getObjectiveBuilder().getDeadlineBuilder().setNanos(-1)),
                fault("billing_mode", s -> s.setBillingModeValue(9)),
                fault("contract", s -> s.setBillingMode(BillingMode.BILLING_MODE_CONTRACT)),
                fault("contract", s -> s.setContract("x")),
                fault("retry.limit", s -> s.getRetryBuilder().setLimit(101).addOn(AttemptOutcome.ATTEMPT_OUTCOME_LOST)),
                fault("retry.on", s -> s.getRetryBuilder().setLimit(1)),
                fault("retry.on[0]", s -> s.getRetryBuilder().addOn(AttemptOutcome.ATTEMPT_OUTCOME_SUCCEEDED)),
                fault("retry.on[0]", s -> s.getRetryBuilder().addOnValue(99)),
                fault("disconnect", s -> s.setDisconnectValue(-3)),
                fault("time_limit", s -> s.setTimeLimit(Duration.getDefaultInstance())),
                fault("time_limit", s -> s.getTimeLimitBuilder().setSeconds(Long.MAX_VALUE)),
                fault("array.name", s -> s.getArrayBuilder().setName("A b").setAtOnce(1)),
                fault("array.at_once", s -> s.getArrayBuilder().setName("sweep")),
                fault("array.at_once", s -> s.getArrayBuilder().setName("sweep").setAtOnce(100_001)));
    }

    private static Arguments fault(String field, Consumer<WorkloadSpec.Builder> fault) {
        return Arguments.of(field, fault);
    }

    private static Failure refused(WorkloadSpec.Builder spec) {
        return catchThrowableOfType(Failure.class, () -> CODEC.fromProto(spec.build(), "workload.spec"));
    }

    private static Money money(String amount) {
        return Money.newBuilder().setCurrency("CNY").setAmount(amount).build();
    }

    private static Variant.Builder variant() {
        return Variant.newBuilder().setStack("cpu").addCommand("true");
    }

    private static WorkloadSpec.Builder sound() {
        return WorkloadSpec.newBuilder().setName("hello").addVariants(variant());
    }
}
