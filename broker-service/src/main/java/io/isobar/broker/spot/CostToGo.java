package io.isobar.broker.spot;

/**
 * What is still to be paid on average from any state on, if from then on is decided as well as the chain allows: a dynamic
 * program over the work that remains and the slack that remains, for capacity that comes and goes as a Markov chain of four
 * states (there or away, for short or for long). Slack is the time that can be lost before the work must sit on capacity that
 * stays: running keeps it, waiting spends it, each start spends a restart. Where less than none is left, capacity that stays is
 * paid to the end. One step is one run of the program of at least a quarter of an hour.
 *
 * <p>The states of the chain are known to the program and not to who asks: he gives how likely a long one is, and gets the mean.
 */
final class CostToGo {
    private static final double SMALLEST_STEP = 0.25;
    /** Of work, and half as many of slack: the table has at most so many by so many states. */
    private static final int MOST_STEPS = 400;

    private static final int CHAIN = 4;
    private static final int THERE = 0;
    private static final int AWAY = 2;

    /** The chain for one step: from, to. */
    private final double[][] chain = new double[CHAIN][];

    private final Task task;
    private final double spotPrice;
    /** That spot capacity is lost within a step where another region has some. */
    private final double displaced;

    private final double step;
    private final int works;
    private final int slacks;
    /** By state of the chain; of the second index, work is the slow part and slack the fast one, both in steps. */
    private final double[][] nowhere;

    private final double[][] onSpot;
    private final double[][] onDemand;

    private final Availability availability;

    /**
     * @param work hours that remain, at most; slack likewise
     * @param displacements an hour on spot capacity, where other spot capacity is there at once
     */
    CostToGo(Task task, double spotPrice, Availability availability, double displacements, double work, double slack) {
        this.task = task;
        this.spotPrice = spotPrice;
        this.availability = availability;
        this.step = Math.max(
                Math.max(SMALLEST_STEP, Math.max(task.tick(), task.restart())),
                Math.max(work / MOST_STEPS, slack * 2 / MOST_STEPS));
        this.works = (int) Math.ceil(work / step) + 1;
        this.slacks = (int) Math.ceil(Math.max(slack, 0) / step) + 1;
        this.displaced = 1 - Math.exp(-step * displacements);
        for (int from = 0; from < CHAIN; from++) {
            chain[from] = after(from, step);
        }
        this.nowhere = new double[CHAIN][(works + 1) * (slacks + 1)];
        this.onSpot = new double[CHAIN][(works + 1) * (slacks + 1)];
        this.onDemand = new double[CHAIN][(works + 1) * (slacks + 1)];
        for (int w = 1; w <= works; w++) {
            for (int s = 0; s <= slacks; s++) {
                fill(w, s);
            }
        }
    }

    private void fill(int work, int slack) {
        int here = work * (slacks + 1) + slack;
        double hours = slack * step;
        for (int state = 0; state < CHAIN; state++) {
            double waiting = onwards(state, Place.NOWHERE, work, hours - step);
            double restart = task.restart();
            double staying = runOnDemand(state, work, hours);
            double startOnDemand = restart * task.onDemandPrice() + runOnDemand(state, work, hours - restart);
            double startSpot = Double.POSITIVE_INFINITY;
            if (state < AWAY) {
                onSpot[state][here] = runSpot(state, work, hours);
                if (hours >= restart) {
                    startSpot = restart * spotPrice + runSpot(state, work, hours - restart);
                }
            }
            nowhere[state][here] = Math.min(waiting, Math.min(startOnDemand, startSpot));
            onDemand[state][here] = Math.min(staying, startSpot);
        }
    }

    private double runOnDemand(int state, int work, double slack) {
        return slack < 0
                ? task.onDemandPrice() * work * step
                : task.onDemandPrice() * step + onwards(state, Place.ON_DEMAND, work - 1, slack);
    }

    private double runSpot(int state, int work, double slack) {
        double sum = spotPrice * step;
        for (int next = 0; next < CHAIN; next++) {
            double lost = at(Place.NOWHERE, next, work - 1, slack);
            double after =
                    next < AWAY ? (1 - displaced) * at(Place.SPOT, next, work - 1, slack) + displaced * lost : lost;
            sum += chain[state][next] * after;
        }
        return sum;
    }

    private double onwards(int state, Place place, int work, double slack) {
        double sum = 0;
        for (int next = 0; next < CHAIN; next++) {
            sum += chain[state][next] * at(place, next, work, slack);
        }
        return sum;
    }

    private double at(Place place, int state, int work, double slack) {
        if (slack < -1e-9) {
            return task.onDemandPrice() * (work * step + (place == Place.ON_DEMAND || work == 0 ? 0 : task.restart()));
        }
        double steps = Math.max(0, slack / step);
        int below = (int) steps;
        int row = work * (slacks + 1);
        double[] costs = table(place)[state];
        if (below >= slacks) {
            return costs[row + slacks];
        }
        double part = steps - below;
        return part == 0 ? costs[row + below] : costs[row + below] * (1 - part) + costs[row + below + 1] * part;
    }

    private double[][] table(Place place) {
        return switch (place) {
            case NOWHERE -> nowhere;
            case SPOT -> onSpot;
            case ON_DEMAND -> onDemand;
        };
    }

    /** The chances of the four states after so many hours. */
    private double[] after(int state, double hours) {
        double[] chances = new double[CHAIN];
        boolean there = state < AWAY;
        boolean isLong = state % 2 == 1;
        double mean = isLong ? availability.meanOfLong(there) : Availability.SHORT;
        double ends = 1 - Math.exp(-hours / mean);
        double nextIsLong = availability.shareOfLong(!there);
        int other = there ? AWAY : THERE;
        chances[state] = 1 - ends;
        chances[other] = ends * (1 - nextIsLong);
        chances[other + 1] = ends * nextIsLong;
        return chances;
    }

    /**
     * What is to be paid from now on.
     *
     * @param there whether any spot capacity is there
     * @param isLong the probability that this is so for long
     */
    double of(Place place, boolean there, double isLong, double work, double slack) {
        int state = there ? THERE : AWAY;
        return (1 - isLong) * between(place, state, work, slack) + isLong * between(place, state + 1, work, slack);
    }

    private double between(Place place, int state, double work, double slack) {
        double steps = Math.max(0, work / step);
        int below = Math.min((int) steps, works - 1);
        double part = Math.min(1, steps - below);
        return (1 - part) * at(place, state, below, slack) + part * at(place, state, below + 1, slack);
    }

    /** What is to be paid on average from the next tick on, where the chain goes on for one tick before. */
    double afterTick(Place place, boolean there, double isLong, double work, double slack) {
        int state = there ? THERE : AWAY;
        double[] ifShort = after(state, task.tick());
        double[] ifLong = after(state + 1, task.tick());
        double sum = 0;
        for (int next = 0; next < CHAIN; next++) {
            double chance = (1 - isLong) * ifShort[next] + isLong * ifLong[next];
            sum += chance * between(place, next, work, slack);
        }
        return sum;
    }
}
