package io.isobar.broker.learning;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What the runs of one family say together: the logarithm of the time taken by the time expected is the sum of what the tenant
 * declares wrongly, what is expected wrongly of the model, what the shape of the gang adds there, and chance.
 *
 * <p>Each of the three is normal around 0, so that the most probable values are those of a ridge regression (Gelman and Hill, "Data
 * Analysis Using Regression and Multilevel/Hierarchical Models", 2006, chapter 12), found by fitting them in turn. So a tenant that
 * declares all its work as half of what it is does not make the first model it runs on look slow, and a model that nobody of the
 * family ran on is expected to be as the catalogue has it.
 */
final class FamilyFit {
    /** Standard deviations of the logarithms, before anything is seen: of chance, and of the three. */
    static final double CHANCE = 0.2;

    static final double TENANT_DEVIATION = 1.0;
    static final double MODEL_DEVIATION = 0.5;
    static final double GANG_DEVIATION = 0.15;

    private static final int MOST_TURNS = 50;
    private static final double SETTLED = 1e-6;

    private final Map<RunKind, Tally> tallies;
    private final Map<Object, Double> tenants = new HashMap<>();
    private final Map<Object, Double> models = new HashMap<>();
    private final Map<Object, Double> gangs = new HashMap<>();

    private record Gang(String model, int replicas, int units) {}

    FamilyFit(Map<RunKind, Tally> tallies) {
        this.tallies = new TreeMap<>(RunKind.ORDER);
        this.tallies.putAll(tallies);
        for (int turn = 0; turn < MOST_TURNS; turn++) {
            double moved = fit(tenants, RunKind::tenant, TENANT_DEVIATION)
                    + fit(models, RunKind::model, MODEL_DEVIATION)
                    + fit(gangs, FamilyFit::gang, GANG_DEVIATION);
            if (moved < SETTLED) {
                break;
            }
        }
    }

    /** Fits one of the three to what the others leave over; how far that moved it. */
    private double fit(Map<Object, Double> effects, Function<RunKind, Object> level, double deviation) {
        var weights = new HashMap<Object, Double>();
        var sums = new HashMap<Object, Double>();
        tallies.forEach((kind, tally) -> {
            var key = level.apply(kind);
            double others = logarithm(kind) - effects.getOrDefault(key, 0.0);
            weights.merge(key, tally.weight(), Double::sum);
            sums.merge(key, tally.sum() - tally.weight() * others, Double::sum);
        });
        double moved = 0;
        for (var entry : weights.entrySet()) {
            double strength = CHANCE * CHANCE / (deviation * deviation);
            double effect = sums.getOrDefault(entry.getKey(), 0.0) / (entry.getValue() + strength);
            moved += Math.abs(effect - effects.getOrDefault(entry.getKey(), 0.0));
            effects.put(entry.getKey(), effect);
        }
        return moved;
    }

    Correction of(RunKind kind) {
        double weight = 0;
        long runs = 0;
        for (var entry : tallies.entrySet()) {
            if (entry.getKey().model().equals(kind.model())) {
                weight += entry.getValue().weight();
                runs += entry.getValue().runs();
            }
        }
        double strength = CHANCE * CHANCE / (MODEL_DEVIATION * MODEL_DEVIATION);
        double deviation = CHANCE / Math.sqrt(weight + strength);
        return new Correction(Math.exp(logarithm(kind)), Math.exp(deviation), runs, true);
    }

    private double logarithm(RunKind kind) {
        return tenants.getOrDefault(kind.tenant(), 0.0)
                + models.getOrDefault(kind.model(), 0.0)
                + gangs.getOrDefault(gang(kind), 0.0);
    }

    private static Gang gang(RunKind kind) {
        return new Gang(kind.model(), kind.replicas(), kind.units());
    }

    Map<RunKind, Tally> tallies() {
        return tallies;
    }
}
