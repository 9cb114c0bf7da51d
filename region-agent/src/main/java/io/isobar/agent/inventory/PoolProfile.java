package io.isobar.agent.inventory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pool is, without how much of it is free.
 *
 * @param accelerator null: general compute
 * @param interconnectDomain null: none is known
 * @param offers none: the price is not known; it is not free
 * @param queue null: what is free can be used at once
 */
public record PoolProfile(
        PoolName name,
        @Nullable Accelerator accelerator,
        HostArchitecture hostArchitecture,
        List<SoftwareStack> stacks,
        @Nullable String interconnectDomain,
        boolean runsImages,
        List<Offer> offers,
        @Nullable SiteQueue queue) {
    /** Of nodes that can be used at once. */
    public PoolProfile(
            PoolName name,
            @Nullable Accelerator accelerator,
            HostArchitecture hostArchitecture,
            List<SoftwareStack> stacks,
            @Nullable String interconnectDomain,
            boolean runsImages,
            List<Offer> offers) {
        this(name, accelerator, hostArchitecture, stacks, interconnectDomain, runsImages, offers, null);
    }

    public PoolProfile {
        stacks = List.copyOf(stacks);
        offers = List.copyOf(offers);
    }

    public PoolProfile withOffers(List<Offer> others) {
        return new PoolProfile(
                name, accelerator, hostArchitecture, stacks, interconnectDomain, runsImages, others, queue);
    }

    public PoolProfile as(PoolName other) {
        return new PoolProfile(
                other, accelerator, hostArchitecture, stacks, interconnectDomain, runsImages, offers, queue);
    }

    /** With a place in its queue for every node. */
    public PoolProfile in(SiteQueue other) {
        return new PoolProfile(
                name, accelerator, hostArchitecture, stacks, interconnectDomain, runsImages, offers, other);
    }
}
