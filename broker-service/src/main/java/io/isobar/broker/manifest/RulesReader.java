package io.isobar.broker.manifest;

import io.isobar.broker.market.BillingMode;
import io.isobar.broker.workload.Billing;
import io.isobar.broker.workload.FieldRules;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.PlacementRules;
import io.isobar.broker.workload.PlacementRules.Spread;
import io.isobar.broker.workload.RetryRule;
import io.isobar.broker.workload.RetryRule.Cause;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the rules of a workload: where, when and for how much it may run, and what happens when it cannot. */
final class RulesReader {
    private RulesReader() {}

    static PlacementRules placement(Section section) {
        return new PlacementRules(
                Places.regions(section.get("regions")),
                Places.regions(section.get("exclude")),
                Places.providers(section.get("providers")),
                Places.providers(section.get("excludeProviders")),
                section.has("spread") ? spread(section.section("spread")) : null,
                Places.countries(section.get("residency")),
                Quantities.hourly(section.get("maxPricePerHour")),
                NeighbourReader.rules(section.get("affinity")),
                NeighbourReader.rules(section.get("antiAffinity")),
                section.has("latency") ? NeighbourReader.latency(section.section("latency")) : null,
                SpecReader.name(section.get("reservation")));
    }

    private static @Nullable Spread spread(Section section) {
        var by = section.require("by", "write provider, region or province");
        var maximum = section.require("maximum", "write how many may be in the same, such as 1");
        var what = by == null ? null : by.choice(Choices.SPREAD);
        var most = maximum == null ? null : maximum.integer(1, Integer.MAX_VALUE);
        return what == null || most == null ? null : new Spread(what, most);
    }

    static Objective objective(Section section) {
        return new Objective(
                Choices.read(section.get("minimise"), Choices.OBJECTIVE, Objective.Kind.COST),
                Quantities.hourly(section.get("valueOfTime")),
                Quantities.time(section.get("deadline")),
                Quantities.perTonne(section.get("carbonPrice")),
                Quantities.carbon(section.get("maxCarbon")));
    }

    static Billing billing(Section section) {
        var value = section.get("mode");
        var modes = modes(value);
        var contract = section.get("contract");
        if (modes == null) {
            // A mode that cannot be read may have been meant to be contract.
            return Billing.ON_DEMAND;
        }
        if (!modes.contains(BillingMode.CONTRACT)) {
            if (contract != null) {
                contract.problem("goes only with mode: contract");
            }
            return new Billing(modes, null);
        }
        var named = section.require("contract", "name the contract, or choose another mode");
        var name = named == null ? null : named.text(FieldRules.LONGEST_NAME);
        if (named != null && name != null && name.isEmpty()) {
            named.problem("is empty; name the contract, or choose another mode");
            return Billing.ON_DEMAND;
        }
        return name == null ? Billing.ON_DEMAND : new Billing(modes, name);
    }

    /** One, or a list of which any will do; null where it is none that there is. */
    private static @Nullable Set<BillingMode> modes(@Nullable Value value) {
        if (value == null) {
            return EnumSet.of(BillingMode.ON_DEMAND);
        }
        if (value.isText()) {
            var mode = value.choice(Choices.BILLING);
            return mode == null ? null : EnumSet.of(mode);
        }
        var modes = EnumSet.noneOf(BillingMode.class);
        var elements = value.list(BillingMode.values().length, "write spot, or [ spot, on-demand ]");
        for (var element : elements) {
            var mode = element.choice(Choices.BILLING);
            if (mode != null) {
                modes.add(mode);
            }
        }
        if (elements.isEmpty() && value.isList()) {
            value.problem("names no mode; write spot, or [ spot, on-demand ]");
        }
        return modes.size() < elements.size() || modes.isEmpty() ? null : modes;
    }

    static RetryRule retry(Section section) {
        var value = section.get("limit");
        var limit =
                value == null ? Integer.valueOf(RetryRule.USUAL.limit()) : value.integer(0, FieldRules.MOST_RETRIES);
        var on = causes(section.get("on"));
        if (limit != null && limit > 0 && on.isEmpty()) {
            section.problem("on", FieldRules.NO_CAUSE);
        }
        var avoid = section.get("avoidSameRegion");
        var avoids = avoid == null ? Boolean.valueOf(RetryRule.USUAL.avoidSameRegion()) : avoid.flag();
        return limit == null || avoids == null ? RetryRule.USUAL : new RetryRule(limit, on, avoids);
    }

    private static Set<Cause> causes(@Nullable Value value) {
        if (value == null) {
            return RetryRule.USUAL.on();
        }
        var causes = EnumSet.noneOf(Cause.class);
        for (var element : value.list(FieldRules.MOST_RETRIES, "write [ LOST, PREEMPTED ]")) {
            var cause = element.choice(Choices.CAUSE);
            if (cause != null) {
                causes.add(cause);
            }
        }
        // What could not be read was reported; it was not nothing.
        return causes.isEmpty() && !value.isEmptyList() ? RetryRule.USUAL.on() : causes;
    }
}
