package io.isobar.broker.manifest;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.AcceleratorRequestException;
import io.isobar.broker.catalog.AcceleratorRequestParser;
import io.isobar.broker.catalog.AcceleratorRequirement;
import io.isobar.broker.catalog.Precision;
import io.isobar.broker.catalog.Quantisation;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.manifest.YamlWriter.Plain;
import io.isobar.broker.resource.DurationText;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.Billing;
import io.isobar.broker.workload.BuiltFor;
import io.isobar.broker.workload.Checkpoint;
import io.isobar.broker.workload.ComputeClass;
import io.isobar.broker.workload.DataSet;
import io.isobar.broker.workload.DisconnectPolicy;
import io.isobar.broker.workload.GangRule;
import io.isobar.broker.workload.GangRule.Across;
import io.isobar.broker.workload.Group;
import io.isobar.broker.workload.NeighbourRule;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.PlacementRules;
import io.isobar.broker.workload.Resources;
import io.isobar.broker.workload.RetryRule;
import io.isobar.broker.workload.Variant;
import io.isobar.broker.workload.Work;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.List;
import java.util.Map;

/** Prints a specification as a workload file that {@link Manifest} reads as the same. What is usual is left out. */
public final class ManifestPrinter {
    private final AcceleratorRequestParser accelerators;

    public ManifestPrinter(AcceleratorCatalog catalog) {
        this.accelerators = new AcceleratorRequestParser(catalog);
    }

    public String print(WorkloadSpec spec) {
        var root = new Fields();
        root.put("apiVersion", "isobar/v1");
        root.put("kind", "Workload");
        var metadata = new Fields();
        metadata.put("name", spec.name());
        metadata.putUnless(spec.tenant().equals(WorkloadSpec.DEFAULT_TENANT), "tenant", spec.tenant());
        metadata.putTexts("labels", spec.labels());
        root.put("metadata", metadata.map());
        root.put("spec", spec(spec));
        return YamlWriter.write(root.map());
    }

    private Map<String, Object> spec(WorkloadSpec spec) {
        var to = new Fields();
        var inferred = spec.resources().accelerators().isEmpty() ? ComputeClass.GENERAL : ComputeClass.INTELLIGENT;
        to.putUnless(spec.computeClass() == inferred, "class", Choices.name(Choices.CLASS, spec.computeClass()));
        to.putUnless(spec.priority() == 0, "priority", number(spec.priority()));
        to.putUnless(spec.replicas() == 1, "replicas", number(spec.replicas()));
        to.put("gang", gang(spec.gang(), spec.replicas()));
        to.put("resources", resources(spec.resources()));
        to.put(
                "variants",
                spec.variants().stream().map(ManifestPrinter::variant).toList());
        to.put("groups", spec.others().stream().map(this::group).toList());
        to.putIfAny("work", spec.work(), ManifestPrinter::work);
        to.put("data", spec.data().stream().map(ManifestPrinter::data).toList());
        to.putIfAny("checkpoint", spec.checkpoint(), ManifestPrinter::checkpoint);
        to.put("placement", placement(spec.placement()));
        to.put("objective", objective(spec.objective()));
        to.putUnless(spec.billing().equals(Billing.ON_DEMAND), "billing", billing(spec.billing()));
        to.put("retry", retry(spec.retry()));
        if (spec.disconnect() != DisconnectPolicy.STOP_AND_REPLACE) {
            to.put("disconnect", Map.of("policy", Choices.name(Choices.DISCONNECT, spec.disconnect())));
        }
        to.putIfAny("timeLimit", spec.timeLimit(), DurationText::print);
        to.putIfAny("array", spec.array(), array -> {
            var below = new Fields();
            below.put("name", array.name());
            below.put("atOnce", number(array.atOnce()));
            return below.map();
        });
        return to.map();
    }

    private static Map<String, Object> gang(GangRule gang, int replicas) {
        var to = new Fields();
        to.putUnless(gang.minimum() == replicas, "minimum", number(gang.minimum()));
        to.putIfAny("startWithin", gang.startWithin(), DurationText::print);
        to.putUnless(!gang.domainRequired(), "domain", "required");
        to.putUnless(gang.across() == Across.NOTHING, "across", Choices.name(Choices.ACROSS, gang.across()));
        return to.map();
    }

