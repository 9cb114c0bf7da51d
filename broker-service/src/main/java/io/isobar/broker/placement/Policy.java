package io.isobar.broker.placement;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.resource.ExchangeRates;

/**
 * What placement decides by, besides the view and the workload.
 *
 * @param currency ISO 4217 code of the money that bills are compared in
 * @param version of all of it, for the decision record
 */
public record Policy(AcceleratorCatalog catalog, ExchangeRates rates, String currency, String version) {}
