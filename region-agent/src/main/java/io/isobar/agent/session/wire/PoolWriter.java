package io.isobar.agent.session.wire;

import io.isobar.agent.admission.PoolCapacity;
import io.isobar.agent.inventory.Accelerator;
import io.isobar.agent.inventory.BillingMode;
import io.isobar.agent.inventory.ForeignLoad;
import io.isobar.agent.inventory.HostArchitecture;
import io.isobar.agent.inventory.Offer;
import io.isobar.agent.inventory.PoolProfile;
import io.isobar.agent.inventory.PriceUnit;
import io.isobar.agent.inventory.SiteQueue;
import io.isobar.agent.inventory.SoftwareStack;
import io.isobar.agent.inventory.UnitKind;
import io.isobar.proto.region.v1.PoolReport;
import io.isobar.proto.resource.v1.Capacity;
import io.isobar.proto.resource.v1.Money;
import io.isobar.proto.resource.v1.NodeBucket;
import io.isobar.proto.resource.v1.Pool;
import io.isobar.proto.resource.v1.PoolAccelerator;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Writes pools. */
final class PoolWriter {
    private PoolWriter() {}

    static PoolReport write(PoolCapacity capacity, Duration validity) {
        PoolProfile profile = capacity.profile();
        Pool.Builder pool = Pool.newBuilder()
                .setName(profile.name().value())
                .setHostArchitecture(architecture(profile.hostArchitecture()))
                .setRunsImages(profile.runsImages())
                .setCapacity(capacity(capacity, validity));
        Accelerator accelerator = profile.accelerator();
        if (accelerator != null) {
            pool.setAccelerator(accelerator(accelerator));
        }
        profile.stacks().forEach(stack -> pool.addStacks(stack(stack)));
        if (profile.queue() != null) {
            pool.setQueue(queue(profile.queue()));
        }
        if (profile.interconnectDomain() != null) {
            pool.setInterconnectDomain(profile.interconnectDomain());
        }
        PoolReport.Builder report = PoolReport.newBuilder().setPool(pool);
        profile.offers().forEach(offer -> report.addOffers(offer(profile, offer)));
        return report.build();
    }

    private static io.isobar.proto.resource.v1.SiteQueue queue(SiteQueue queue) {
        var written = io.isobar.proto.resource.v1.SiteQueue.newBuilder();
        SiteQueue.Wait wait = queue.foretold();
        if (wait != null) {
            written.setExpectedWait(WireTime.duration(wait.mean())).setHighWait(WireTime.duration(wait.high()));
        }
        return written.build();
    }

    private static Capacity capacity(PoolCapacity capacity, Duration validity) {
        Capacity.Builder written = Capacity.newBuilder()
                .setSequence(capacity.sequence())
                .setObservedAt(WireTime.timestamp(capacity.observedAt()))
                .setValidity(WireTime.duration(validity))
                .setUnusableNodes(capacity.unusableNodes())
                .setForeignLoad(foreign(capacity.foreign()));
        capacity.buckets().forEach(bucket -> written.addBuckets(bucket(bucket)));
        return written.build();
    }

    private static io.isobar.proto.resource.v1.ForeignLoad foreign(ForeignLoad load) {
        io.isobar.proto.resource.v1.ForeignLoad.Builder written = io.isobar.proto.resource.v1.ForeignLoad.newBuilder();
        if (load.units() != null) {
            written.setUnits(load.units());
        }
        if (load.millicpus() != null) {
            written.setMillicpus(load.millicpus());
        }
        if (load.memoryBytes() != null) {
            written.setMemoryBytes(load.memoryBytes());
        }
        return written.build();
    }

    private static NodeBucket bucket(io.isobar.agent.admission.NodeBucket bucket) {
        NodeBucket.Builder written = NodeBucket.newBuilder()
                .setNodes(bucket.nodes())
                .setTotalUnits(bucket.total().units())
                .setFreeUnits(bucket.free().units());
        Long totalCpus = bucket.total().millicpus();
        Long freeCpus = bucket.free().millicpus();
        if (totalCpus != null && freeCpus != null) {
            written.setTotalMillicpus(totalCpus).setFreeMillicpus(freeCpus);
        }
        Long totalMemory = bucket.total().memoryBytes();
        Long freeMemory = bucket.free().memoryBytes();
        if (totalMemory != null && freeMemory != null) {
            written.setTotalMemoryBytes(totalMemory).setFreeMemoryBytes(freeMemory);
        }
        return written.build();
    }

