package io.isobar.broker.operations;

import io.isobar.broker.capacity.FederationView;
import io.isobar.broker.placement.Decision;

/**
 * What placement says of a workload now.
 *
 * @param view that it was judged by
 */
public record Judged(Decision decision, FederationView view) {}
