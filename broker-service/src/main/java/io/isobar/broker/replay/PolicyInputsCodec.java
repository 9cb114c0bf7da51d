package io.isobar.broker.replay;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.learning.Correction;
import io.isobar.broker.learning.Corrections;
import io.isobar.broker.learning.RunKind;
import io.isobar.broker.network.Link;
import io.isobar.broker.network.Network;
import io.isobar.broker.placement.CarbonRules;
import io.isobar.broker.placement.Exploration;
import io.isobar.broker.placement.Hazards;
import io.isobar.broker.placement.Policy;
import io.isobar.broker.placement.Tenants;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.resource.Money;
import io.isobar.broker.wire.MoneyCodec;
import io.isobar.broker.wire.ReasonCodec;
import io.isobar.broker.wire.TimeCodec;
import io.isobar.broker.workload.DataSet;
import io.isobar.broker.workload.WorkloadSpec;
import io.isobar.proto.workload.v1.CorrectionInputs;
import io.isobar.proto.workload.v1.ExchangeRateInputs;
import io.isobar.proto.workload.v1.LinkInputs;
import io.isobar.proto.workload.v1.PolicyInputs;
import io.isobar.proto.workload.v1.RoundTripInputs;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Currency;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The part of the policy that a workload's judgement looks at. The catalogue is not in it: it is the broker's that replays. */
final class PolicyInputsCodec {
    private PolicyInputsCodec() {}

    /** {@code regions} are those of the pools. */
    static PolicyInputs toProto(
            Policy policy, WorkloadSpec spec, Set<String> regions, Map<RunKind, Correction> learned) {
        var to = PolicyInputs.newBuilder()
                .setVersion(policy.version())
                .setCurrency(policy.currency().getCurrencyCode())
                .setBaseCurrency(policy.rates().base().getCurrencyCode())
                .setCardHoursPerFailure(policy.hazards().cardHoursPerFailure())
                .setSpotHoursPerReclaim(policy.hazards().spotHoursPerReclaim())
                .setWattsPerCore(policy.carbon().wattsPerCore())
                .setWattsPerGigabyte(policy.carbon().wattsPerGigabyte())
                .setExplorationDeviations(policy.exploration().deviations())
                .setExplorationTrialCost(policy.exploration().trialCost());
        policy.rates()
                .rates()
                .forEach((currency, rate) -> to.addRates(ExchangeRateInputs.newBuilder()
                        .setCurrency(currency.getCurrencyCode())
                        .setInBase(rate.inBase().toString())
                        .setDate(rate.date().toString())));
        policy.allowedUnknowns().forEach(reason -> to.addAllowedUnknowns(ReasonCodec.toProto(reason)));
        var carbonPrice = policy.carbon().prices().get(spec.tenant());
        if (carbonPrice != null) {
            to.setCarbonPrice(MoneyCodec.toProto(carbonPrice));
        }
        addWays(policy.network(), spec, regions, to);
        learned.forEach((kind, correction) -> to.addCorrections(correction(kind, correction)));
        return to.build();
    }

    private static void addWays(Network network, WorkloadSpec spec, Set<String> regions, PolicyInputs.Builder to) {
        var places = spec.data().stream()
                .map(DataSet::region)
                .filter(place -> place != null)
                .collect(Collectors.toUnmodifiableSet());
        var latency = spec.placement().latency();
        for (var region : regions) {
            for (var place : places) {
                network.between(place, region).ifPresent(link -> to.addLinks(link(place, region, link)));
            }
            if (latency != null) {
                network.roundTrip(latency.from(), region)
                        .ifPresent(time -> to.addRoundTrips(RoundTripInputs.newBuilder()
                                .setFrom(latency.from())
                                .setTo(region)
                                .setTime(TimeCodec.toProto(time))
                                .setMeasured(network.isMeasured(latency.from(), region))));
            }
        }
    }

