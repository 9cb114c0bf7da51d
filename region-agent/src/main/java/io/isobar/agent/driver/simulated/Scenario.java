package io.isobar.agent.driver.simulated;

import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.inventory.ForeignLoad;
import io.isobar.agent.inventory.InvalidInventoryException;
import io.isobar.agent.inventory.MemorySize;
import io.isobar.agent.inventory.Resources;
import io.isobar.agent.inventory.YamlFields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong in a simulated region. See docs/scenario-file.md.
 *
 * @param rules the first that matches an attempt counts
 * @param loads what others take of a node is the sum of all that match it
 */
public record Scenario(List<Rule> rules, List<NodeFault> nodeFaults, List<Load> loads) {
    public static final Scenario NONE = new Scenario(List.of(), List.of(), List.of());
    private static final int MAX_RULES = 10_000;

    /**
     * What happens to attempts of some workloads. All times are simulated.
     *
     * @param workload name, with * for any characters
     * @param attempts only the first so many attempts of a workload; null: all
     * @param refuse why it is not admitted; null: it is
     * @param launchFailure why it cannot be launched; null: it can
     * @param startDelay from the launch to running
     * @param runTime in place of what the broker expects; null: as expected
     * @param failAfter ends so early; null: at its end
     * @param exitCode 0 to 255
     */
    public record Rule(
            NamePattern workload,
            @Nullable Long attempts,
            @Nullable String refuse,
            @Nullable String launchFailure,
            Duration startDelay,
            @Nullable Duration runTime,
            @Nullable Duration failAfter,
            int exitCode) {
        boolean matches(LaunchOrder order) {
            return workload.matches(order.workloadName())
                    && (attempts == null || order.key().epoch() <= attempts);
        }
    }

    /**
     * Nodes that fail at a simulated time after the region first started.
     *
     * @param backAfter until they work again; null: never
     */
    public record NodeFault(
            NamePattern node, Duration failAt, @Nullable Duration backAfter) {}

    /**
     * Work that is not the federation's, on each node that matches.
     *
     * @param from simulated, after the region first started
     * @param until as {@code from}, and after it; null: it stays
     */
    public record Load(
            NamePattern node, Duration from, @Nullable Duration until, ForeignLoad takes) {}

    public Scenario {
        rules = List.copyOf(rules);
        loads = List.copyOf(loads);
        nodeFaults = List.copyOf(nodeFaults);
    }

    Optional<Rule> ruleFor(LaunchOrder order) {
        return rules.stream().filter(rule -> rule.matches(order)).findFirst();
    }

    /** Reads a whole file; {@code source} names it in the message of an {@link InvalidInventoryException}. */
    public static Scenario read(String source, String text) {
        List<String> problems = new ArrayList<>();
        YamlFields top = YamlFields.parse(source, text, problems);
        List<Rule> rules = new ArrayList<>();
        List<NodeFault> faults = new ArrayList<>();
        top.list("rules", MAX_RULES).forEach(fields -> rules.add(rule(fields)));
        top.list("nodes", MAX_RULES).forEach(fields -> faults.add(fault(fields)));
        List<Load> loads = new ArrayList<>();
        top.list("load", MAX_RULES).forEach(fields -> loads.add(load(fields)));
        top.finish();
        if (!problems.isEmpty()) {
            throw new InvalidInventoryException(source, problems);
        }
        return new Scenario(rules, faults, loads);
    }

    private static Rule rule(YamlFields fields) {
        String workload = fields.text("workload");
        Duration delay = fields.duration("start-delay");
        Duration failAfter = fields.duration("fail-after");
        Long exitCode = fields.number("exit-code", 0, 255);
        long defaultCode = failAfter == null ? 0 : 1;
        Rule rule = new Rule(
                new NamePattern(workload == null ? "*" : workload),
                fields.number("attempts", 1, Integer.MAX_VALUE),
                fields.text("refuse"),
                fields.text("launch-failure"),
                delay == null ? Duration.ZERO : delay,
                fields.duration("run-time"),
                failAfter,
                (int) (exitCode == null ? defaultCode : exitCode));
        fields.finish();
        return rule;
    }

    private static Load load(YamlFields fields) {
        String node = fields.required("node", fields.text("node"), "*");
        Duration from = fields.duration("from");
        Duration until = fields.duration("until");
        Duration begin = from == null ? Duration.ZERO : from;
        if (until != null && until.compareTo(begin) <= 0) {
            fields.problem("until", "must be after from");
        }
        Long units = fields.number("units", 1, Resources.MAX_UNITS);
        Long cpus = fields.number("cpus", 1, 1_000_000);
        Long memory = fields.read("memory", MemorySize::parse);
        if (units == null && cpus == null && memory == null) {
            fields.problem("cpus", "a load takes at least one of units, cpus, memory");
        }
        Load load = new Load(
                new NamePattern(node),
                begin,
                until,
                new ForeignLoad(orZero(units), orZero(cpus) * 1_000, orZero(memory)));
        fields.finish();
        return load;
    }

    private static long orZero(@Nullable Long amount) {
        return amount == null ? 0 : amount;
    }

    private static NodeFault fault(YamlFields fields) {
        String node = fields.required("node", fields.text("node"), "*");
        Duration failAt = fields.required("fail-at", fields.duration("fail-at"), Duration.ZERO);
        NodeFault fault = new NodeFault(new NamePattern(node), failAt, fields.duration("back-after"));
        fields.finish();
        return fault;
    }
}
