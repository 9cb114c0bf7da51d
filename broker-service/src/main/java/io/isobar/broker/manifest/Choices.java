package io.isobar.broker.manifest;

import io.isobar.broker.market.BillingMode;
import io.isobar.broker.workload.ComputeClass;
import io.isobar.broker.workload.DisconnectPolicy;
import io.isobar.broker.workload.GangRule.Across;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.PlacementRules.Spread;
import io.isobar.broker.workload.RetryRule.Cause;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Closed sets under the names that files use; the first name of a value is the one that is printed. */
final class Choices {
    static final Map<String, ComputeClass> CLASS = classes();
    static final Map<String, Boolean> DOMAIN = domains();
    static final Map<String, Across> ACROSS = lower(Across.values());
    static final Map<String, DisconnectPolicy> DISCONNECT = lower(DisconnectPolicy.values());
    static final Map<String, Objective.Kind> OBJECTIVE = lower(Objective.Kind.values());
    static final Map<String, Spread.By> SPREAD = lower(Spread.By.values());
    static final Map<String, BillingMode> BILLING = named(
            BillingMode.values(), mode -> mode.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    static final Map<String, Cause> CAUSE = named(Cause.values(), Cause::name);

    private Choices() {}

    static <E> E read(@Nullable Value value, Map<String, E> known, E usual) {
        var read = value == null ? null : value.choice(known);
        return read == null ? usual : read;
    }

    static <E> String name(Map<String, E> known, E value) {
        return known.entrySet().stream()
                .filter(entry -> entry.getValue().equals(value))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, ComputeClass> classes() {
        var names = lower(ComputeClass.values());
        names.put("通算", ComputeClass.GENERAL);
        names.put("智算", ComputeClass.INTELLIGENT);
        names.put("超算", ComputeClass.SUPER);
        return names;
    }

    private static Map<String, Boolean> domains() {
        var names = new LinkedHashMap<String, Boolean>();
        names.put("required", true);
        names.put("preferred", false);
        return names;
    }

    private static <E extends Enum<E>> Map<String, E> lower(E[] values) {
        return named(values, value -> value.name().toLowerCase(Locale.ROOT));
    }

    private static <E extends Enum<E>> Map<String, E> named(E[] values, Function<E, String> name) {
        var names = new LinkedHashMap<String, E>();
        for (E value : values) {
            names.put(name.apply(value), value);
        }
        return names;
    }
}
