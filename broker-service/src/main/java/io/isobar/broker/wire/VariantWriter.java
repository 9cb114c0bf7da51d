package io.isobar.broker.wire;

import io.isobar.broker.workload.BuiltFor;
import io.isobar.broker.workload.Variant;

/** Writes one variant of a workload as a message. */
final class VariantWriter {
    private VariantWriter() {}

    static io.isobar.proto.workload.v1.Variant write(Variant variant) {
        var to = io.isobar.proto.workload.v1.Variant.newBuilder()
                .setStack(variant.stack().token())
                .addAllCommand(variant.command())
                .putAllEnvironment(variant.environment())
                .addAllPrecisions(variant.precisions());
        if (variant.image() != null) {
            to.setImage(variant.image());
        }
        if (variant.hostArchitecture() != null) {
            to.setHostArchitecture(EnumCodec.toProto(variant.hostArchitecture()));
        }
        if (variant.driverMinimum() != null) {
            to.setDriverMinimum(variant.driverMinimum());
        }
        if (!variant.builtFor().isUnsaid()) {
            to.setBuiltFor(builtFor(variant.builtFor()));
        }
        if (variant.quantisation() != null) {
            to.setQuantisation(variant.quantisation().token());
        }
        return to.build();
    }

    private static io.isobar.proto.workload.v1.BuiltFor builtFor(BuiltFor built) {
        var to = io.isobar.proto.workload.v1.BuiltFor.newBuilder().addAllArchitectures(built.architectures());
        if (built.pytorch() != null) {
            to.setPytorch(built.pytorch());
        }
        if (built.torchNpu() != null) {
            to.setTorchNpu(built.torchNpu());
        }
        if (built.mindspore() != null) {
            to.setMindspore(built.mindspore());
        }
        if (built.cann() != null) {
            to.setCann(built.cann());
        }
        return to.build();
    }
}
