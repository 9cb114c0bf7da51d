package io.isobar.broker.manifest.skypilot;

import io.isobar.broker.manifest.conversion.Fate;
import io.isobar.broker.manifest.conversion.Section;
import io.isobar.broker.manifest.yaml.YamlNode.Mapping;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.CpuRange;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.resource.MemoryRange;
import io.isobar.broker.workload.Billing;
import io.isobar.broker.workload.FieldRules;
import io.isobar.broker.workload.RetryRule;
import io.isobar.broker.workload.RetryRule.Cause;
import io.isobar.broker.workload.SpecDraft;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code resources} of a task, with its alternatives. */
final class ResourcesReader {
    private static final Pattern BARE = Pattern.compile("[0-9]+(?:\\.[0-9]+)?");
    private static final Pattern RATIO = Pattern.compile("[0-9.]+[xX]");
    private static final Fate.Table FATES = new Fate.Table()
            .silent("_cluster_config_overrides", "_docker_login_config")
            .lost("the broker chooses; name regions in placement.regions", "infra", "cloud", "region", "zone")
            .lost("room on the node's disk is not asked for", "disk_size", "disk_tier", "local_disk")
            .lost("the region's network is used as it is", "network_tier")
            .lost("no port is opened", "ports")
            .lost("it ends when its command ends", "autostop")
            .lost("order is by spec.priority, then by fair share", "priority")
            .lost("the runtime is the region's", "accelerator_args")
            .changed("say what it needs in `accelerators`, `cpus` and `memory`", "instance_type")
            .changed("give placement.maxPricePerHour, which is for all replicas", "max_hourly_cost")
            .changed("nothing is mounted; name what it reads in `data`", "volumes");
    private static final List<String> ALTERNATIVES = List.of("any_of", "ordered");

    private final SkyNames names;
    private final SpecDraft draft;
    private @Nullable String image;

    ResourcesReader(SkyNames names, SpecDraft draft) {
        this.names = names;
        this.draft = draft;
    }

    void read(Section resources) {
        readShared(resources);
        var asked = names.read(resources);
        draft.accelerators.addAll(asked.choices());
        draft.ordered = asked.ordered();
        for (var field : ALTERNATIVES) {
            var alternatives = resources.sections(field);
            if (!alternatives.isEmpty()) {
                draft.ordered = field.equals("ordered") && alternatives.size() > 1;
                alternatives.forEach(this::readAlternative);
            }
        }
        if (draft.accelerators.size() < 2) {
            draft.ordered = false;
        }
        resources.reportRest(FATES);
    }

    /** An alternative may name accelerators; in all else the replicas of a workload are alike. */
    private void readAlternative(Section alternative) {
        for (var choice : names.read(alternative).choices()) {
            if (!draft.accelerators.contains(choice) && draft.accelerators.size() < FieldRules.MOST_ALTERNATIVES) {
                draft.accelerators.add(choice);
            }
        }
        alternative.reportRest(new Fate.Table()
                .lost("the broker chooses; name regions in placement.regions", "infra", "cloud", "region", "zone")
                .lost("room on the node's disk is not asked for", "disk_size", "disk_tier", "local_disk")
                .changed("only the accelerators of an alternative can differ", "cpus", "memory", "use_spot")
                .changed("only the accelerators of an alternative can differ", "image_id", "instance_type"));
    }

    private void readShared(Section resources) {
        var cpus = resources.value("cpus", text -> Cpu.parse(least(text)));
        if (cpus != null) {
            draft.cpus = CpuRange.atLeast(cpus);
        }
        var memory = resources.value("memory", text -> memory(least(text)));
        if (memory != null) {
            draft.memory = MemoryRange.atLeast(memory);
        }
        if (resources.flag("use_spot")) {
            draft.billing = new Billing(BillingMode.SPOT, null);
        }
        resources
                .section("labels")
                .ifPresent(labels -> labels.texts().forEach((key, value) -> {
                    boolean fits =
                            key.length() <= FieldRules.LONGEST_NAME && value.length() <= FieldRules.LONGEST_LABEL;
                    if (fits && !key.isEmpty() && draft.labels.size() < FieldRules.MOST_LABELS) {
                        draft.labels.put(key, value);
                    } else {
                        labels.lost(key, "is too long for a label, or there are too many");
                    }
                }));
        readImage(resources);
        readRecovery(resources);
    }

    /** Machines are chosen by their size in SkyPilot; a replica takes so much of one. */
    private static String least(String text) {
        return text.endsWith("+") ? text.substring(0, text.length() - 1) : text;
    }

    /** A bare number is in GiB, as SkyPilot reads it. */
    private static Memory memory(String text) {
        if (RATIO.matcher(text).matches()) {
            throw new IllegalArgumentException("is relative to the cores; write an amount, such as 64");
        }
        return Memory.parse(BARE.matcher(text).matches() ? text + "Gi" : text);
    }

    private void readImage(Section resources) {
        var id = resources.text("image_id");
        if (id == null) {
            return;
        }
        if (!id.startsWith("docker:")) {
            resources.changed("image_id", "images of machines are not used; give docker:IMAGE");
            return;
        }
        var name = id.substring("docker:".length());
        var problem = name.isEmpty() || name.length() > FieldRules.LONGEST_IMAGE
                ? "must name an image of 1 to " + FieldRules.LONGEST_IMAGE + " characters"
                : FieldRules.imageProblem(name);
        if (problem != null) {
            resources.wrong("image_id", problem);
        } else {
            image = name;
        }
    }

    private void readRecovery(Section resources) {
        var field = resources.has("job_recovery") ? "job_recovery" : "spot_recovery";
        if (!(resources.node(field) instanceof Mapping)) {
            var strategy = resources.text(field);
            if (strategy != null && strategy.equalsIgnoreCase("none")) {
                draft.retry = new RetryRule(0, EnumSet.noneOf(Cause.class), true);
            } else if (strategy != null) {
                draft.retry = new RetryRule(3, RetryRule.USUAL.on(), !strategy.equalsIgnoreCase("FAILOVER"));
            }
            return;
        }
        resources.section(field).ifPresent(recovery -> {
            var most = recovery.whole("max_restarts_on_errors", 0, FieldRules.MOST_RETRIES);
            if (most != null && most > 0) {
                draft.retry = new RetryRule(most, EnumSet.allOf(Cause.class), true);
            }
            recovery.reportRest(new Fate.Table()
                    .lost("it is tried elsewhere first", "strategy")
                    .changed("exit codes make no difference", "recover_on_exit_codes"));
        });
    }

    @Nullable
    String image() {
        return image;
    }
}
