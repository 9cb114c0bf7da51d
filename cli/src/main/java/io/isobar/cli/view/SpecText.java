package io.isobar.cli.view;

import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Times;
import io.isobar.cli.text.Words;
import io.isobar.proto.workload.v1.AcceleratorRequest;
import io.isobar.proto.workload.v1.AcceleratorRequirement;
import io.isobar.proto.workload.v1.BuiltFor;
import io.isobar.proto.workload.v1.DataSet;
import io.isobar.proto.workload.v1.Group;
import io.isobar.proto.workload.v1.NeighbourRule;
import io.isobar.proto.workload.v1.Resources;
import io.isobar.proto.workload.v1.Variant;
import io.isobar.proto.workload.v1.WorkloadSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What was asked, as it was understood. */
final class SpecText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private static final int LONGEST_COMMAND = 160;

    private static final double MILLIS_PER_HOUR = 3_600_000;

    private SpecText() {}

    /** "pangu-weather (tenant met-lab)". */
    static String title(WorkloadSpec spec) {
        return spec.getName() + (spec.getTenant().isEmpty() ? "" : " (tenant " + spec.getTenant() + ")");
    }

    /** Only what decides where it runs; {@link #more} gives the rest. */
    static void add(WorkloadSpec spec, Facts facts) {
        facts.add("needs", needs(spec));
        spec.getGroupsList().forEach(group -> facts.add("group " + group.getName(), group(group)));
        facts.addUnlessEmpty("gang", gang(spec));
        facts.add("run time", runTime(spec));
        facts.addUnlessEmpty("where", where(spec));
    }

    static void more(WorkloadSpec spec, Frame frame, Facts facts) {
        spec.getVariantsList().forEach(variant -> facts.add("variant", variant(variant, frame)));
        spec.getDataList().forEach(data -> facts.add("data", data(data)));
        if (spec.hasCheckpoint()) {
            var checkpoint = spec.getCheckpoint();
            facts.add(
                    "checkpoint",
                    checkpoint.getUri()
                            + (checkpoint.hasEvery()
                                    ? ", every " + Times.span(Times.duration(checkpoint.getEvery()))
                                    : ""));
        }
        if (spec.getObjective().hasDeadline()) {
            facts.add("deadline", Times.full(spec.getObjective().getDeadline(), frame.zone()));
        }
        var modes = new StringBuilder(OfferTable.mode(spec.getBillingMode()));
        spec.getOtherBillingModesList().forEach(mode -> modes.append(" or ").append(OfferTable.mode(mode)));
        facts.add("billing", modes.toString());
        facts.add("retries", "at most " + spec.getRetry().getLimit());
        if (spec.hasTimeLimit()) {
            facts.add("time limit", Times.span(Times.duration(spec.getTimeLimit())));
        }
        if (spec.hasArray()) {
            facts.add(
                    "array",
                    spec.getArray().getName() + ", at most " + spec.getArray().getAtOnce() + " tasks at once");
        }
        spec.getLabelsMap().forEach((key, value) -> facts.add("label", key + "=" + value));
    }

    static String needs(WorkloadSpec spec) {
        int replicas = Math.max(1, spec.getReplicas());
        return Words.plural(replicas, "replica") + " x " + resources(spec.getResources()) + units(spec, replicas);
    }

    private static String units(WorkloadSpec spec, int replicas) {
        var requests = spec.getResources().getAcceleratorsList();
        boolean sameCount =
                requests.stream().map(AcceleratorRequest::getCount).distinct().count() == 1;
        return replicas > 1 && sameCount
                ? " (" + Words.plural((long) replicas * requests.getFirst().getCount(), "unit") + " in all)"
                : "";
    }

    private static String resources(Resources resources) {
        var parts = new ArrayList<String>();
        if (!resources.getAcceleratorsList().isEmpty()) {
            parts.add(resources.getAcceleratorsList().stream()
                    .map(SpecText::accelerator)
                    .collect(Collectors.joining(resources.getOrdered() ? ", else " : " or ")));
        }
        parts.add(
                (resources.hasMillicpus() ? Amounts.range(resources.getMillicpus(), Amounts::cores) : "1+") + " cores");
        if (resources.hasMemoryBytes()) {
            parts.add(Amounts.range(resources.getMemoryBytes(), Amounts::bytes) + " memory");
        }
        return String.join(", ", parts);
    }

    private static String accelerator(AcceleratorRequest request) {
        if (request.getNone()) {
            return "no accelerator";
        }
        if (request.hasRequirement()) {
            return request.getCount() + " of any with " + required(request.getRequirement());
        }
        var name = request.getModelId().isEmpty() ? request.getName() : request.getModelId();
        return name + (request.hasUnit() ? " (" + request.getUnit().getProfile() + ")" : "") + ":" + request.getCount()
                + (request.hasMinimumMemoryBytes()
                        ? " with " + Amounts.bytes(request.getMinimumMemoryBytes()) + "+ each"
                        : "");
    }

    private static String required(AcceleratorRequirement requirement) {
        var parts = new ArrayList<String>();
        if (requirement.hasMinimumMemoryBytes()) {
            parts.add(Amounts.bytes(requirement.getMinimumMemoryBytes()) + "+ each");
        }
        if (requirement.getPrecisionsCount() > 0) {
            parts.add(String.join(" and ", requirement.getPrecisionsList())
                    + (requirement.hasMinimumTflops()
                            ? " at " + Amounts.decimal(requirement.getMinimumTflops()) + "+ dense TFLOPS"
                            : ""));
        }
        if (requirement.getStacksCount() > 0) {
            parts.add(String.join(" or ", requirement.getStacksList()));
        }
        return String.join(", ", parts);
    }

    private static String group(Group group) {
        return Words.plural(Math.max(1, group.getReplicas()), "replica") + " x " + resources(group.getResources())
                + (group.getAuxiliary() ? ", stopped when the others are done" : "");
    }

    private static String gang(WorkloadSpec spec) {
        if (spec.getReplicas() <= 1 && spec.getGroupsCount() == 0) {
            return "";
        }
        if (!spec.hasGang()) {
            return "all or nothing";
        }
        var gang = spec.getGang();
        return "at least " + gang.getMinimum()
                + switch (gang.getAcross()) {
                    case GANG_ACROSS_POOLS -> ", may be divided over pools of a region";
                    case GANG_ACROSS_REGIONS -> ", may be divided over regions";
                    case GANG_ACROSS_NOTHING, GANG_ACROSS_UNSPECIFIED, UNRECOGNIZED -> "";
                }
                + (gang.hasStartWithin() ? ", started within " + Times.span(Times.duration(gang.getStartWithin())) : "")
                + (gang.getDomainRequired() ? ", in one interconnect domain" : "");
    }

    private static String runTime(WorkloadSpec spec) {
        if (!spec.hasWork()) {
            return "unknown; candidates are compared by price per hour";
        }
        var work = spec.getWork();
        return Times.span(Duration.ofMillis(Math.round(work.getHours() * MILLIS_PER_HOUR))) + " on "
                + (work.getOn().isEmpty() ? "any of them" : work.getOn())
                + (work.getFamily().isEmpty() ? "" : " (" + work.getFamily() + ")");
    }

    private static String where(WorkloadSpec spec) {
        var rules = spec.getPlacement();
        var parts = new ArrayList<String>();
        add("only in ", rules.getRegionsList(), parts);
        add("not in ", rules.getExcludeList(), parts);
        add("in the jurisdiction of ", rules.getResidencyList(), parts);
        if (rules.hasMaxPricePerHour()) {
            parts.add("at most " + Amounts.money(rules.getMaxPricePerHour()) + " an hour");
        }
        if (rules.getSpreadMaximum() > 0) {
            parts.add("at most " + rules.getSpreadMaximum() + " by " + rules.getSpreadBy());
        }
        rules.getAffinityList().forEach(rule -> parts.add("near what has " + neighbour(rule)));
        rules.getAntiAffinityList().forEach(rule -> parts.add("apart from what has " + neighbour(rule)));
        if (!rules.getReservation().isEmpty()) {
            parts.add("on nodes of reservation " + rules.getReservation());
        }
        if (rules.hasLatency()) {
            var latency = rules.getLatency();
            parts.add("at most " + Times.duration(latency.getAtMost()).toMillis() + " ms from " + latency.getFrom());
        }
        return String.join("; ", parts);
    }

    private static String neighbour(NeighbourRule rule) {
        var selected = new ArrayList<String>();
        if (!rule.getName().isEmpty()) {
            selected.add("name " + rule.getName());
        }
        new TreeMap<>(rule.getLabelsMap()).forEach((key, label) -> selected.add(key + "=" + label));
        return String.join(", ", selected) + " (by " + (rule.getBy().isEmpty() ? "region" : rule.getBy()) + ")";
    }

    private static void add(String words, List<String> names, List<String> parts) {
        if (!names.isEmpty()) {
            parts.add(words + String.join(", ", names));
        }
    }

    private static String variant(Variant variant, Frame frame) {
        return variant.getStack()
                + (variant.hasImage() ? ", image " + variant.getImage() : "")
                + (variant.hasBuiltFor() ? ", built for " + builtFor(variant.getBuiltFor()) : "")
                + (variant.getQuantisation().isEmpty() ? "" : ", quantised as " + variant.getQuantisation())
                + (variant.getCommandList().isEmpty() ? "" : ": " + command(variant.getCommandList(), frame));
    }

    /** A whole script is of no use among other facts. */
    private static String command(List<String> arguments, Frame frame) {
        var line = arguments.stream().map(SpecText::argument).collect(Collectors.joining(" "));
        int characters = line.codePointCount(0, line.length());
        return frame.isWide() || characters <= LONGEST_COMMAND
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST_COMMAND)) + "… ("
                        + Words.plural(characters, "character") + "; -o wide shows all)";
    }

    private static String builtFor(BuiltFor built) {
        var parts = new ArrayList<String>(built.getArchitecturesList());
        add("PyTorch ", built.getPytorch(), parts);
        add("torch-npu ", built.getTorchNpu(), parts);
        add("MindSpore ", built.getMindspore(), parts);
        add("CANN ", built.getCann(), parts);
        return String.join(", ", parts);
    }

    private static void add(String words, String version, List<String> parts) {
        if (!version.isEmpty()) {
            parts.add(words + version);
        }
    }

    /** As a shell would read it. */
    private static String argument(String argument) {
        return PLAIN.matcher(argument).matches() ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }

    private static String data(DataSet data) {
        return data.getUri()
                + (data.hasSizeBytes() ? ", " + Amounts.bytes(data.getSizeBytes()) : ", size unknown")
                + (data.getRegion().isEmpty() ? "" : ", in " + data.getRegion());
    }
}
