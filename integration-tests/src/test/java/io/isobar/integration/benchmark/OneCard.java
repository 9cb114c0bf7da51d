package io.isobar.integration.benchmark;

import io.isobar.integration.scenario.Runs;
import io.isobar.proto.resource.v1.Range;
import io.isobar.proto.workload.v1.AcceleratorRequest;
import io.isobar.proto.workload.v1.Resources;
import io.isobar.proto.workload.v1.Variant;
import io.isobar.proto.workload.v1.WorkloadSpec;
import java.util.List;

/** Work with one accelerator and one core. */
final class OneCard {
    private OneCard() {}

    static WorkloadSpec of(String region, String model, String... command) {
        return Runs.command(region, command).toBuilder()
                .setResources(Resources.newBuilder()
                        .addAccelerators(
                                AcceleratorRequest.newBuilder().setName(model).setCount(1))
                        .setMillicpus(Range.newBuilder().setMinimum(1000)))
                .clearVariants()
                .addVariants(Variant.newBuilder().setStack("cuda").addAllCommand(List.of(command)))
                .build();
    }
}