    private static LinkInputs link(String from, String to, Link link) {
        return LinkInputs.newBuilder()
                .setFrom(from)
                .setTo(to)
                .setGigabits(link.gigabits())
                .setPricePerGigabyte(MoneyCodec.toProto(link.pricePerGigabyte()))
                .setMeasured(link.isMeasured())
                .build();
    }

    private static CorrectionInputs correction(RunKind kind, Correction correction) {
        return CorrectionInputs.newBuilder()
                .setModelId(kind.model())
                .setReplicas(kind.replicas())
                .setUnits(kind.units())
                .setFactor(correction.factor())
                .setSpread(correction.spread())
                .setRuns(correction.runs())
                .setUnderWay(correction.underWay())
                .setLate(correction.late())
                .setUsualUnitHours(correction.usualUnitHours())
                .setWanted(correction.isWanted())
                .build();
    }

    static Policy fromProto(PolicyInputs from, WorkloadSpec spec, AcceleratorCatalog catalog) {
        var rates = from.getRatesList().stream()
                .collect(Collectors.toMap(
                        rate -> Currency.getInstance(rate.getCurrency()),
                        rate -> new ExchangeRates.Rate(
                                new BigDecimal(rate.getInBase()), LocalDate.parse(rate.getDate()))));
        var allowed = from.getAllowedUnknownsList().stream()
                .map(reason -> ReasonCodec.fromProto(reason)
                        .orElseThrow(() -> new IllegalStateException("the reason " + reason + " is not known")))
                .collect(Collectors.toUnmodifiableSet());
        return new Policy(
                catalog,
                new ExchangeRates(Currency.getInstance(from.getBaseCurrency()), rates),
                Currency.getInstance(from.getCurrency()),
                network(from),
                new Hazards(from.getCardHoursPerFailure(), from.getSpotHoursPerReclaim()),
                Tenants.EQUAL,
                from.getVersion(),
                allowed,
                new CarbonRules(
                        from.getWattsPerCore(),
                        from.getWattsPerGigabyte(),
                        from.hasCarbonPrice()
                                ? Map.of(spec.tenant(), MoneyCodec.fromProto(from.getCarbonPrice()))
                                : Map.<String, Money>of()),
                Corrections.said(corrections(from, spec)),
                new Exploration(from.getExplorationDeviations(), from.getExplorationTrialCost()));
    }

    private static Network network(PolicyInputs from) {
        var links = new HashMap<Network.Ends, Link>();
        from.getLinksList()
                .forEach(link -> links.put(
                        new Network.Ends(link.getFrom(), link.getTo()),
                        new Link(
                                link.getGigabits(),
                                MoneyCodec.fromProto(link.getPricePerGigabyte()),
                                link.getMeasured())));
        var declared = new HashMap<Network.Ends, Duration>();
        var measured = new HashMap<Network.Ends, Duration>();
        from.getRoundTripsList()
                .forEach(way -> (way.getMeasured() ? measured : declared)
                        .put(new Network.Ends(way.getFrom(), way.getTo()), TimeCodec.fromProto(way.getTime())));
        return new Network(links, declared).measured(measured, Map.of());
    }

    private static Map<RunKind, Correction> corrections(PolicyInputs from, WorkloadSpec spec) {
        var work = spec.work();
        var family = work == null || work.family() == null ? "" : work.family().toLowerCase(Locale.ROOT);
        var corrections = new HashMap<RunKind, Correction>();
        for (var one : from.getCorrectionsList()) {
            corrections.put(
                    new RunKind(spec.tenant(), family, one.getModelId(), one.getReplicas(), one.getUnits()),
                    new Correction(
                            one.getFactor(),
                            one.getSpread(),
                            one.getRuns(),
                            one.getUnderWay(),
                            one.getLate(),
                            true,
                            one.getUsualUnitHours(),
                            one.getWanted()));
        }
        return corrections;
    }
}
