package io.isobar.broker.wire;

import io.isobar.broker.capacity.Amount;
import io.isobar.broker.capacity.ForeignLoad;
import io.isobar.broker.capacity.Histogram;
import io.isobar.broker.capacity.NodeBucket;
import io.isobar.broker.capacity.PoolAccelerator;
import io.isobar.broker.capacity.PoolReport;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.capacity.SiteQueue;
import io.isobar.broker.learning.Review;
import io.isobar.broker.placement.PoolReserve;
import io.isobar.proto.region.v1.PoolStatus;
import io.isobar.proto.resource.v1.Capacity;
import io.isobar.proto.resource.v1.Pool;
import io.isobar.proto.resource.v1.SoftwareStack;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Pools as people see them. */
public final class PoolCodec {
    private PoolCodec() {}

    /**
     * With what is known of its nodes that are reserved, and of how it kept what it promises.
     *
     * @param reserve null: not how many of the nodes are used
     * @param review null: nothing is said of it
     */
    public static PoolStatus toProto(PoolView pool, @Nullable PoolReserve reserve, @Nullable Review review) {
        var all = pool.report().capacity();
        var to = PoolStatus.newBuilder()
                .setRegion(pool.key().region().value())
                .setPool(pool(pool.report()))
                .setTotalUnits(all.totalUnits())
                .setFreeUnits(pool.free().freeUnits())
                .setLargestFreeNode((int) pool.free().largestFreeNode())
                .setQuarantine(pool.quarantine())
                .setReceivedAt(TimeCodec.toProto(pool.receivedAt()))
                .setObservedAt(TimeCodec.toProto(pool.observedAt()))
                .setFreshUntil(TimeCodec.toProto(pool.freshUntil()))
                .setDiscounted(pool.old())
                .addAllReservations(ReservationCodec.toProto(pool, reserve));
        if (isKnown(all, NodeBucket::millicpus)) {
            to.setTotalMillicpus(sum(all, NodeBucket::millicpus, Amount::total))
                    .setFreeMillicpus(sum(pool.free(), NodeBucket::millicpus, Amount::free));
        }
        if (isKnown(all, NodeBucket::memoryBytes)) {
            to.setTotalMemoryBytes(sum(all, NodeBucket::memoryBytes, Amount::total))
                    .setFreeMemoryBytes(sum(pool.free(), NodeBucket::memoryBytes, Amount::free));
        }
        if (review != null) {
            to.setRecord(PoolRecordCodec.toProto(review));
        }
        pool.report()
                .offers()
                .forEach(offer -> to.addOffers(OfferCodec.toProto(pool.key().pool(), offer)));
        return to.build();
    }

    /** The pool as its region reported it, with the model that its accelerator was resolved to. */
    public static Pool pool(PoolReport report) {
        var facts = report.facts();
        var to = Pool.newBuilder()
                .setName(report.key().pool())
                .setRunsImages(facts.runsImages())
                .setCapacity(capacity(report));
        if (facts.accelerator() != null) {
            to.setAccelerator(accelerator(facts.accelerator()));
        }
        if (facts.hostArchitecture() != null) {
            to.setHostArchitecture(EnumCodec.toProto(facts.hostArchitecture()));
        }
        if (facts.interconnectDomain() != null) {
            to.setInterconnectDomain(facts.interconnectDomain());
        }
        if (report.queue() != null) {
            to.setQueue(queue(report.queue()));
        }
        for (var installed : facts.stacks()) {
            var stack = SoftwareStack.newBuilder().setName(installed.stack().token());
            if (installed.version() != null) {
                stack.setVersion(installed.version());
            }
            if (installed.driverVersion() != null) {
                stack.setDriverVersion(installed.driverVersion());
            }
            to.addStacks(stack);
        }
        return to.build();
    }

    private static io.isobar.proto.resource.v1.SiteQueue queue(SiteQueue queue) {
        var to = io.isobar.proto.resource.v1.SiteQueue.newBuilder();
        if (queue.foretold() != null) {
            to.setExpectedWait(TimeCodec.toProto(queue.foretold().mean()))
                    .setHighWait(TimeCodec.toProto(queue.foretold().high()));
        }
        return to.build();
    }

    private static io.isobar.proto.resource.v1.PoolAccelerator accelerator(PoolAccelerator accelerator) {
        var to = io.isobar.proto.resource.v1.PoolAccelerator.newBuilder()
                .setAdvertisedName(accelerator.advertisedName());
        if (accelerator.unitKind() != null) {
            to.setUnitKind(EnumCodec.toProto(accelerator.unitKind()));
        }
        if (accelerator.memoryPerUnit() != null) {
            to.setMemoryBytes(accelerator.memoryPerUnit().bytes());
        }
        if (accelerator.model() != null) {
            to.setModelId(accelerator.model().id());
        }
        return to.build();
    }

    private static Capacity capacity(PoolReport report) {
        var to = Capacity.newBuilder()
                .setSequence(report.sequence())
                .setObservedAt(TimeCodec.toProto(report.observedAt()))
                .setValidity(TimeCodec.toProto(report.validity()));
        if (report.unusableNodes() != null) {
            to.setUnusableNodes(report.unusableNodes());
        }
        if (!report.foreign().equals(ForeignLoad.UNKNOWN)) {
            to.setForeignLoad(foreign(report.foreign()));
        }
        report.capacity().buckets().forEach(bucket -> to.addBuckets(bucket(bucket)));
        return to.build();
    }

    private static io.isobar.proto.resource.v1.ForeignLoad foreign(ForeignLoad load) {
        var to = io.isobar.proto.resource.v1.ForeignLoad.newBuilder();
        if (load.units() != null) {
            to.setUnits(load.units());
        }
        if (load.millicpus() != null) {
            to.setMillicpus(load.millicpus());
        }
        if (load.memoryBytes() != null) {
            to.setMemoryBytes(load.memoryBytes());
        }
        return to.build();
    }

    public static io.isobar.proto.resource.v1.NodeBucket bucket(NodeBucket bucket) {
        var to = io.isobar.proto.resource.v1.NodeBucket.newBuilder()
                .setNodes(bucket.nodes())
                .setTotalUnits((int) bucket.units().total())
                .setFreeUnits((int) bucket.units().free());
        if (bucket.millicpus() != null) {
            to.setTotalMillicpus(bucket.millicpus().total())
                    .setFreeMillicpus(bucket.millicpus().free());
        }
        if (bucket.memoryBytes() != null) {
            to.setTotalMemoryBytes(bucket.memoryBytes().total())
                    .setFreeMemoryBytes(bucket.memoryBytes().free());
        }
        return to.build();
    }

    private static boolean isKnown(Histogram histogram, Function<NodeBucket, @Nullable Amount> dimension) {
        return histogram.buckets().stream().allMatch(bucket -> dimension.apply(bucket) != null);
    }

    private static long sum(
            Histogram histogram, Function<NodeBucket, @Nullable Amount> dimension, ToLongFunction<Amount> part) {
        long sum = 0;
        for (var bucket : histogram.buckets()) {
            var amount = dimension.apply(bucket);
            // Ingest refused what would overflow.
            sum += amount == null ? 0 : bucket.nodes() * part.applyAsLong(amount);
        }
        return sum;
    }
}
