package io.isobar.broker.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.catalog.KubernetesDevices.Asked;
import io.isobar.broker.catalog.KubernetesDevices.None;
import io.isobar.broker.catalog.KubernetesDevices.Refused;
import io.isobar.broker.resource.Memory;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubernetesReaderTest {
    private static final KubernetesReader READER = new KubernetesReader(AcceleratorCatalog.load());

    @ParameterizedTest
    @CsvSource({
        "nvidia.com/gpu, nvidia.com/gpu.product, NVIDIA-A100-SXM4-80GB, nvidia-a100-sxm4-80gb, CARD",
        "huawei.com/Ascend910, node.kubernetes.io/npu.chip.name, 910B3, huawei-ascend-910b3, CARD",
        "huawei.com/Ascend910, accelerator-type, module-a3-16-super-pod, huawei-ascend-910c, DIE",
        "huawei.com/Ascend910B4-1, x, y, huawei-ascend-910b4-1, CARD",
        "cambricon.com/mlu, Model, MLU370-X8, cambricon-mlu370-x8, CARD",
        "amd.com/gpu, amd.com/gpu.product-name, AMD_Instinct_MI300X_OAM, amd-mi300x, CARD",
        "amd.com/gpu, beta.amd.com/gpu.product-name, AMD_Instinct_MI210, amd-mi210, CARD",
        "google.com/tpu, cloud.google.com/gke-tpu-accelerator, tpu-v5p-slice, google-tpu-v5p, CARD",
        "gpu.intel.com/i915, gpu.intel.com/product, Max_1550, intel-max1550, CARD",
        "birentech.com/gpu, x, y, 3, CARD",
        "nvidia.com/gpu, cloud.google.com/gke-accelerator, nvidia-l4, nvidia-l4, CARD",
        "iluvatar.ai/BI-V150-vgpu, x, y, iluvatar-bi-v150, SLICE"
    })
    void asksTheLabelsWhatAResourceMeans(String resource, String label, String value, String id, UnitKind kind) {
        assertThat(READER.read(Map.of(resource, "8", "cpu", "64", "memory", "512Gi"), Map.of(label, value)))
                .isInstanceOfSatisfying(Asked.class, asked -> {
                    Set<String> models = SpellingsTest.candidates(asked.models());
                    assertThat(id.length() == 1 ? "" + models.size() : String.join(",", models))
                            .isEqualTo(id);
                    assertThat(asked.count()).isEqualTo(8);
                    assertThat(asked.kind()).isEqualTo(kind);
                });
    }

    @Test
    void leavesANameOfThreeGenerationsAmbiguousWithoutALabel() {
        assertThat(READER.read(Map.of("huawei.com/Ascend910", "8"), Map.of()))
                .isInstanceOfSatisfying(
                        Asked.class,
                        asked -> assertThat(SpellingsTest.candidates(asked.models()))
                                .hasSize(7)
                                .contains("huawei-ascend-910a", "huawei-ascend-910b4-1", "huawei-ascend-910c"));
    }

    @Test
    void takesAPartitionForAPartition() {
        assertThat(READER.read(Map.of("nvidia.com/mig-1g.10gb", "2"), Map.of("nvidia.com/gpu.product", "NVIDIA-H200")))
                .isInstanceOfSatisfying(Asked.class, asked -> {
                    assertThat(asked.kind()).isEqualTo(UnitKind.PARTITION);
                    assertThat(asked.profile()).isEqualTo("1g.10gb");
                });
        assertThat(READER.read(
                        Map.of("nvidia.com/gpu", "2"),
                        Map.of("nvidia.com/gpu.product", "NVIDIA-A100-SXM4-80GB-MIG-1g.10gb")))
                .isInstanceOfSatisfying(
                        Asked.class, asked -> assertThat(asked.kind()).isEqualTo(UnitKind.PARTITION));
    }

    @ParameterizedTest
    @CsvSource({
        "nvidia.com/gpu, nvidia.com/gpumem, 3000, 3000Mi",
                "iluvatar.ai/BI-V150-vgpu, iluvatar.ai/BI-V150.vMem, 64, 16Gi",
        "mthreads.com/vgpu, mthreads.com/sgpu-memory, 32, 16Gi", "metax-tech.com/sgpu, metax-tech.com/vmemory, 4, 4Gi",
        "metax-tech.com/sgpu, metax-tech.com/vmemory, 4Gi, 4Gi",
                "kunlunxin.com/vxpu, kunlunxin.com/vxpu-memory, 24576, 24Gi"
    })
    void readsASliceOfMemoryInTheUnitOfItsPlugIn(String device, String resource, String quantity, String memory) {
        assertThat(READER.read(Map.of(device, "1", resource, quantity), Map.of()))
                .isInstanceOfSatisfying(Asked.class, asked -> {
                    assertThat(asked.kind()).isEqualTo(UnitKind.SLICE);
                    assertThat(asked.memoryPerUnit()).isEqualTo(Memory.parse(memory));
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nvidia.com/gpumem | 16Gi | would be read as 17179869184 of them. If 16Gi is meant, write 16384.",
                "nvidia.com/gpumem | 1e3 | A bare number of MiB belongs here",
                "nvidia.com/gpumem | -1 | A bare number of MiB belongs here",
                "nvidia.com/gpumem | 99999999999999999 | more than can be represented",
                "nvidia.com/gpumem | １６ | A bare number of MiB belongs here",
                "cambricon.com/mlu.smlu.vmemory | 20 | the unit of this number depends on the plug-in",
                "nvidia.com/mig-3g.40gb | 1 | together; one container can have devices of one kind",
                "nvidia.com/gpuz | 1 | is not known",
                "huawei.com/Ascend910B9 | 1 | is not known"
            })
    void refusesWhatItCannotCarryOver(String resource, String quantity, String problem) {
        assertThat(READER.read(Map.of("nvidia.com/gpu", "1", resource, quantity), Map.of()))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problems())
                                .anySatisfy(p -> assertThat(p)
                                        .contains(problem)
                                        .startsWith(problem.startsWith("together") ? "it asks" : resource)));
    }

    @ParameterizedTest
    @CsvSource({"8Gi", "1k", "-1", "0.5", "65537", "1e3", "８", "''", "99999999999999999999"})
    void refusesACountThatIsNotANumberOfDevices(String count) {
        assertThat(READER.read(Map.of("nvidia.com/gpu", count), Map.of())).isInstanceOf(Refused.class);
    }

    @Test
    void refusesAShareOfNoDevice() {
        assertThat(READER.read(Map.of("nvidia.com/gpumem", "3000"), Map.of())).isInstanceOf(Refused.class);
    }

    @Test
    void seesNoAcceleratorWhereThereIsNone() {
        assertThat(READER.read(Map.of("cpu", "4", "memory", "16Gi", "nvidia.com/gpu", "0"), Map.of()))
                .isEqualTo(new None());
        assertThat(READER.read(Map.of(), Map.of("nvidia.com/gpu.product", "NVIDIA-L4")))
                .isEqualTo(new None());
    }

    @Test
    void usesTheValidLabelWhereAnotherOneIsMalformed() {
        assertThat(READER.read(
                        Map.of("nvidia.com/gpu", "8"),
                        Map.of(
                                "nvidia.com/gpu.product", "???",
                                "cloud.google.com/gke-accelerator", "nvidia-l4",
                                "node.kubernetes.io/npu.chip.name", "910B3",
                                "nvidia.com/gpu.memory", "garbage")))
                .isInstanceOfSatisfying(Asked.class, asked -> {
                    assertThat(SpellingsTest.candidates(asked.models())).containsExactly("nvidia-l4");
                    assertThat(asked.warnings())
                            .anySatisfy(w -> assertThat(w).contains("gpu.product=???"))
                            .anySatisfy(w -> assertThat(w).contains("npu.chip.name=910B3"));
                });
    }

    @Test
    void narrowsByTheMemoryLabelAndRefusesLabelsThatContradictOneAnother() {
        assertThat(READER.read(
                        Map.of("nvidia.com/gpu", "8"),
                        Map.of("nvidia.com/gpu.product", "A100", "nvidia.com/gpu.memory", "39538")))
                .isInstanceOfSatisfying(
                        Asked.class,
                        asked -> assertThat(SpellingsTest.candidates(asked.models()))
                                .containsExactlyInAnyOrder("nvidia-a100-sxm4-40gb", "nvidia-a100-pcie-40gb"));
        assertThat(READER.read(
                        Map.of("nvidia.com/gpu", "8"),
                        Map.of(
                                "nvidia.com/gpu.product",
                                "NVIDIA-L4",
                                "cloud.google.com/gke-accelerator",
                                "nvidia-tesla-t4")))
                .isInstanceOf(Refused.class);
    }
}
