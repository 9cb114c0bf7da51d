package io.isobar.broker.wire;

import io.isobar.broker.workload.Checkpoint;
import io.isobar.broker.workload.DataSet;
import io.isobar.broker.workload.GangRule;
import io.isobar.broker.workload.Group;
import io.isobar.broker.workload.NeighbourRule;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.PlacementRules;
import io.isobar.broker.workload.Resources;
import io.isobar.broker.workload.RetryRule;
import io.isobar.broker.workload.TaskArray;
import io.isobar.broker.workload.Work;
import io.isobar.broker.workload.WorkloadSpec;
import io.isobar.proto.resource.v1.Range;
import java.util.Locale;

/** Writes a specification as a message. */
final class SpecWriter {
    private SpecWriter() {}

    static io.isobar.proto.workload.v1.WorkloadSpec write(WorkloadSpec spec) {
        var to = io.isobar.proto.workload.v1.WorkloadSpec.newBuilder()
                .setName(spec.name())
                .setTenant(spec.tenant())
                .putAllLabels(spec.labels())
                .setComputeClass(EnumCodec.toProto(spec.computeClass()))
                .setPriority(spec.priority())
                .setReplicas(spec.replicas())
                .setGang(gang(spec.gang()))
                .setResources(resources(spec.resources()))
                .setPlacement(placement(spec.placement()))
                .setObjective(objective(spec.objective()))
                .setBillingMode(
                        EnumCodec.toProto(spec.billing().modes().iterator().next()))
                .setRetry(retry(spec.retry()))
                .setDisconnect(EnumCodec.toProto(spec.disconnect()));
        spec.variants().forEach(variant -> to.addVariants(VariantWriter.write(variant)));
        spec.others().forEach(group -> to.addGroups(group(group)));
        spec.data().forEach(data -> to.addData(data(data)));
        if (spec.work() != null) {
            to.setWork(work(spec.work()));
        }
        if (spec.checkpoint() != null) {
            to.setCheckpoint(checkpoint(spec.checkpoint()));
        }
        spec.billing().modes().stream().skip(1).forEach(mode -> to.addOtherBillingModes(EnumCodec.toProto(mode)));
        if (spec.billing().contract() != null) {
            to.setContract(spec.billing().contract());
        }
        if (spec.timeLimit() != null) {
            to.setTimeLimit(TimeCodec.toProto(spec.timeLimit()));
        }
        if (spec.array() != null) {
            to.setArray(array(spec.array()));
        }
        return to.build();
    }

    private static io.isobar.proto.workload.v1.TaskArray array(TaskArray array) {
        return io.isobar.proto.workload.v1.TaskArray.newBuilder()
                .setName(array.name())
                .setAtOnce(array.atOnce())
                .build();
    }

    private static io.isobar.proto.workload.v1.GangRule gang(GangRule gang) {
        var to = io.isobar.proto.workload.v1.GangRule.newBuilder()
                .setMinimum(gang.minimum())
                .setDomainRequired(gang.domainRequired())
                .setAcross(EnumCodec.toProto(gang.across()));
        if (gang.startWithin() != null) {
            to.setStartWithin(TimeCodec.toProto(gang.startWithin()));
        }
        return to.build();
    }

    private static io.isobar.proto.workload.v1.Group group(Group group) {
        var to = io.isobar.proto.workload.v1.Group.newBuilder()
                .setName(group.name())
                .setReplicas(group.replicas())
                .setResources(resources(group.resources()))
                .setAuxiliary(group.auxiliary());
        group.variants().forEach(variant -> to.addVariants(VariantWriter.write(variant)));
        return to.build();
    }

    private static io.isobar.proto.workload.v1.Resources resources(Resources resources) {
        var to = io.isobar.proto.workload.v1.Resources.newBuilder().setOrdered(resources.ordered());
        resources.accelerators().forEach(choice -> to.addAccelerators(AcceleratorWriter.write(choice)));
        var cpus = Range.newBuilder().setMinimum(resources.cpus().minimum().millis());
        if (resources.cpus().maximum() != null) {
            cpus.setMaximum(resources.cpus().maximum().millis());
        }
        to.setMillicpus(cpus);
        if (resources.memory() != null) {
            var memory =
                    Range.newBuilder().setMinimum(resources.memory().minimum().bytes());
            if (resources.memory().maximum() != null) {
                memory.setMaximum(resources.memory().maximum().bytes());
            }
            to.setMemoryBytes(memory);
        }
        return to.build();
    }

