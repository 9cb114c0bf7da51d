package io.isobar.broker.placement;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.PoolFacts;
import io.isobar.broker.capacity.PoolKey;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The dense fp16 peak of a unit of what pools have, in TFLOPS, so that eight small cards are not eight large ones. A pool that is gone
 * keeps the one that it had; an unknown one counts as {@link #USUAL}.
 */
final class Peaks implements ToDoubleFunction<PoolKey> {
    static final double USUAL = 312;

    private final CapacityBook book;
    private final Map<PoolKey, Double> known = new HashMap<>();

    Peaks(CapacityBook book) {
        this.book = book;
    }

    @Override
    public double applyAsDouble(PoolKey pool) {
        return book.facts(pool)
                .map(facts -> {
                    double peak = of(facts);
                    known.put(pool, peak);
                    return peak;
                })
                .orElseGet(() -> known.getOrDefault(pool, USUAL));
    }

    static double of(PoolFacts facts) {
        var accelerator = facts.accelerator();
        var model = accelerator == null ? null : accelerator.model();
        return model == null ? USUAL : model.denseTflops("fp16").orElse(USUAL);
    }
}
