package io.isobar.broker.placement;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.network.Network;
import io.isobar.broker.resource.ExchangeRates;
import java.util.Currency;

/**
 * What placement decides by, besides the view and the workload.
 *
 * @param currency the money that bills are compared in
 * @param version of all of it, for the decision record
 */
public record Policy(
        AcceleratorCatalog catalog,
        ExchangeRates rates,
        Currency currency,
        Network network,
        Hazards hazards,
        Weights weights,
        String version) {}
