package io.isobar.agent.driver.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.inventory.UnitKind;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeDevicesTest {
    private static NodeDevices of(Map<String, String> resources, Map<String, String> labels) {
        return new NodeDevices(Written.read(Written.node("n", resources, labels).build()), Map.of());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "nvidia.com/gpu, nvidia.com/gpu.product, NVIDIA-A100-SXM4-80GB, NVIDIA-A100-SXM4-80GB, -",
                "nvidia.com/gpu, nvidia.com/gpu.product, NVIDIA-A100-SXM4-40GB-MIG-1g.5gb, NVIDIA-A100-SXM4-40GB-MIG-1g.5gb, PARTITION",
                "nvidia.com/gpu, nvidia.com/gpu.product, NVIDIA-L40S-SHARED, NVIDIA-L40S-SHARED, SLICE",
                "nvidia.com/gpu.shared, nvidia.com/gpu.product, NVIDIA-L40S, NVIDIA-L40S-SHARED, SLICE",
                "nvidia.com/mig-1g.10gb, nvidia.com/gpu.product, NVIDIA-H100-80GB-HBM3, NVIDIA-H100-80GB-HBM3-MIG-1g.10gb, PARTITION",
                "nvidia.com/gpu, x, y, nvidia.com/gpu, -",
                "amd.com/gpu, amd.com/gpu.product-name, AMD_Instinct_MI300X_OAM, AMD_Instinct_MI300X_OAM, -",
                "amd.com/cpx_nps4, amd.com/gpu.product-name, AMD_Instinct_MI300X_OAM, AMD_Instinct_MI300X_OAM-CPX, PARTITION",
                "gpu.intel.com/xe, gpu.intel.com/product, Max_1550, Max_1550, -",
                "huawei.com/Ascend910, node.kubernetes.io/npu.chip.name, 910B3, 910B3, -",
                "huawei.com/Ascend910, accelerator, huawei-Ascend910, Ascend910, -",
                "huawei.com/Ascend910B4-1, x, y, Ascend910B4-1, -",
                "huawei.com/Ascend310P, x, y, Ascend310P, -",
                "cambricon.com/mlu, Model, MLU370-X8, MLU370-X8, -",
                "cambricon.com/mlu370, x, y, MLU370, -",
                "cambricon.com/mlu370.share, Model, MLU370-X8, MLU370-X8-SHARED, SLICE",
                "cambricon.com/mlu370.mim-2m.8gb, Model, MLU370-X8, MLU370-X8-MIM, PARTITION",
                "hygon.com/dcu, x, y, hygon.com/dcu, -",
                "kunlunxin.com/xpu, x, y, kunlunxin.com/xpu, -",
                "metax-tech.com/sgpu, x, y, metax-tech.com/sgpu-SHARED, SLICE",
                "mthreads.com/gpu, x, y, mthreads.com/gpu, -",
                "iluvatar.ai/BI-V150-vgpu, x, y, BI-V150-SHARED, SLICE",
                "enflame.com/gcu, x, y, enflame.com/gcu, -",
                "birentech.com/gpu, x, y, birentech.com/gpu, -",
                "google.com/tpu, cloud.google.com/gke-tpu-accelerator, tpu-v5p-slice, tpu-v5p-slice, -"
            })
    void knowsADeviceByItsResourceAndItsModelByALabel(
            String resource, String label, String value, String name, @Nullable UnitKind kind) {
        NodeDevices devices = of(Map.of(resource, "8"), Map.of(label, value));

        assertThat(devices.device()).contains(new Device(resource, name, kind));
        assertThat(devices.unknown()).isEmpty();
    }

    @Test
    void takesTimeSlicesUnderTheNameOfTheDeviceForShares() {
        NodeDevices devices = of(
                Map.of("nvidia.com/gpu", "80"),
                Map.of("nvidia.com/gpu.product", "NVIDIA-A100-SXM4-80GB", "nvidia.com/gpu.replicas", "10"));

        assertThat(devices.device())
                .contains(new Device("nvidia.com/gpu", "NVIDIA-A100-SXM4-80GB-SHARED", UnitKind.SLICE));
    }

    @Test
    void takesWhatHamiHandsOutForShares() {
        ClusterNode node = Written.read(
                Written.node("n", Map.of("nvidia.com/gpu", "40"), Map.of("nvidia.com/gpu.product", "Tesla-V100"))
                        .editMetadata()
                        .addToAnnotations("hami.io/node-nvidia-register", "GPU-1,10,32768,100:")
                        .endMetadata()
                        .build());

        assertThat(new NodeDevices(node, Map.of()).device())
                .contains(new Device("nvidia.com/gpu", "Tesla-V100-SHARED", UnitKind.SLICE));
    }

    @Test
    void prefersWholeDevicesAndNamesTheOthers() {
        NodeDevices devices = of(
                Map.of("nvidia.com/gpu", "2", "nvidia.com/mig-1g.10gb", "14", "nvidia.com/gpumem", "80000"),
                Map.of("nvidia.com/gpu.product", "NVIDIA-A100-SXM4-80GB"));

        assertThat(devices.device()).map(Device::resource).contains("nvidia.com/gpu");
        assertThat(devices.others()).extracting(Device::resource).containsExactly("nvidia.com/mig-1g.10gb");
    }

    @Test
    void makesNothingOfWhatItDoesNotUnderstand() {
        NodeDevices devices = of(Map.of("example.com/npu", "16", "acme.io/fpga", "1", "rdma/hca", "8"), Map.of());

        assertThat(devices.device()).isEmpty();
        assertThat(devices.unknown()).containsExactly("acme.io/fpga", "example.com/npu");
    }

    @Test
    void takesTheOperatorsWordForIt() {
        ClusterNode node =
                Written.read(Written.node("n", Map.of("example.com/npu", "16", "nvidia.com/gpu", "1"), Map.of())
                        .build());

        assertThat(new NodeDevices(node, Map.of("example.com/npu", "X1", "nvidia.com/gpu", "none")).device())
                .contains(new Device("example.com/npu", "X1", null));
    }

    @Test
    void seesThatAPlugInIsAway() {
        NodeDevices devices = of(Map.of(), Map.of("nvidia.com/gpu.product", "NVIDIA-L40S"));

        assertThat(devices.device()).isEmpty();
        assertThat(devices.promised()).contains("nvidia.com/gpu.product=NVIDIA-L40S");
    }
}
