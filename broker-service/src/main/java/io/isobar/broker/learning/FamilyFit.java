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
    static final double MODEL_DEVIATION = 1.0;
    static final double GANG_DEVIATION = 0.15;

    /** Nine of ten values of a normal distribution lie below its mean and so many standard deviations. */
    private static final double NINE_OF_TEN = 1.2816;
    /** In runs, what is known of chance before any was seen; and so much weigh all tenants in what is said of one. */
    private static final double CHANCE_RUNS = 5;

    private static final int MOST_TURNS = 50;
    private static final double SETTLED = 1e-6;

    private final double usualUnitHours;
    private final Map<String, Seen> seen = new HashMap<>();
    /** Standard deviation of chance, by tenant. */
    private final Map<String, Double> chances = new HashMap<>();

    private final Map<Object, Double> tenants = new HashMap<>();
    private final Map<Object, Double> models = new HashMap<>();
    private final Map<Object, Double> gangs = new HashMap<>();

    private record Gang(String model, int replicas, int units) {}

    /** On a model. */
    private record Seen(double weight, long runs, long underWay) {
        static final Seen NOTHING = new Seen(0, 0, 0);

        Seen and(Seen more) {
            return new Seen(weight + more.weight, runs + more.runs, underWay + more.underWay);
        }

        boolean isNothing() {
            return runs + underWay == 0;
        }
    }

    /**
     * The fit.
     *
     * @param known tallies, with what those show that are under way
     * @param underWay how many of them are on each model
     */
    FamilyFit(Map<RunKind, Tally> known, Map<String, Long> underWay) {
        // In one order, so that equal tallies give equal figures to the last bit.
        var tallies = new TreeMap<RunKind, Tally>(RunKind.ORDER);
        tallies.putAll(known);
        tallies.forEach(
                (kind, tally) -> seen.merge(kind.model(), new Seen(tally.weight(), tally.runs(), 0), Seen::and));
        underWay.forEach((model, runs) -> seen.merge(model, new Seen(0, 0, runs), Seen::and));
        double weight = tallies.values().stream().mapToDouble(Tally::weight).sum();
        usualUnitHours = weight > 0
                ? tallies.values().stream().mapToDouble(Tally::unitHours).sum() / weight
                : 0;
        for (int turn = 0; turn < MOST_TURNS; turn++) {
            double moved = fit(tallies, tenants, RunKind::tenant, TENANT_DEVIATION)
                    + fit(tallies, models, RunKind::model, MODEL_DEVIATION)
                    + fit(tallies, gangs, FamilyFit::gang, GANG_DEVIATION);
            if (moved < SETTLED) {
                break;
            }
        }
        findChances(tallies);
    }

    /** How far runs lie from what is said of them, by tenant: each is expected to be as all are, and these as chance usually is. */
    private void findChances(Map<RunKind, Tally> tallies) {
        var all = new Around(0, 0);
        var byTenant = new HashMap<String, Around>();
        for (var entry : tallies.entrySet()) {
            var around = Around.of(entry.getValue(), logarithm(entry.getKey()));
            all = all.and(around);
            byTenant.merge(entry.getKey().tenant(), around, Around::and);
        }
        double usual = all.variance(CHANCE * CHANCE);
        byTenant.forEach((tenant, around) -> chances.put(tenant, Math.sqrt(around.variance(usual))));
    }

    /** Squares of how far runs lie from what is said of them. */
    private record Around(double weight, double squares) {
        static Around of(Tally tally, double said) {
            double squares = tally.squares() - 2 * said * tally.sum() + tally.weight() * said * said;
            return new Around(tally.weight(), Math.max(0, squares));
        }

        Around and(Around more) {
            return new Around(weight + more.weight, squares + more.squares);
        }

        double variance(double expected) {
            return (CHANCE_RUNS * expected + squares) / (CHANCE_RUNS + weight);
        }
    }

    /** Fits one of the three to what the others leave over; how far that moved it. */
    private double fit(
            Map<RunKind, Tally> tallies,
            Map<Object, Double> effects,
            Function<RunKind, Object> level,
            double deviation) {
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
            double effect = sums.getOrDefault(entry.getKey(), 0.0) / (entry.getValue() + strength(deviation));
            moved += Math.abs(effect - effects.getOrDefault(entry.getKey(), 0.0));
            effects.put(entry.getKey(), effect);
        }
        return moved;
    }

    /** What is known before anything is seen, in runs. */
    private static double strength(double deviation) {
        return CHANCE * CHANCE / (deviation * deviation);
    }

    /** What is to be expected of a run; where {@code isClosed}, no first one is wanted on the model. */
    Correction of(RunKind kind, boolean isClosed) {
        var onModel = seen.getOrDefault(kind.model(), Seen.NOTHING);
        double deviation = CHANCE / Math.sqrt(onModel.weight() + strength(MODEL_DEVIATION));
        return new Correction(
                Math.exp(logarithm(kind)),
                Math.exp(deviation),
                onModel.runs(),
                onModel.underWay(),
                late(kind.tenant(), onModel),
                true,
                usualUnitHours,
                onModel.isNothing() && !isClosed);
    }

    private double late(String tenant, Seen onModel) {
        return onModel.isNothing() ? 1 : Math.exp(NINE_OF_TEN * chances.getOrDefault(tenant, CHANCE));
    }

    private double logarithm(RunKind kind) {
        return tenants.getOrDefault(kind.tenant(), 0.0)
                + models.getOrDefault(kind.model(), 0.0)
                + gangs.getOrDefault(gang(kind), 0.0);
    }

    private static Gang gang(RunKind kind) {
        return new Gang(kind.model(), kind.replicas(), kind.units());
    }
}
