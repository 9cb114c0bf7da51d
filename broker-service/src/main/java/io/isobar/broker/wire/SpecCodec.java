package io.isobar.broker.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.workload.WorkloadSpec;

/** Specifications of workloads. */
public final class SpecCodec {
    private final AcceleratorCatalog catalog;

    public SpecCodec(AcceleratorCatalog catalog) {
        this.catalog = catalog;
    }

    public static io.isobar.proto.workload.v1.WorkloadSpec toProto(WorkloadSpec spec) {
        return SpecWriter.write(spec);
    }

    /** For the store. */
    public static byte[] toBytes(WorkloadSpec spec) {
        return toProto(spec).toByteArray();
    }

    /**
     * Checks and completes what a caller asks.
     *
     * @param path of the message in the request, for violations: "workload.spec"
     * @throws Failure with a violation for each problem: UNKNOWN_ACCELERATOR or AMBIGUOUS_ACCELERATOR where that is the only
     *     kind of problem, else INVALID_ARGUMENT
     */
    public WorkloadSpec fromProto(io.isobar.proto.workload.v1.WorkloadSpec spec, String path) {
        return read(spec, path, AcceleratorNames.checked(catalog));
    }

    /**
     * Reads what {@link #toBytes} wrote. Accelerators that have left the catalogue since keep their ids: what was accepted stays
     * readable.
     *
     * @throws IllegalStateException where the record is damaged
     */
    public WorkloadSpec fromBytes(byte[] record) {
        try {
            return stored(io.isobar.proto.workload.v1.WorkloadSpec.parseFrom(record));
        } catch (InvalidProtocolBufferException damaged) {
            throw unreadable(damaged);
        }
    }

    /** The same, of the JSON that was written before. */
    public WorkloadSpec fromJson(String json) {
        return stored(ProtoJson.parse(json, io.isobar.proto.workload.v1.WorkloadSpec.newBuilder())
                .build());
    }

    private WorkloadSpec stored(io.isobar.proto.workload.v1.WorkloadSpec spec) {
        try {
            return read(spec, "", AcceleratorNames.trusted(catalog));
        } catch (Failure damaged) {
            throw unreadable(damaged);
        }
    }

    private static IllegalStateException unreadable(Exception damaged) {
        return new IllegalStateException("a stored workload cannot be read: " + damaged.getMessage(), damaged);
    }

    private static WorkloadSpec read(
            io.isobar.proto.workload.v1.WorkloadSpec spec, String path, AcceleratorNames names) {
        var problems = new Problems();
        var read = new SpecReader(problems, names, path).read(spec);
        if (read == null || !problems.isEmpty()) {
            throw problems.asFailure();
        }
        return read;
    }
}