    private Map<String, Object> group(Group group) {
        var to = new Fields();
        to.put("name", group.name());
        to.putUnless(group.replicas() == 1, "replicas", number(group.replicas()));
        to.put("resources", resources(group.resources()));
        to.put(
                "variants",
                group.variants().stream().map(ManifestPrinter::variant).toList());
        to.putUnless(!group.auxiliary(), "auxiliary", new Plain("true"));
        return to.map();
    }

    private Map<String, Object> resources(Resources resources) {
        var to = new Fields();
        var choices = resources.accelerators().stream().map(this::accelerator).toList();
        if (resources.ordered()) {
            to.put("accelerators", Map.of("ordered", choices));
        } else if (choices.size() == 1) {
            to.put("accelerators", choices.getFirst());
        } else if (!choices.isEmpty()) {
            to.put("accelerators", Map.of("anyOf", choices));
        }
        to.putUnless(
                resources.cpus().equals(ResourcesReader.ONE_CORE),
                "cpus",
                resources.cpus().toString());
        to.putIfAny("memory", resources.memory(), Object::toString);
        return to.map();
    }

    /** In the short form where that asks for the same. */
    private Object accelerator(AcceleratorChoice choice) {
        return switch (choice) {
            case AcceleratorChoice.Named named -> named(named);
            case AcceleratorChoice.Required required -> required(required);
            case AcceleratorChoice.None none -> AcceleratorChoice.None.WORD;
        };
    }

    private static Map<String, Object> required(AcceleratorChoice.Required choice) {
        var to = new Fields();
        var requirement = choice.requirement();
        to.putIfAny("memory", requirement.minimumMemory(), memory -> memory + "+");
        to.put(
                "precisions",
                requirement.precisions().stream().sorted().map(Precision::token).toList());
        to.putIfAny("tflops", requirement.minimumTflops(), tflops -> AcceleratorRequirement.number(tflops) + "+");
        to.put(
                "stacks",
                requirement.stacks().stream().sorted().map(SoftwareStack::token).toList());
        to.put("count", number(choice.count()));
        return to.map();
    }

    private Object named(AcceleratorChoice.Named choice) {
        var text = choice.name() + ":" + choice.count();
        try {
            if (AcceleratorReader.choice(accelerators.parse(text)).equals(choice)) {
                return text;
            }
        } catch (AcceleratorRequestException _) {
            // Its name is not one that a file could have; the id says what it means.
        }
        var to = new Fields();
        to.put("name", choice.name());
        to.put("model", choice.modelId());
        to.put("count", number(choice.count()));
        to.putIfAny("memory", choice.minimumMemory(), Object::toString);
        return to.map();
    }

    private static Map<String, Object> variant(Variant variant) {
        var to = new Fields();
        to.put("stack", variant.stack().token());
        to.putIfAny("image", variant.image(), image -> image);
        to.put("command", variant.command());
        to.putTexts("env", variant.environment());
        to.put("precisions", variant.precisions());
        to.putIfAny("quantisation", variant.quantisation(), Quantisation::token);
        to.putIfAny("architecture", variant.hostArchitecture(), architecture -> architecture.token());
        to.putIfAny("driverMinimum", variant.driverMinimum(), driver -> driver);
        to.put("builtFor", builtFor(variant.builtFor()));
        return to.map();
    }

    private static Map<String, Object> builtFor(BuiltFor built) {
        var to = new Fields();
        to.put("architectures", built.architectures());
        to.putIfAny("pytorch", built.pytorch(), version -> version);
        to.putIfAny("torchNpu", built.torchNpu(), version -> version);
        to.putIfAny("mindspore", built.mindspore(), version -> version);
        to.putIfAny("cann", built.cann(), version -> version);
        return to.map();
    }

    private static Map<String, Object> work(Work work) {
        var to = new Fields();
        boolean whole = work.hours() == Math.rint(work.hours()) && work.hours() < 1e9;
        to.put("hours", new Plain(whole ? Long.toString((long) work.hours()) : Double.toString(work.hours())));
        to.putIfAny("on", work.on(), on -> on);
        to.putIfAny("family", work.family(), family -> family);
        return to.map();
    }

