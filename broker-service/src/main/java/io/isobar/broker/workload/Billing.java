package io.isobar.broker.workload;

import io.isobar.broker.market.BillingMode;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the workload is paid for.
 *
 * @param modes whichever of them is better; at least one
 * @param contract the name of the contract; with the mode contract, and only with it
 */
public record Billing(Set<BillingMode> modes, @Nullable String contract) {
    public static final Billing ON_DEMAND = new Billing(BillingMode.ON_DEMAND, null);

    public Billing {
        if (modes.isEmpty()) {
            throw new IllegalArgumentException("billing.mode names no mode");
        }
        modes = Collections.unmodifiableSet(EnumSet.copyOf(modes));
        if (modes.contains(BillingMode.CONTRACT) != (contract != null)) {
            throw new IllegalArgumentException("billing.contract goes with billing.mode contract, and only with it");
        }
    }

    public Billing(BillingMode mode, @Nullable String contract) {
        this(EnumSet.of(mode), contract);
    }

    public boolean accepts(BillingMode mode) {
        return modes.contains(mode);
    }
}
