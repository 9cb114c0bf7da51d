package io.isobar.broker.manifest;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.AcceleratorRequirement;
import io.isobar.broker.catalog.Precision;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.workload.FieldRules;
import io.isobar.broker.workload.StackRule;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what accelerators must be able to do, where that is asked for in place of a name. */
final class RequirementReader {
    private static final List<String> OWN_FIELDS = List.of("precisions", "tflops", "stacks");
    private static final Pattern TFLOPS = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)\\+?");

    private RequirementReader() {}

    static boolean isOne(Section section) {
        return section.has("memory") || OWN_FIELDS.stream().anyMatch(section::has);
    }

    /** A model has the properties that it has. */
    static void refuseBesideName(Section section) {
        for (var field : OWN_FIELDS) {
            if (section.has(field)) {
                section.problem(field, "goes without name: a model is asked for either by name or by what it can do");
            }
        }
    }

    /** Null and a problem where it is none, or where no model of the catalogue meets it. */
    static @Nullable AcceleratorRequirement read(Section section, @Nullable Memory memory, AcceleratorCatalog catalog) {
        var precisionsValue = section.get("precisions");
        List<Precision> precisions = precisionsValue == null
                ? List.of()
                : precisionsValue.tokens(
                        FieldRules.MOST_PRECISIONS, "write [ bf16 ]", Precision::of, FieldRules.unknownPrecision());
        var stacksValue = section.get("stacks");
        List<SoftwareStack> stacks = stacksValue == null
                ? List.of()
                : stacksValue.tokens(
                        SoftwareStack.values().length,
                        "write [ cuda, cann ]",
                        SoftwareStack::of,
                        "is not known; known are " + FieldRules.stackTokens());
        var tflopsValue = section.get("tflops");
        var tflops = tflopsValue == null ? null : tflops(tflopsValue);
        boolean allRead = (section.get("memory") == null) == (memory == null)
                && (tflopsValue == null) == (tflops == null)
                && (precisionsValue == null || !precisions.isEmpty())
                && (stacksValue == null || !stacks.isEmpty());
        if (!allRead) {
            refuseEmpty(precisionsValue);
            refuseEmpty(stacksValue);
            return null;
        }
        var problem = AcceleratorRequirement.problem(memory, Set.copyOf(precisions), tflops, Set.copyOf(stacks));
        if (problem != null) {
            section.problem(tflops == null ? "memory" : "tflops", problem);
            return null;
        }
        var requirement = new AcceleratorRequirement(memory, Set.copyOf(precisions), tflops, Set.copyOf(stacks));
        var unmet = StackRule.problem(catalog, requirement);
        if (unmet != null) {
            section.problem("memory", unmet);
            return null;
        }
        return requirement;
    }

    private static void refuseEmpty(@Nullable Value list) {
        if (list != null && list.isEmptyList()) {
            list.problem("is empty; leave the line out");
        }
    }

    private static @Nullable Double tflops(Value value) {
        var must = "a number of dense TFLOPS per unit, such as 300 or 300+, more than 0";
        var tflops = value.quantity(must, RequirementReader::number);
        if (tflops != null && !(tflops > 0)) {
            value.wrong(must, "");
            return null;
        }
        return tflops;
    }

    /** Not a number where it is none. */
    private static double number(String text) {
        var matcher = TFLOPS.matcher(text);
        return matcher.matches() ? Double.parseDouble(matcher.group(1)) : Double.NaN;
    }
}