    private static Map<String, Object> data(DataSet data) {
        var to = new Fields();
        to.put("uri", data.uri());
        to.putIfAny("size", data.size(), Object::toString);
        to.putIfAny("region", data.region(), region -> region);
        return to.map();
    }

    private static Map<String, Object> checkpoint(Checkpoint checkpoint) {
        var to = new Fields();
        to.put("uri", checkpoint.uri());
        to.putIfAny("every", checkpoint.every(), DurationText::print);
        to.putIfAny("saveTakes", checkpoint.saveTakes(), DurationText::print);
        to.putIfAny("restartTakes", checkpoint.restartTakes(), DurationText::print);
        to.putIfAny("region", checkpoint.region(), region -> region);
        return to.map();
    }

    private static Map<String, Object> placement(PlacementRules rules) {
        var to = new Fields();
        to.put("regions", rules.regions());
        to.put("exclude", rules.exclude());
        to.put("providers", rules.providers());
        to.put("excludeProviders", rules.excludeProviders());
        to.putIfAny("spread", rules.spread(), spread -> {
            var below = new Fields();
            below.put("by", Choices.name(Choices.SPREAD, spread.by()));
            below.put("maximum", number(spread.maximum()));
            return below.map();
        });
        to.put(
                "affinity",
                rules.affinity().stream().map(ManifestPrinter::neighbour).toList());
        to.put(
                "antiAffinity",
                rules.antiAffinity().stream().map(ManifestPrinter::neighbour).toList());
        to.putIfAny("latency", rules.latency(), latency -> {
            var below = new Fields();
            below.put("from", latency.from());
            below.put("atMost", DurationText.print(latency.atMost()));
            return below.map();
        });
        to.putIfAny("reservation", rules.reservation(), Object::toString);
        to.put("residency", rules.residency());
        to.putIfAny("maxPricePerHour", rules.maxPricePerHour(), Object::toString);
        return to.map();
    }

    private static Map<String, Object> neighbour(NeighbourRule rule) {
        var to = new Fields();
        to.putTexts("labels", rule.labels());
        to.putIfAny("name", rule.name(), name -> name);
        to.put("by", Choices.name(Choices.SPREAD, rule.by()));
        return to.map();
    }

    private static Map<String, Object> objective(Objective objective) {
        var to = new Fields();
        to.putUnless(
                objective.minimise() == Objective.Kind.COST,
                "minimise",
                Choices.name(Choices.OBJECTIVE, objective.minimise()));
        to.putIfAny("valueOfTime", objective.valueOfTime(), money -> money + "/h");
        to.putIfAny("deadline", objective.deadline(), Object::toString);
        to.putIfAny("carbonPrice", objective.carbonPrice(), money -> money + "/t");
        to.putIfAny("maxCarbon", objective.maxCarbon(), Object::toString);
        return to.map();
    }

    private static Map<String, Object> billing(Billing billing) {
        var to = new Fields();
        var modes = billing.modes().stream()
                .map(mode -> Choices.name(Choices.BILLING, mode))
                .toList();
        to.put("mode", modes.size() == 1 ? modes.getFirst() : modes);
        to.putIfAny("contract", billing.contract(), contract -> contract);
        return to.map();
    }

    private static Map<String, Object> retry(RetryRule retry) {
        var to = new Fields();
        to.putUnless(retry.limit() == RetryRule.USUAL.limit(), "limit", number(retry.limit()));
        if (!retry.on().equals(RetryRule.USUAL.on())) {
            List<String> causes = retry.on().stream()
                    .sorted()
                    .map(cause -> Choices.name(Choices.CAUSE, cause))
                    .toList();
            to.putAlways("on", causes);
        }
        to.putUnless(
                retry.avoidSameRegion() == RetryRule.USUAL.avoidSameRegion(),
                "avoidSameRegion",
                new Plain(Boolean.toString(retry.avoidSameRegion())));
        return to.map();
    }

    private static Plain number(long number) {
        return new Plain(Long.toString(number));
    }
}