    private static io.isobar.proto.workload.v1.Work work(Work work) {
        var to = io.isobar.proto.workload.v1.Work.newBuilder().setHours(work.hours());
        if (work.on() != null) {
            to.setOn(work.on());
        }
        if (work.family() != null) {
            to.setFamily(work.family());
        }
        return to.build();
    }

    private static io.isobar.proto.workload.v1.DataSet data(DataSet data) {
        var to = io.isobar.proto.workload.v1.DataSet.newBuilder().setUri(data.uri());
        if (data.size() != null) {
            to.setSizeBytes(data.size().bytes());
        }
        if (data.region() != null) {
            to.setRegion(data.region());
        }
        return to.build();
    }

    private static io.isobar.proto.workload.v1.Checkpoint checkpoint(Checkpoint checkpoint) {
        var to = io.isobar.proto.workload.v1.Checkpoint.newBuilder().setUri(checkpoint.uri());
        if (checkpoint.region() != null) {
            to.setRegion(checkpoint.region());
        }
        if (checkpoint.every() != null) {
            to.setEvery(TimeCodec.toProto(checkpoint.every()));
        }
        if (checkpoint.saveTakes() != null) {
            to.setSaveTakes(TimeCodec.toProto(checkpoint.saveTakes()));
        }
        if (checkpoint.restartTakes() != null) {
            to.setRestartTakes(TimeCodec.toProto(checkpoint.restartTakes()));
        }
        return to.build();
    }

    private static io.isobar.proto.workload.v1.PlacementRules placement(PlacementRules rules) {
        var to = io.isobar.proto.workload.v1.PlacementRules.newBuilder()
                .addAllRegions(rules.regions())
                .addAllExclude(rules.exclude())
                .addAllProviders(rules.providers())
                .addAllExcludeProviders(rules.excludeProviders())
                .addAllResidency(rules.residency());
        if (rules.spread() != null) {
            to.setSpreadBy(rules.spread().by().name().toLowerCase(Locale.ROOT))
                    .setSpreadMaximum(rules.spread().maximum());
        }
        rules.affinity().forEach(rule -> to.addAffinity(neighbour(rule)));
        rules.antiAffinity().forEach(rule -> to.addAntiAffinity(neighbour(rule)));
        if (rules.reservation() != null) {
            to.setReservation(rules.reservation());
        }
        if (rules.latency() != null) {
            to.setLatency(io.isobar.proto.workload.v1.LatencyRule.newBuilder()
                    .setFrom(rules.latency().from())
                    .setAtMost(TimeCodec.toProto(rules.latency().atMost())));
        }
        if (rules.maxPricePerHour() != null) {
            to.setMaxPricePerHour(MoneyCodec.toProto(rules.maxPricePerHour()));
        }
        return to.build();
    }

    private static io.isobar.proto.workload.v1.NeighbourRule neighbour(NeighbourRule rule) {
        var to = io.isobar.proto.workload.v1.NeighbourRule.newBuilder()
                .putAllLabels(rule.labels())
                .setBy(rule.by().name().toLowerCase(Locale.ROOT));
        if (rule.name() != null) {
            to.setName(rule.name());
        }
        return to.build();
    }

    private static io.isobar.proto.workload.v1.Objective objective(Objective objective) {
        var to =
                io.isobar.proto.workload.v1.Objective.newBuilder().setMinimise(EnumCodec.toProto(objective.minimise()));
        if (objective.valueOfTime() != null) {
            to.setValueOfTime(MoneyCodec.toProto(objective.valueOfTime()));
        }
        if (objective.deadline() != null) {
            to.setDeadline(TimeCodec.toProto(objective.deadline()));
        }
        if (objective.carbonPrice() != null) {
            to.setCarbonPrice(MoneyCodec.toProto(objective.carbonPrice()));
        }
        if (objective.maxCarbon() != null) {
            to.setMaxCarbonGrams(objective.maxCarbon().grams());
        }
        return to.build();
    }

    private static io.isobar.proto.workload.v1.RetryRule retry(RetryRule retry) {
        var to = io.isobar.proto.workload.v1.RetryRule.newBuilder()
                .setLimit(retry.limit())
                .setAvoidSameRegion(retry.avoidSameRegion());
        // In the order of the enum, so that equal rules are equal messages.
        retry.on().stream().sorted().forEach(cause -> to.addOn(EnumCodec.toProto(cause)));
        return to.build();
    }
}