    private static PoolAccelerator accelerator(Accelerator accelerator) {
        PoolAccelerator.Builder written = PoolAccelerator.newBuilder()
                .setAdvertisedName(accelerator.advertisedName())
                .setUnitKind(unitKind(accelerator.unitKind()));
        Long memory = accelerator.memoryBytes();
        if (memory != null) {
            written.setMemoryBytes(memory);
        }
        return written.build();
    }

    private static io.isobar.proto.resource.v1.SoftwareStack stack(SoftwareStack stack) {
        var written = io.isobar.proto.resource.v1.SoftwareStack.newBuilder().setName(stack.name());
        if (stack.version() != null) {
            written.setVersion(stack.version());
        }
        if (stack.driverVersion() != null) {
            written.setDriverVersion(stack.driverVersion());
        }
        return written.build();
    }

    private static io.isobar.proto.market.v1.Offer offer(PoolProfile profile, Offer offer) {
        return io.isobar.proto.market.v1.Offer.newBuilder()
                .setPool(profile.name().value())
                .setMode(mode(offer.mode()))
                .setUnit(unit(offer.unit()))
                .setPrice(Money.newBuilder()
                        .setCurrency(offer.price().currency())
                        .setAmount(offer.price().amount().toPlainString()))
                .build();
    }

    private static io.isobar.proto.resource.v1.UnitKind unitKind(@Nullable UnitKind kind) {
        return switch (kind) {
            case null -> io.isobar.proto.resource.v1.UnitKind.UNIT_KIND_UNSPECIFIED;
            case CARD -> io.isobar.proto.resource.v1.UnitKind.UNIT_KIND_CARD;
            case DIE -> io.isobar.proto.resource.v1.UnitKind.UNIT_KIND_DIE;
            case PARTITION -> io.isobar.proto.resource.v1.UnitKind.UNIT_KIND_PARTITION;
            case SLICE -> io.isobar.proto.resource.v1.UnitKind.UNIT_KIND_SLICE;
            case CORE_GROUP -> io.isobar.proto.resource.v1.UnitKind.UNIT_KIND_CORE_GROUP;
        };
    }

    private static io.isobar.proto.resource.v1.HostArchitecture architecture(HostArchitecture architecture) {
        return switch (architecture) {
            case UNKNOWN -> io.isobar.proto.resource.v1.HostArchitecture.HOST_ARCHITECTURE_UNSPECIFIED;
            case X86_64 -> io.isobar.proto.resource.v1.HostArchitecture.HOST_ARCHITECTURE_X86_64;
            case AARCH64 -> io.isobar.proto.resource.v1.HostArchitecture.HOST_ARCHITECTURE_AARCH64;
            case LOONGARCH64 -> io.isobar.proto.resource.v1.HostArchitecture.HOST_ARCHITECTURE_LOONGARCH64;
            case SW64 -> io.isobar.proto.resource.v1.HostArchitecture.HOST_ARCHITECTURE_SW64;
            case RISCV64 -> io.isobar.proto.resource.v1.HostArchitecture.HOST_ARCHITECTURE_RISCV64;
            case PPC64LE -> io.isobar.proto.resource.v1.HostArchitecture.HOST_ARCHITECTURE_PPC64LE;
        };
    }

    private static io.isobar.proto.market.v1.BillingMode mode(BillingMode mode) {
        return switch (mode) {
            case ON_DEMAND -> io.isobar.proto.market.v1.BillingMode.BILLING_MODE_ON_DEMAND;
            case SPOT -> io.isobar.proto.market.v1.BillingMode.BILLING_MODE_SPOT;
            case CONTRACT -> io.isobar.proto.market.v1.BillingMode.BILLING_MODE_CONTRACT;
        };
    }

    private static io.isobar.proto.market.v1.PriceUnit unit(PriceUnit unit) {
        return switch (unit) {
            case CARD_HOUR -> io.isobar.proto.market.v1.PriceUnit.PRICE_UNIT_CARD_HOUR;
            case CORE_HOUR -> io.isobar.proto.market.v1.PriceUnit.PRICE_UNIT_CORE_HOUR;
            case NODE_HOUR -> io.isobar.proto.market.v1.PriceUnit.PRICE_UNIT_NODE_HOUR;
        };
    }
}
