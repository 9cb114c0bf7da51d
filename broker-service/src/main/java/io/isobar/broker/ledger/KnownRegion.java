package io.isobar.broker.ledger;

import io.isobar.broker.capacity.RegionFacts;
import org.jspecify.annotations.Nullable;

/** A region that has connected before; {@code cordonNote} is null where it is not cordoned. */
public record KnownRegion(RegionFacts facts, @Nullable String cordonNote) {}
