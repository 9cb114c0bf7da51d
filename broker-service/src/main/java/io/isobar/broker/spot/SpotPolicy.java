package io.isobar.broker.spot;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides, tick by tick, where work with a deadline runs: on spot capacity of one of several regions, on capacity that stays, or
 * nowhere until some spot capacity comes. It knows what it was shown until now and nothing else, and never lets a deadline pass
 * that could be met: once no more than one restart fits beside what remains, the work runs on capacity that stays, or stays
 * where it is as long as it is left there (the safety net of "Can't Be Late", Wu et al., NSDI 2024).
 *
 * <p>Before that, it does what leaves the least to be paid ({@link CostToGo}), for capacity that behaves as it did until now
 * ({@link Availability}): so a gap is waited out while slack is plentiful, short spots of capacity are not worth their restarts,
 * and slack is spent where it saves the most. Of the regions that have spot capacity it takes the one with the least sum of price
 * and expected restarts.
 *
 * <p>One policy serves one task. Not for use by several threads.
 */
public final class SpotPolicy {
    /** Hours on spot capacity that count as seen beforehand, with one displacement in them. */
    private static final double PRIOR_HOURS = 4;
    /** The table is made anew once so many more changes were seen than it is made of, or at least so often. */
    private static final double MORE_CHANGES = 1.1;

    private static final double OLDEST_TABLE = 4;

    private final Task task;
    private final Availability anywhere = new Availability();
    private final List<Availability> regions;
    private double hoursOnSpot;
    private int displacements;
    private Place lastChoice = Place.NOWHERE;
    private @Nullable CostToGo table;
    private double tableOf;
    private int changesInTable;

    /**
     * @param offers how many spot offers each moment will show
     */
    public SpotPolicy(Task task, int offers) {
        this.task = task;
        this.regions = Stream.generate(Availability::new).limit(offers).toList();
    }

    /** What to do until the next tick. */
    public Choice decide(Moment moment) {
        learn(moment);
        Choice choice = choose(moment);
        lastChoice = switch (choice) {
            case Choice.Spot _ -> Place.SPOT;
            case Choice.OnDemand _ -> Place.ON_DEMAND;
            case Choice.Wait _ -> Place.NOWHERE;
        };
        return choice;
    }

    private void learn(Moment moment) {
        if (moment.offers().size() != regions.size()) {
            throw new IllegalArgumentException("there were " + regions.size() + " spot offers, now there are "
                    + moment.offers().size());
        }
        anywhere.see(moment.anywhere(), moment.now());
        for (int i = 0; i < regions.size(); i++) {
            regions.get(i).see(moment.offers().get(i).available(), moment.now());
        }
        if (lastChoice == Place.SPOT) {
            hoursOnSpot += task.tick();
            if (moment.place() == Place.NOWHERE && moment.anywhere()) {
                displacements++;
            }
        }
    }

    private Choice choose(Moment moment) {
        double left = task.deadline() - moment.now();
        if (mustRun(moment.remaining(), left)) {
            return moment.place() == Place.SPOT && moment.restarting() <= 0
                    ? new Choice.Spot(moment.region())
                    : new Choice.OnDemand();
        }
        if (moment.place() == Place.SPOT) {
            return new Choice.Spot(moment.region());
        }
        // A restart stays in hand for the way back to capacity that stays, and a tick to notice that it is needed.
        double slack = left - moment.remaining() - restarting(moment) - task.restart() - task.tick();
        if (slack < 0) {
            return new Choice.OnDemand();
        }
        return cheapest(moment, slack);
    }

    private static double restarting(Moment moment) {
        return moment.place() == Place.NOWHERE ? 0 : moment.restarting();
    }

    /** Whether a tick that does not run would leave too little: then it is decided no more. Counted in whole ticks, as it runs. */
    private boolean mustRun(double remaining, double left) {
        return Math.ceil((remaining + task.restart()) / task.tick()) >= Math.floor(left / task.tick());
    }

    private Choice cheapest(Moment moment, double slack) {
        boolean there = moment.anywhere();
        double isLong = anywhere.isLong(moment.now());
        double remaining = moment.remaining();
        CostToGo costs = table(moment, slack);
        double tick = task.tick();
        double restart = task.restart();

        boolean runsAlready = moment.place() == Place.ON_DEMAND;
        double slackOnDemand = runsAlready ? slack : slack - restart;
        double afterTick = Math.max(0, remaining - tick);
        double onDemand = (runsAlready ? 0 : restart * task.onDemandPrice())
                + tick * task.onDemandPrice()
                + costs.afterTick(Place.ON_DEMAND, there, isLong, afterTick, slackOnDemand);
        double waiting = costs.afterTick(Place.NOWHERE, there, isLong, remaining, slack - tick);
        if (there && slack >= restart) {
            double worthOfSlack = (costs.of(Place.NOWHERE, there, isLong, remaining, slack - restart)
                    - costs.of(Place.NOWHERE, there, isLong, remaining, slack));
            int region = best(moment, worthOfSlack);
            double spot = restart * moment.offers().get(region).price()
                    + costs.of(Place.SPOT, there, isLong, remaining, slack - restart);
            if (spot <= onDemand && spot <= waiting) {
                return new Choice.Spot(region);
            }
        }
        return onDemand <= waiting ? new Choice.OnDemand() : new Choice.Wait();
    }

    private CostToGo table(Moment moment, double slack) {
        CostToGo known = table;
        boolean enoughIsNew =
                anywhere.ended() > changesInTable && anywhere.ended() >= MORE_CHANGES * changesInTable + 1;
        if (known != null && !enoughIsNew && moment.now() - tableOf <= OLDEST_TABLE) {
            return known;
        }
        double perHour = regions.size() == 1 ? 0 : (1 + displacements) / (PRIOR_HOURS + hoursOnSpot);
        CostToGo made = new CostToGo(task, spotPrice(moment), anywhere, perHour, moment.remaining(), slack);
        table = made;
        tableOf = moment.now();
        changesInTable = anywhere.ended();
        return made;
    }

    /** What is there at the least price; where nothing is there, the mean. */
    private static double spotPrice(Moment moment) {
        return moment.offers().stream()
                .filter(SpotOffer::available)
                .mapToDouble(SpotOffer::price)
                .min()
                .orElseGet(() -> moment.offers().stream()
                        .mapToDouble(SpotOffer::price)
                        .average()
                        .orElseThrow());
    }

    /** The available offer with the least expected price of an hour, with the restarts that losing it will cost. */
    private int best(Moment moment, double worthOfSlack) {
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        double restart = task.restart() * spotPrice(moment) + Math.max(0, worthOfSlack);
        for (int i = 0; i < regions.size(); i++) {
            SpotOffer offer = moment.offers().get(i);
            double price = offer.price() + restart * regions.get(i).hazard(moment.now());
            if (offer.available() && price < least) {
                best = i;
                least = price;
            }
        }
        return best;
    }
}
