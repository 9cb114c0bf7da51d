package io.isobar.broker.wire;

import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.resource.CarbonMass;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.workload.Billing;
import io.isobar.broker.workload.Checkpoint;
import io.isobar.broker.workload.DataSet;
import io.isobar.broker.workload.DisconnectPolicy;
import io.isobar.broker.workload.FieldRules;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.PlacementRules;
import io.isobar.broker.workload.PlacementRules.Spread;
import io.isobar.broker.workload.RetryRule;
import io.isobar.broker.workload.RetryRule.Cause;
import io.isobar.proto.workload.v1.WorkloadSpec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the rules of a workload: where, when and for how much it may run, and what happens when it cannot. */
final class RulesReader {
    private final Problems problems;
    private final QuantityReader quantities;
    private final FieldPath root;
    private final boolean trusted;

    RulesReader(Problems problems, FieldPath root, boolean trusted) {
        this.problems = problems;
        this.quantities = new QuantityReader(problems);
        this.root = root;
        this.trusted = trusted;
    }

    List<DataSet> data(List<io.isobar.proto.workload.v1.DataSet> sets) {
        var read = new ArrayList<DataSet>();
        if (problems.countWithin(root.at("data"), sets.size(), FieldRules.MOST_DATA)) {
            for (int i = 0; i < sets.size(); i++) {
                var at = root.element("data", i);
                var set = sets.get(i);
                problems.text(at.at("uri"), set.getUri(), FieldRules.LONGEST_URI);
                boolean sized = set.hasSizeBytes()
                        && problems.within(at.at("size_bytes"), set.getSizeBytes(), 0, Long.MAX_VALUE);
                regionName(at.at("region"), set.getRegion(), true);
                read.add(new DataSet(
                        set.getUri(),
                        sized ? new Memory(set.getSizeBytes()) : null,
                        set.getRegion().isEmpty() ? null : set.getRegion()));
            }
        }
        return read;
    }

    Checkpoint checkpoint(io.isobar.proto.workload.v1.Checkpoint checkpoint) {
        var at = root.in("checkpoint");
        problems.text(at.at("uri"), checkpoint.getUri(), FieldRules.LONGEST_URI);
        regionName(at.at("region"), checkpoint.getRegion(), true);
        return new Checkpoint(
                checkpoint.getUri(),
                checkpoint.hasEvery() ? quantities.positive(at.at("every"), checkpoint.getEvery()) : null,
                checkpoint.hasSaveTakes()
                        ? quantities.notNegative(at.at("save_takes"), checkpoint.getSaveTakes())
                        : null,
                checkpoint.hasRestartTakes()
                        ? quantities.notNegative(at.at("restart_takes"), checkpoint.getRestartTakes())
                        : null,
                checkpoint.getRegion().isEmpty() ? null : checkpoint.getRegion());
    }

    PlacementRules placement(io.isobar.proto.workload.v1.PlacementRules rules) {
        var at = root.in("placement");
        names(at, "regions", rules.getRegionsList());
        names(at, "exclude", rules.getExcludeList());
        names(at, "providers", rules.getProvidersList());
        names(at, "exclude_providers", rules.getExcludeProvidersList());
        if (problems.countWithin(at.at("residency"), rules.getResidencyCount(), FieldRules.MOST_PLACES)) {
            for (int i = 0; i < rules.getResidencyCount(); i++) {
                var problem = FieldRules.countryProblem(rules.getResidency(i));
                if (problem != null) {
                    problems.add(at.element("residency", i).path(), problem);
                }
            }
        }
        var price = rules.hasMaxPricePerHour()
                ? quantities.notNegative(at.at("max_price_per_hour"), rules.getMaxPricePerHour())
                : null;
        var neighbours = new NeighbourReader(problems, at);
        return new PlacementRules(
                rules.getRegionsList(),
                rules.getExcludeList(),
                rules.getProvidersList(),
                rules.getExcludeProvidersList(),
                spread(at, rules),
                rules.getResidencyList(),
                price,
                neighbours.rules("affinity", rules.getAffinityList()),
                neighbours.rules("anti_affinity", rules.getAntiAffinityList()),
                neighbours.latency(rules),
                reservation(at, rules.getReservation()));
    }

    private @Nullable String reservation(FieldPath at, String name) {
        var problem = name.isEmpty() ? null : FieldRules.nameProblem(name);
        if (problem != null) {
            problems.add(at.at("reservation"), problem);
        }
        return name.isEmpty() ? null : name;
    }

