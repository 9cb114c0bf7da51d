package io.isobar.broker.placement;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.learning.Corrections;
import io.isobar.broker.network.Network;
import io.isobar.broker.resource.ExchangeRates;
import java.util.Collections;
import java.util.Currency;
import java.util.EnumSet;
import java.util.Set;

/**
 * What placement decides by, besides the view and the workload.
 *
 * @param currency the money that bills are compared in
 * @param allowedUnknowns reasons of the portability gate that do not keep a workload from a pool; of {@link #UNKNOWNS}
 * @param carbon what energy and carbon are reckoned by
 * @param learned what runs have taught of how long work takes
 * @param exploration what it is worth to learn more
 * @param version of all of it, for the decision record
 */
public record Policy(
        AcceleratorCatalog catalog,
        ExchangeRates rates,
        Currency currency,
        Network network,
        Hazards hazards,
        Tenants tenants,
        String version,
        Set<Reason> allowedUnknowns,
        CarbonRules carbon,
        Corrections learned,
        Exploration exploration) {
    /** What can be unknown of a pool and be allowed all the same. */
    public static final Set<Reason> UNKNOWNS = Collections.unmodifiableSet(EnumSet.of(
            Reason.UNIT_KIND_UNKNOWN,
            Reason.HOST_ARCHITECTURE_UNKNOWN,
            Reason.COVERAGE_UNKNOWN,
            Reason.DRIVER_UNKNOWN,
            Reason.PRECISION_UNKNOWN,
            Reason.PEAK_UNKNOWN,
            Reason.ACCELERATOR_MEMORY_UNKNOWN));

    public Policy {
        allowedUnknowns = Set.copyOf(allowedUnknowns);
        if (!UNKNOWNS.containsAll(allowedUnknowns)) {
            throw new IllegalArgumentException(
                    "no policy can allow all of " + allowedUnknowns + "; it can allow " + UNKNOWNS);
        }
    }

    /** The same, by what was learned since. */
    Policy knowing(Corrections newer) {
        return new Policy(
                catalog,
                rates,
                currency,
                network,
                hazards,
                tenants,
                version,
                allowedUnknowns,
                carbon,
                newer,
                exploration);
    }

    /** The same, with something else known of links. */
    Policy across(Network newer) {
        return new Policy(
                catalog,
                rates,
                currency,
                newer,
                hazards,
                tenants,
                version,
                allowedUnknowns,
                carbon,
                learned,
                exploration);
    }

    /** One of an operator who has set nothing about carbon and learning. */
    public Policy(
            AcceleratorCatalog catalog,
            ExchangeRates rates,
            Currency currency,
            Network network,
            Hazards hazards,
            Tenants tenants,
            String version,
            Set<Reason> allowedUnknowns) {
        this(
                catalog,
                rates,
                currency,
                network,
                hazards,
                tenants,
                version,
                allowedUnknowns,
                CarbonRules.DEFAULT,
                Corrections.NONE,
                Exploration.USUAL);
    }

    /** One of an operator who has set nothing. */
    public Policy(AcceleratorCatalog catalog, ExchangeRates rates, Currency currency, String version) {
        this(catalog, rates, currency, Network.UNKNOWN, Hazards.DEFAULT, Tenants.EQUAL, version, Set.of());
    }
}
