package io.isobar.bench.spot;

import io.isobar.broker.spot.Choice;
import io.isobar.broker.spot.Moment;
import io.isobar.broker.spot.Place;
import io.isobar.broker.spot.SpotPolicy;
import io.isobar.broker.spot.Task;

/** Who decides. Each run has one of its own. */
interface Contestant {
    /** A contestant that is asked at the beginning of the work, with so many zones. */
    interface Kind {
        Contestant begin(Task task, int zones);
    }

    Choice decide(Moment moment);

    /** The zone that it is in after its last decision, whether it runs or not. */
    int zone();

    /** Ours. */
    static Contestant isobar(Task task, int zones) {
        SpotPolicy policy = new SpotPolicy(task, zones);
        return new InOneZone() {
            @Override
            Choice choose(Moment moment) {
                return policy.decide(moment);
            }
        };
    }

    /**
     * Spot wherever it is, the next zone where there is none, and nothing until the slack is gone: the baseline of both
     * published benchmarks.
     */
    static Contestant greedy(Task task, int zones) {
        return new InOneZone() {
            @Override
            Choice choose(Moment moment) {
                boolean there = moment.offers().get(zone()).available();
                if (SafetyNet.gone(task, moment, 1)) {
                    return new Choice.OnDemand();
                }
                if (SafetyNet.gone(task, moment, 2)) {
                    return there && moment.place() == Place.SPOT ? new Choice.Spot(zone()) : new Choice.OnDemand();
                }
                if (there) {
                    return new Choice.Spot(zone());
                }
                move((zone() + 1) % zones);
                return new Choice.Wait();
            }
        };
    }

    /** The rule of "Can't Be Late" (Wu et al., NSDI 2024), for one zone: progress keeps step with time. */
    static Contestant uniformProgress(Task task, int zones) {
        return new InOneZone() {
            @Override
            Choice choose(Moment moment) {
                boolean there = moment.offers().get(zone()).available();
                if (SafetyNet.gone(task, moment, 1)) {
                    return new Choice.OnDemand();
                }
                if (SafetyNet.gone(task, moment, 2)) {
                    return there && moment.place() == Place.SPOT ? new Choice.Spot(zone()) : new Choice.OnDemand();
                }
                double done = SafetyNet.seconds(task.work() - moment.remaining());
                double pace = task.work() / task.deadline();
                if (moment.place() == Place.ON_DEMAND
                        && done < SafetyNet.seconds(moment.now() + 2 * task.restart()) * pace) {
                    return new Choice.OnDemand();
                }
                if (there) {
                    return new Choice.Spot(zone());
                }
                boolean behind = moment.place() != Place.ON_DEMAND && done < SafetyNet.seconds(moment.now()) * pace;
                return behind ? new Choice.OnDemand() : new Choice.Wait();
            }
        };
    }

    /** Capacity that stays, from the beginning. */
    static Contestant onDemand(Task task, int zones) {
        return new InOneZone() {
            @Override
            Choice choose(Moment moment) {
                return new Choice.OnDemand();
            }
        };
    }

    /** Remembers the zone. */
    abstract class InOneZone implements Contestant {
        private int zone;

        abstract Choice choose(Moment moment);

        void move(int to) {
            zone = to;
        }

        @Override
        public final Choice decide(Moment moment) {
            Choice choice = choose(moment);
            if (choice instanceof Choice.Spot(int region)) {
                zone = region;
            }
            return choice;
        }

        @Override
        public final int zone() {
            return zone;
        }
    }
}
