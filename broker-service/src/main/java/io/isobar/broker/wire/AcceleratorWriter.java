package io.isobar.broker.wire;

import io.isobar.broker.catalog.AcceleratorRequirement;
import io.isobar.broker.catalog.NamedUnit;
import io.isobar.broker.catalog.Precision;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.proto.workload.v1.AcceleratorRequest;

/** Writes one alternative of accelerators as a message. */
final class AcceleratorWriter {
    private AcceleratorWriter() {}

    static AcceleratorRequest write(AcceleratorChoice choice) {
        return switch (choice) {
            case AcceleratorChoice.Named named -> named(named);
            case AcceleratorChoice.Required required ->
                AcceleratorRequest.newBuilder()
                        .setCount(required.count())
                        .setRequirement(requirement(required.requirement()))
                        .build();
            case AcceleratorChoice.None none ->
                AcceleratorRequest.newBuilder().setNone(true).build();
        };
    }

    private static AcceleratorRequest named(AcceleratorChoice.Named named) {
        var to = AcceleratorRequest.newBuilder()
                .setName(named.name())
                .setModelId(named.modelId())
                .setCount(named.count());
        if (named.minimumMemory() != null) {
            to.setMinimumMemoryBytes(named.minimumMemory().bytes());
        }
        if (named.unit() != null) {
            to.setUnit(unit(named.unit()));
        }
        return to.build();
    }

    private static io.isobar.proto.workload.v1.NamedUnit unit(NamedUnit unit) {
        var to = io.isobar.proto.workload.v1.NamedUnit.newBuilder().setDevices(unit.devices());
        if (unit.kind() != null) {
            to.setKind(EnumCodec.toProto(unit.kind()));
        }
        if (unit.memory() != null) {
            to.setMemoryBytes(unit.memory().bytes());
        }
        if (unit.profile() != null) {
            to.setProfile(unit.profile());
        }
        return to.build();
    }

    private static io.isobar.proto.workload.v1.AcceleratorRequirement requirement(AcceleratorRequirement requirement) {
        var to = io.isobar.proto.workload.v1.AcceleratorRequirement.newBuilder();
        if (requirement.minimumMemory() != null) {
            to.setMinimumMemoryBytes(requirement.minimumMemory().bytes());
        }
        if (requirement.minimumTflops() != null) {
            to.setMinimumTflops(requirement.minimumTflops());
        }
        // In the order of the enums, so that equal requirements are equal messages.
        requirement.precisions().stream().sorted().map(Precision::token).forEach(to::addPrecisions);
        requirement.stacks().stream().sorted().map(SoftwareStack::token).forEach(to::addStacks);
        return to.build();
    }
}
