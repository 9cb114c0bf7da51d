package io.isobar.agent.inventory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pool is, without how much of it is free.
 *
 * @param accelerator null: general compute
 * @param interconnectDomain null: none is known
 * @param offers none: the price is not known; it is not free
 */
public record PoolProfile(
        PoolName name,
        @Nullable Accelerator accelerator,
        HostArchitecture hostArchitecture,
        List<SoftwareStack> stacks,
        @Nullable String interconnectDomain,
        boolean runsImages,
        List<Offer> offers) {
    public PoolProfile {
        stacks = List.copyOf(stacks);
        offers = List.copyOf(offers);
    }

    public PoolProfile withOffers(List<Offer> others) {
        return new PoolProfile(name, accelerator, hostArchitecture, stacks, interconnectDomain, runsImages, others);
    }
}
