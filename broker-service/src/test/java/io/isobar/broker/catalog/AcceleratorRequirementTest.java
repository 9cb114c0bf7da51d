package io.isobar.broker.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.isobar.broker.resource.Memory;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AcceleratorRequirementTest {
    private static final AcceleratorCatalog CATALOG = AcceleratorCatalog.load();

    @Test
    void findsModelsOfSeveralVendorsByWhatTheyCanDo() {
        var requirement = new AcceleratorRequirement(
                Memory.ofGibibytes(64), Set.of(Precision.BF16), 300.0, Set.of(SoftwareStack.CUDA, SoftwareStack.CANN));
        assertThat(requirement.matching(CATALOG))
                .extracting(AcceleratorModel::id)
                .contains("nvidia-a100-sxm4-80gb", "nvidia-h100-sxm5-80gb", "huawei-ascend-910b3", "huawei-ascend-910c")
                .doesNotContain("nvidia-a100-sxm4-40gb", "amd-mi300x", "huawei-ascend-910a", "nvidia-l40s");
    }

    /** Case 6: a memory-only request means the same for every vendor. */
    @Test
    void meansTheSameMemoryForEveryVendor() {
        var requirement = new AcceleratorRequirement(Memory.ofGibibytes(32), Set.of(), null, Set.of());
        assertThat(CATALOG.models()).allSatisfy(model -> {
            long nominal = model.nominalMemoryPerUnit().map(Memory::bytes).orElse(0L) >> 30;
            assertThat(requirement.objections(model).isEmpty()).as(model.id()).isEqualTo(nominal >= 32);
        });
    }

    @Test
    void saysWhatIsMissingAndDoesNotPassTheUnknown() {
        var requirement = new AcceleratorRequirement(
                Memory.ofGibibytes(64), Set.of(Precision.BF16), 300.0, Set.of(SoftwareStack.CUDA));
        assertThat(requirement.objections(CATALOG.find("nvidia-v100-sxm2-32gb").orElseThrow()))
                .containsExactly("it has 32Gi per unit, asked 64Gi", "it does not compute in bf16");
        assertThat(requirement.objections(CATALOG.find("cambricon-mlu590").orElseThrow()))
                .containsExactly(
                        "its stack is neuware, asked [cuda]",
                        "its memory per unit is not known, asked 64Gi",
                        "it is not known whether it computes in bf16");
        assertThat(requirement.objections(CATALOG.find("nvidia-h100-nvl-94gb").orElseThrow()))
                .containsExactly("its dense peak in bf16 is not known, asked 300 TFLOPS");
    }

    @Test
    void refusesWhatRequiresNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AcceleratorRequirement(null, Set.of(), null, Set.of()))
                .withMessageContaining("nothing is required");
    }

    @Test
    void saysInWordsWhatItRequires() {
        assertThat(new AcceleratorRequirement(
                                Memory.ofGibibytes(64),
                                Set.of(Precision.BF16),
                                300.0,
                                Set.of(SoftwareStack.CUDA, SoftwareStack.CANN))
                        .inWords())
                .isEqualTo("64Gi+ per unit, bf16 at 300+ dense TFLOPS, cann or cuda");
    }

    @Test
    void refusesTeraflopsOfNoPrecision() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AcceleratorRequirement(null, Set.of(), 300.0, Set.of()))
                .withMessageContaining("such as bf16");
    }
}
