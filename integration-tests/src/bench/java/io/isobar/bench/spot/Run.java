package io.isobar.bench.spot;

import io.isobar.broker.spot.Choice;
import io.isobar.broker.spot.Moment;
import io.isobar.broker.spot.Place;
import io.isobar.broker.spot.Task;
import java.util.ArrayList;
import java.util.List;

/** One piece of work from its begin to its end, as the simulator of the published benchmarks runs it. */
final class Run {
    /** How it is accounted. */
    enum Mode {
        /** Every hour on spot capacity at the first price of the last zone; to change the zone while on spot capacity is free. */
        PUBLISHED,
        /** Every hour at the price of its time and zone; to change the zone is a restart. */
        STRICT
    }

    /** Hours of work that count as none. */
    private static final double NOTHING = 1e-9;

    /**
     * @param cost in the currency of the prices
     * @param end hours since the begin
     * @param starts on either kind of capacity
     */
    record Result(double cost, double end, double hoursOnSpot, double hoursOnDemand, int starts) {}

    private record Tick(Place place, int zone) {}

    private final Task task;
    private final Market market;
    private final Mode mode;
    private final Contestant contestant;
    private final List<Tick> history = new ArrayList<>();
    private double remaining;
    private double restarting;
    private int starts;

    private Run(Task task, Market market, Mode mode, Contestant contestant) {
        this.task = task;
        this.market = market;
        this.mode = mode;
        this.contestant = contestant;
        this.remaining = task.work();
    }

    static Result of(Task task, Market market, Mode mode, Contestant.Kind kind) {
        Run run = new Run(task, market, mode, kind.begin(task, market.zones().size()));
        run.toTheEnd();
        return run.result();
    }

    private void toTheEnd() {
        Place place = Place.NOWHERE;
        int zone = 0;
        for (int time = 0; ; time++) {
            Place before = place;
            if (place == Place.SPOT && !market.at(zone, time).available()) {
                place = Place.NOWHERE;
            }
            if (before != Place.NOWHERE) {
                double worked = Math.max(0, task.tick() - restarting);
                restarting -= task.tick() - worked;
                remaining -= Math.min(worked, remaining);
            }
            if (remaining <= NOTHING) {
                return;
            }
            Moment moment =
                    new Moment(time * task.tick(), remaining, Math.max(0, restarting), place, zone, market.at(time));
            Place wish = place(contestant.decide(moment));
            int to = contestant.zone();
            if (SafetyNet.gone(task, moment, 1)) {
                wish = place == Place.SPOT && restarting <= 0 && to == zone ? Place.SPOT : Place.ON_DEMAND;
            }
            if (wish == Place.SPOT && !market.at(to, time).available()) {
                wish = Place.NOWHERE;
            }
            boolean moved = mode == Mode.STRICT && to != zone;
            if (wish != Place.NOWHERE && (wish != place || moved)) {
                restarting = task.restart();
                starts++;
            }
            place = wish;
            zone = to;
            history.add(new Tick(place, zone));
        }
    }

    private static Place place(Choice choice) {
        return switch (choice) {
            case Choice.Spot _ -> Place.SPOT;
            case Choice.OnDemand _ -> Place.ON_DEMAND;
            case Choice.Wait _ -> Place.NOWHERE;
        };
    }

    private Result result() {
        double cost = 0;
        int onSpot = 0;
        int onDemand = 0;
        for (int time = 0; time < history.size(); time++) {
            switch (history.get(time).place()) {
                case NOWHERE -> {}
                case SPOT -> {
                    cost += task.tick() * spotPrice(time);
                    onSpot++;
                }
                case ON_DEMAND -> {
                    cost += task.tick() * task.onDemandPrice();
                    onDemand++;
                }
            }
        }
        double end = history.size() * task.tick();
        return new Result(cost, end, onSpot * task.tick(), onDemand * task.tick(), starts);
    }

    private double spotPrice(int time) {
        return switch (mode) {
            case PUBLISHED -> market.at(contestant.zone(), 0).price();
            case STRICT -> market.at(history.get(time).zone(), time).price();
        };
    }
}
