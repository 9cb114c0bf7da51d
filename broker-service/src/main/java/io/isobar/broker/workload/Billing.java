package io.isobar.broker.workload;

import io.isobar.broker.market.BillingMode;
import org.jspecify.annotations.Nullable;

/** How the workload is paid for; {@code contract} names the contract, and only with that mode. */
public record Billing(BillingMode mode, @Nullable String contract) {
    public static final Billing ON_DEMAND = new Billing(BillingMode.ON_DEMAND, null);

    public Billing {
        if ((mode == BillingMode.CONTRACT) != (contract != null)) {
            throw new IllegalArgumentException("billing.contract goes with billing.mode contract, and only with it");
        }
    }
}
