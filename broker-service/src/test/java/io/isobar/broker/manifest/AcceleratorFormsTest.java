package io.isobar.broker.manifest;

import static io.isobar.broker.manifest.Manifests.parse;
import static io.isobar.broker.manifest.Manifests.problems;
import static io.isobar.broker.manifest.Manifests.refused;
import static io.isobar.broker.manifest.Manifests.withAccelerators;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.catalog.AcceleratorRequirement;
import io.isobar.broker.catalog.NamedUnit;
import io.isobar.broker.catalog.Precision;
import io.isobar.broker.catalog.Quantisation;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.catalog.UnitKind;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.AcceleratorChoice.Named;
import io.isobar.broker.workload.AcceleratorChoice.Required;
import io.isobar.broker.workload.BuiltFor;
import io.isobar.broker.workload.Variant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Accelerators by properties and by parts, and what a variant was built for. */
class AcceleratorFormsTest {
    private static final Required REQUIRED = new Required(
            new AcceleratorRequirement(
                    Memory.ofGibibytes(64),
                    Set.of(Precision.BF16),
                    300.0,
                    Set.of(SoftwareStack.CUDA, SoftwareStack.CANN)),
            8);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ memory: 64Gi+, precisions: [ bf16 ], tflops: 300+, stacks: [ cuda, cann ], count: 8 }",
                "{ memory: 64Gi, precisions: [ BFloat16 ], tflops: 300, stacks: [ CANN, cuda ], count: 8 }",
                "[ { count: 8, memory: 64GiB, precisions: [ bf16 ], tflops: 300.0, stacks: [ cuda, cann ] } ]",
                "{ anyOf: [ { memory: 64Gi+, precisions: [ bf16 ], tflops: \"300\", stacks: [ cuda, cann ], count: 8 } ] }"
            })
    void readsWhatAnAcceleratorMustBeAbleToDo(String form) {
        var spec = parse(withAccelerators("resources: { accelerators: " + form + " }"));

        assertThat(spec.resources().accelerators()).containsExactly(REQUIRED);
        Accepted.isReadBackAsTheSame(spec);
    }

    @Test
    void mayDoWithoutAccelerators() {
        var spec = parse(withAccelerators("resources: { accelerators: [ A100-80GB, none ] }"));

        assertThat(spec.resources().accelerators())
                .extracting(AcceleratorChoice::inWords)
                .containsExactly("nvidia-a100-sxm4-80gb:1", "no accelerator");
        Accepted.isReadBackAsTheSame(spec);
    }

    @Test
    void nothingButNoneIsNoAccelerator() {
        var text = Manifests.withAccelerators("resources: { accelerators: [ none, none ] }")
                .replace("stack: cuda", "stack: cpu");

        assertThat(parse(text).resources().accelerators()).isEmpty();
    }

    @Test
    void mixesNamesAndPropertiesInOrder() {
        var resources = parse(withAccelerators(
                        "resources: { accelerators: { ordered: [ A100-80GB, { memory: 32Gi, count: 2 } ] } }"))
                .resources();

        assertThat(resources.ordered()).isTrue();
        assertThat(resources.accelerators())
                .extracting(AcceleratorChoice::inWords)
                .containsExactly("nvidia-a100-sxm4-80gb:1", "2 with 32Gi+ per unit");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ count: 8 } | spec.resources.accelerators.name: is required",
                "{ precisions: [] } | spec.resources.accelerators.precisions: is empty",
                "{ stacks: [] , memory: 1Gi } | spec.resources.accelerators.stacks: is empty",
                "{ tflops: 300 } | spec.resources.accelerators.tflops: a minimum of 300.0 TFLOPS needs",
                "{ precisions: [ bf16 ], tflops: 0 } | tflops: must be a number of dense TFLOPS per unit",
                "{ precisions: [ bf16 ], tflops: -1 } | tflops: must be a number",
                "{ precisions: [ bf16 ], tflops: 1e3 } | tflops: must be a number",
                "{ precisions: [ bf17 ] } | precisions[0]: \"bf17\" is no precision",
                "{ stacks: [ cudda ] } | stacks[0]: \"cudda\" is not known",
                "{ memory: 64 } | spec.resources.accelerators.memory: memory \"64\": it has no unit",
                "{ memory: 1Gi..2Gi } | accelerators.memory",
                "{ memory: 1024m } | accelerators.memory",
                "{ name: A100-80GB, precisions: [ bf16 ] } | precisions: goes without name",
                "[ { name: A100-80GB, tflops: 1 } ] | spec.resources.accelerators[0].tflops: goes without name",
                "{ memory: 900Gi } | no model of the catalogue has 900Gi+ per unit; nearest is MI350X: it has 288Gi per unit",
                "{ memroy: 64Gi } | must have either anyOf or ordered, or what one alternative has",
                "{ memory: 64Gi, presicions: [ bf16 ] } | presicions: is no field; did you mean precisions?",
                "{ anyOf: [ A100-80GB ], count: 8 } | count: is no field"
            })
    void saysWhatIsWrongWithAnAlternative(String form, String expected) {
        assertThat(problems(refused(withAccelerators("resources: { accelerators: " + form + " }"))))
                .anySatisfy(problem -> assertThat(problem).contains(expected));
    }

    @Test
    void asksForAVariantOfAStackThatCanMeetIt() {
        assertThat(problems(refused(
                        withAccelerators("resources: { accelerators: { memory: 64Gi, stacks: [ cann, rocm ] } }"))))
                .singleElement()
                .asString()
                .contains("needs a variant with stack: ")
                .contains("rocm")
                .contains("there are variants for cuda");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"A100-80GB-MIG-1g.10gb:2\"", "[ { name: A100-80GB-MIG-1g.10gb, count: 2 } ]"})
    void keepsThatAPartIsAskedFor(String form) {
        var spec = parse(withAccelerators("resources: { accelerators: " + form + " }"));

        assertThat(spec.resources().accelerators())
                .containsExactly(new Named(
                        "A100-80GB-MIG-1g.10gb",
                        "nvidia-a100-sxm4-80gb",
                        2,
                        Memory.ofGibibytes(10),
                        new NamedUnit(UnitKind.PARTITION, Memory.ofGibibytes(10), "1g.10gb", 1)));
        Accepted.isReadBackAsTheSame(spec);
    }

    @Test
    void keepsTheMemoryThatANameTells() {
        var spec = parse(withAccelerators("resources: { accelerators: [ { name: RTX4090-48GB } ] }"));

        assertThat(spec.resources().accelerators())
                .containsExactly(new Named("RTX4090-48GB", "nvidia-rtx4090", 1, Memory.ofGibibytes(48)));
        Accepted.isReadBackAsTheSame(spec);
    }

    @Test
    void readsWhatAVariantWasBuiltFor() {
        var cuda = variant("stack: cuda, quantisation: AWQ, "
                + "builtFor: { architectures: [ sm_80, sm_90+ptx ], pytorch: 2.9+cu128 }");
        var cann = variant("stack: cann, builtFor: { torchNpu: 2.7.1.post2, mindspore: 2.6, cann: 8.2 }");

        assertThat(cuda.builtFor())
                .isEqualTo(new BuiltFor(List.of("sm_80", "sm_90+ptx"), "2.9+cu128", null, null, null));
        assertThat(cuda.quantisation()).isEqualTo(Quantisation.AWQ);
        assertThat(cann.builtFor()).isEqualTo(new BuiltFor(List.of(), null, "2.7.1.post2", "2.6", "8.2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stack: cuda, builtFor: { architectures: [ hopper ] } | architectures[0]: \"hopper\" is no architecture of CUDA",
                "stack: rocm, builtFor: { architectures: [ '9.4.2' ] } | architectures[0]: \"9.4.2\" is no architecture",
                "stack: cpu, builtFor: { architectures: [ sm_80 ] } | builtFor.architectures: is for accelerators",
                "stack: cuda, builtFor: { pytorch: 2.9 } | builtFor.pytorch: \"2.9\" is no build of PyTorch; write it as pip does",
                "stack: rocm, builtFor: { pytorch: 2.9+cu128 } | builtFor.pytorch: \"2.9+cu128\" goes only with stack: cuda",
                "stack: cuda, builtFor: { torchNpu: 2.9.0 } | builtFor.torchNpu: \"2.9.0\" goes only with stack: cann",
                "stack: cann, builtFor: { cann: latest } | builtFor.cann: \"latest\" is no version",
                "stack: cann, builtFor: { chip: 910b } | builtFor.chip: is no field",
                "stack: cuda, builtFor: cu128 | builtFor: must be a map with architectures",
                "stack: cuda, quantisation: q4 | quantisation: \"q4\" is not known; known are fp8"
            })
    void saysWhatIsWrongWithABuild(String variant, String expected) {
        var file = Manifests.ENVELOPE
                + "spec: { resources: { accelerators: { memory: 8Gi } }, variants: [ { command: [ a ], " + variant
                + " }, { stack: cuda, command: [ a ] } ] }\n";

        assertThat(problems(refused(file))).singleElement().asString().contains(expected);
    }

    private static Variant variant(String fields) {
        var spec = parse(Manifests.ENVELOPE
                + "spec: { resources: { accelerators: { memory: 8Gi } }, variants: [ { command: [ a ], " + fields
                + " } ] }\n");
        Accepted.isReadBackAsTheSame(spec);
        return spec.variants().getFirst();
    }
}
