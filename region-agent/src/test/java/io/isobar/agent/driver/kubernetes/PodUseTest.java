package io.isobar.agent.driver.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodUseTest {
    private static ContainerBuilder container(String cpu) {
        return new ContainerBuilder()
                .withName("c" + cpu)
                .withNewResources()
                .addToRequests("cpu", new Quantity(cpu))
                .endResources();
    }

    @Test
    void countsAPodAsTheSchedulerDoes() {
        Pod pod = Written.pod("ns", "p", "n", Map.of("cpu", "1"))
                .editSpec()
                .addToContainers(container("500m").build())
                .addToInitContainers(
                        container("2").withRestartPolicy("Always").build(),
                        container("3").build())
                .addToOverhead("cpu", new Quantity("250m"))
                .endSpec()
                .build();

        // The sidecar and the second initialiser together are more than the sidecar and all containers.
        assertThat(PodUse.of(pod).requests().get("cpu")).isEqualTo(5_250);
    }

    @Test
    void takesALimitForARequestWhereThereIsNone() {
        Pod pod = Written.pod("ns", "p", "n", Map.of())
                .editSpec()
                .editFirstContainer()
                .withNewResources()
                .addToLimits("nvidia.com/gpu", new Quantity("2"))
                .endResources()
                .endContainer()
                .endSpec()
                .build();

        assertThat(PodUse.of(pod).requests().get("nvidia.com/gpu")).isEqualTo(2);
    }

    @Test
    void knowsItsOwnByLabelsAnnotationsAndNameTogether() {
        Pod ours = Written.ours(3).build();
        Pod renamed =
                Written.ours(3).editMetadata().withName("other").endMetadata().build();
        Pod without = Written.ours(3)
                .editMetadata()
                .withAnnotations(Map.of())
                .endMetadata()
                .build();

        assertThat(OwnerMark.of(ours.getMetadata())).contains(Written.mark(3));
        assertThat(OwnerMark.of(renamed.getMetadata())).isEmpty();
        assertThat(OwnerMark.of(without.getMetadata())).isEmpty();
    }
}
