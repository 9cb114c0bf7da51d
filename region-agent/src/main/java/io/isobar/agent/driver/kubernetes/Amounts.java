package io.isobar.agent.driver.kubernetes;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** Amounts of resources by name: {@code cpu} in thousandths, all else in its own unit. */
record Amounts(Map<String, Long> byName) {
    static final String CPU = "cpu";
    static final String MEMORY = "memory";
    static final String PODS = "pods";
    static final Amounts NONE = new Amounts(Map.of());

    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE / 4);

    Amounts {
        byName = Map.copyOf(byName);
    }

    /**
     * What was written; an amount that cannot be read, or is negative, is left out.
     *
     * @param mode where it is no whole number: what is there is rounded down, what is taken is rounded up
     */
    static Amounts of(@Nullable Map<String, Quantity> quantities, RoundingMode mode) {
        if (quantities == null) {
            return NONE;
        }
        Map<String, Long> amounts = new HashMap<>();
        quantities.forEach((name, quantity) -> {
            Long amount = amount(name, quantity, mode);
            if (amount != null) {
                amounts.put(name, amount);
            }
        });
        return new Amounts(amounts);
    }

    private static @Nullable Long amount(String name, Quantity quantity, RoundingMode mode) {
        try {
            BigDecimal number = quantity.getNumericalAmount();
            BigDecimal scaled = isCpu(name) ? number.movePointRight(3) : number;
            return scaled.signum() < 0
                    ? null
                    : Long.valueOf(scaled.min(MOST).setScale(0, mode).longValueExact());
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static boolean isCpu(String name) {
        return name.equals(CPU) || name.endsWith(".cpu");
    }

    @Nullable
    Long get(String name) {
        return byName.get(name);
    }

    long orZero(String name) {
        return byName.getOrDefault(name, 0L);
    }

    Amounts plus(Amounts other) {
        return merge(other, Long::sum);
    }

    Amounts greater(Amounts other) {
        return merge(other, Math::max);
    }

    Amounts overriddenBy(Amounts other) {
        return merge(other, (mine, theirs) -> theirs);
    }

    private Amounts merge(Amounts other, BinaryOperator<Long> both) {
        Map<String, Long> merged = new HashMap<>(byName);
        other.byName.forEach((name, amount) -> merged.merge(name, amount, both));
        return new Amounts(merged);
    }
}