    private @Nullable Spread spread(FieldPath at, io.isobar.proto.workload.v1.PlacementRules rules) {
        int maximum = rules.getSpreadMaximum();
        if (rules.getSpreadBy().isEmpty()) {
            if (maximum != 0) {
                problems.add(at.at("spread_by"), "is required with spread_maximum; write provider, region or province");
            }
            return null;
        }
        boolean sound = problems.within(at.at("spread_maximum"), maximum, 1, Integer.MAX_VALUE);
        for (var by : Spread.By.values()) {
            if (by.name().toLowerCase(Locale.ROOT).equals(rules.getSpreadBy())) {
                return sound ? new Spread(by, maximum) : null;
            }
        }
        problems.add(at.at("spread_by"), "must be provider, region or province");
        return null;
    }

    Objective objective(io.isobar.proto.workload.v1.Objective objective) {
        var at = root.in("objective");
        return new Objective(
                quantities.choice(
                        at.at("minimise"),
                        objective.getMinimiseValue(),
                        EnumCodec.fromProto(objective.getMinimise()),
                        Objective.Kind.COST),
                objective.hasValueOfTime()
                        ? quantities.notNegative(at.at("value_of_time"), objective.getValueOfTime())
                        : null,
                objective.hasDeadline()
                        ? problems.read(at.at("deadline"), () -> TimeCodec.fromProto(objective.getDeadline()))
                        : null,
                objective.hasCarbonPrice()
                        ? quantities.notNegative(at.at("carbon_price"), objective.getCarbonPrice())
                        : null,
                objective.hasMaxCarbonGrams()
                        ? problems.read(at.at("max_carbon_grams"), () -> new CarbonMass(objective.getMaxCarbonGrams()))
                        : null);
    }

    Billing billing(WorkloadSpec spec) {
        var modes = EnumSet.of(quantities.choice(
                root.at("billing_mode"),
                spec.getBillingModeValue(),
                EnumCodec.fromProto(spec.getBillingMode()),
                BillingMode.ON_DEMAND));
        if (problems.countWithin(
                root.at("other_billing_modes"), spec.getOtherBillingModesCount(), BillingMode.values().length)) {
            for (int i = 0; i < spec.getOtherBillingModesCount(); i++) {
                var mode = EnumCodec.fromProto(spec.getOtherBillingModes(i));
                if (mode.isEmpty()) {
                    problems.add(root.element("other_billing_modes", i).path(), "must be a billing mode");
                }
                mode.ifPresent(modes::add);
            }
        }
        if (!modes.contains(BillingMode.CONTRACT)) {
            if (!spec.getContract().isEmpty()) {
                problems.add(root.at("contract"), "goes only with BILLING_MODE_CONTRACT");
            }
            return new Billing(modes, null);
        }
        return problems.text(root.at("contract"), spec.getContract(), FieldRules.LONGEST_NAME)
                ? new Billing(modes, spec.getContract())
                : Billing.ON_DEMAND;
    }

    RetryRule retry(WorkloadSpec spec) {
        if (!spec.hasRetry()) {
            return RetryRule.USUAL;
        }
        var rule = spec.getRetry();
        var at = root.in("retry");
        boolean sound = problems.within(at.at("limit"), rule.getLimit(), 0, FieldRules.MOST_RETRIES);
        var causes = EnumSet.noneOf(Cause.class);
        for (int i = 0; i < rule.getOnCount(); i++) {
            var cause = EnumCodec.causeFromProto(rule.getOn(i));
            cause.ifPresent(causes::add);
            if (cause.isEmpty()) {
                problems.add(
                        at.element("on", i).path(),
                        "must be LOST, PREEMPTED, NODE_FAILED, LAUNCH_FAILED or FAILED, is " + rule.getOnValue(i));
                break;
            }
        }
        if (rule.getLimit() > 0 && rule.getOnCount() == 0 && !trusted) {
            problems.add(at.at("on"), FieldRules.NO_CAUSE);
        }
        return sound ? new RetryRule(rule.getLimit(), causes, rule.getAvoidSameRegion()) : RetryRule.USUAL;
    }

    DisconnectPolicy disconnect(WorkloadSpec spec) {
        return quantities.choice(
                root.at("disconnect"),
                spec.getDisconnectValue(),
                EnumCodec.fromProto(spec.getDisconnect()),
                DisconnectPolicy.STOP_AND_REPLACE);
    }

    private void names(FieldPath at, String field, List<String> names) {
        if (problems.countWithin(at.at(field), names.size(), FieldRules.MOST_PLACES)) {
            for (int i = 0; i < names.size(); i++) {
                regionName(at.element(field, i).path(), names.get(i), false);
            }
        }
    }

    private void regionName(String field, String name, boolean mayBeEmpty) {
        if (!RegionName.isName(name) && !(mayBeEmpty && name.isEmpty())) {
            problems.add(
                    field,
                    "is no name: 1 to 63 lower-case letters, digits and hyphens, a letter or digit first and last");
        }
    }
}
