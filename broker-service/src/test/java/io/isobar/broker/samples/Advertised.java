package io.isobar.broker.samples;

import com.google.protobuf.Timestamp;
import io.isobar.broker.capacity.PoolFacts;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.wire.PoolReportCodec;
import io.isobar.broker.wire.PoolReportCodec.Reported;
import io.isobar.proto.region.v1.PoolReport;
import io.isobar.proto.resource.v1.Capacity;
import io.isobar.proto.resource.v1.HostArchitecture;
import io.isobar.proto.resource.v1.Pool;
import io.isobar.proto.resource.v1.PoolAccelerator;
import io.isobar.proto.resource.v1.SoftwareStack;
import io.isobar.proto.resource.v1.UnitKind;

/**
 * A pool as an agent advertises it, in the words of devices and plug-ins. Unless said otherwise it has all that can
 * be asked for.
 */
public final class Advertised {
    private final Pool.Builder pool = Pool.newBuilder()
            .setName("p")
            .setHostArchitecture(HostArchitecture.HOST_ARCHITECTURE_X86_64)
            .setInterconnectDomain("ib-1")
            .setRunsImages(true)
            .setCapacity(Capacity.newBuilder()
                    .setSequence(1)
                    .setObservedAt(Timestamp.getDefaultInstance())
                    .setValidity(com.google.protobuf.Duration.newBuilder().setSeconds(60)));

    private Advertised(String name) {
        pool.setAccelerator(PoolAccelerator.newBuilder().setAdvertisedName(name));
    }

    public static Advertised device(String name) {
        return new Advertised(name);
    }

    public Advertised unit(UnitKind kind) {
        pool.getAcceleratorBuilder().setUnitKind(kind);
        return this;
    }

    public Advertised memory(long mebibytes) {
        pool.getAcceleratorBuilder().setMemoryBytes(mebibytes << 20);
        return this;
    }

    public Advertised stack(String name, String version, String driver) {
        pool.addStacks(
                SoftwareStack.newBuilder().setName(name).setVersion(version).setDriverVersion(driver));
        return this;
    }

    public Advertised stack(String name) {
        pool.addStacks(SoftwareStack.newBuilder().setName(name));
        return this;
    }

    public Advertised host(HostArchitecture architecture) {
        pool.setHostArchitecture(architecture);
        return this;
    }

    public Advertised withoutDomain() {
        pool.clearInterconnectDomain();
        return this;
    }

    public Advertised commandsOnly() {
        pool.setRunsImages(false);
        return this;
    }

    public PoolFacts facts() {
        var codec = new PoolReportCodec(Pools.CATALOG.resolver());
        var reported = codec.fromProto(
                new RegionName("r"), PoolReport.newBuilder().setPool(pool).build());
        return ((Reported.Usable) reported).report().facts();
    }
}
