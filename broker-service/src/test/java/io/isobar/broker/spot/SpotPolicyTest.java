package io.isobar.broker.spot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class SpotPolicyTest {
    private static final double ON_DEMAND = 3;
    private static final double TICK = 0.1;
    private static final SpotOffer THERE = new SpotOffer(true, 1);
    private static final SpotOffer AWAY = new SpotOffer(false, 1);

    @Test
    void meetsEveryDeadlineThatCanBeMetWhateverComesAndGoes() {
        for (long seed = 1; seed <= 400; seed++) {
            RandomGenerator dice = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            double restart = dice.nextInt(5) * 0.07;
            double work = 1 + dice.nextDouble() * 20;
            // A restart, and what whole ticks leave unused.
            double deadline = (work + restart) * (1 + dice.nextDouble()) + 2 * TICK;
            Task task = new Task(work, deadline, restart, TICK, ON_DEMAND);
            double stays = 0.5 + dice.nextDouble() / 2;
            Ended ended = run(task, 1 + dice.nextInt(4), stays, dice);
            assertThat(ended.at()).as("end of %s, seed %d", task, seed).isLessThanOrEqualTo(deadline + 1e-9);
        }
    }

    @Test
    void takesSpotCapacityWhereThereIsTimeToComeBack() {
        assertThat(decide(new Task(10, 20, 0.2, TICK, ON_DEMAND), Place.NOWHERE, THERE))
                .isEqualTo(new Choice.Spot(0));
    }

    @Test
    void waitsForSpotCapacityWhileThereIsSlack() {
        assertThat(decide(new Task(10, 40, 0.2, TICK, ON_DEMAND), Place.NOWHERE, AWAY))
                .isEqualTo(new Choice.Wait());
    }

    @Test
    void runsOnCapacityThatStaysOnceTheSlackIsGone() {
        assertThat(decide(new Task(10, 10.25, 0.2, TICK, ON_DEMAND), Place.NOWHERE, THERE))
                .isEqualTo(new Choice.OnDemand());
    }

    @Test
    void staysOnSpotCapacityOnceTheSlackIsGone() {
        assertThat(decide(new Task(10, 10.25, 0.2, TICK, ON_DEMAND), Place.SPOT, THERE))
                .isEqualTo(new Choice.Spot(0));
    }

    @Test
    void leavesSpotCapacityAloneThatSavesNothing() {
        SpotOffer dear = new SpotOffer(true, ON_DEMAND);
        assertThat(decide(new Task(10, 20, 0.2, TICK, ON_DEMAND), Place.ON_DEMAND, dear))
                .isEqualTo(new Choice.OnDemand());
    }

    @Test
    void takesTheCheaperOfTwoRegionsThatBehaveAlike() {
        SpotOffer cheaper = new SpotOffer(true, 0.8);
        assertThat(decide(new Task(10, 20, 0.2, TICK, ON_DEMAND), Place.NOWHERE, THERE, cheaper, THERE))
                .isEqualTo(new Choice.Spot(1));
    }

    @Test
    void takesTheRegionThatKeepsWhatItGives() {
        Task task = new Task(20, 60, 0.5, TICK, ON_DEMAND);
        SpotPolicy policy = new SpotPolicy(task, 2);
        int ticks = 100;
        for (int tick = 0; tick < ticks; tick++) {
            // The first comes and goes all the time; the second was there nearly always.
            SpotOffer flickers = tick % 4 < 2 ? THERE : AWAY;
            policy.decide(
                    new Moment(tick * TICK, 20, 0, Place.NOWHERE, 0, List.of(flickers, tick == 1 ? AWAY : THERE)));
        }
        assertThat(policy.decide(new Moment(ticks * TICK, 20, 0, Place.NOWHERE, 0, List.of(THERE, THERE))))
                .isEqualTo(new Choice.Spot(1));
    }

    @Test
    void costsAFifthLessThanCapacityThatStays() {
        double policy = 0;
        double onDemand = 0;
        int runs = 60;
        for (long seed = 1; seed <= runs; seed++) {
            Task task = new Task(20, 24, 0.2, TICK, ON_DEMAND);
            policy += run(
                                    task,
                                    2,
                                    0.9,
                                    RandomGeneratorFactory.of("L64X128MixRandom")
                                            .create(seed))
                            .cost()
                    / runs;
            onDemand += (20.2 * ON_DEMAND) / runs;
        }
        assertThat(policy).as("mean cost").isLessThan(0.8 * onDemand);
    }

    @Test
    void refusesAnotherNumberOfOffers() {
        SpotPolicy policy = new SpotPolicy(new Task(10, 20, 0.2, TICK, ON_DEMAND), 2);
        assertThatThrownBy(() -> policy.decide(new Moment(0, 10, 0, Place.NOWHERE, 0, List.of(THERE))))
                .hasMessageContaining("2 spot offers")
                .hasMessageContaining("1");
    }

    private static Choice decide(Task task, Place place, SpotOffer... offers) {
        return new SpotPolicy(task, offers.length).decide(new Moment(0, task.work(), 0, place, 0, List.of(offers)));
    }

    private record Ended(double at, double cost) {}

    /** Offers of price 1 that stay as they are with this chance in each tick. */
    private static Ended run(Task task, int offers, double stays, RandomGenerator dice) {
        SpotPolicy policy = new SpotPolicy(task, offers);
        List<SpotOffer> now = new ArrayList<>();
        for (int i = 0; i < offers; i++) {
            now.add(dice.nextBoolean() ? THERE : AWAY);
        }
        double remaining = task.work();
        double restarting = 0;
        double cost = 0;
        Place place = Place.NOWHERE;
        int region = 0;
        for (int tick = 0; ; tick++) {
            if (place != Place.NOWHERE) {
                double worked = Math.max(0, TICK - restarting);
                if (worked >= remaining) {
                    return new Ended(tick * TICK - (worked - remaining), cost);
                }
                restarting -= TICK - worked;
                remaining -= worked;
            }
            for (int i = 0; i < offers && tick > 0; i++) {
                now.set(i, dice.nextDouble() < stays ? now.get(i) : now.get(i).available() ? AWAY : THERE);
            }
            if (place == Place.SPOT && !now.get(region).available()) {
                place = Place.NOWHERE;
            }
            Place next = Place.NOWHERE;
            switch (policy.decide(new Moment(tick * TICK, remaining, Math.max(0, restarting), place, region, now))) {
                case Choice.Spot(int chosen) -> {
                    assertThat(now.get(chosen).available())
                            .as("region %d at tick %d", chosen, tick)
                            .isTrue();
                    if (chosen != region) {
                        place = Place.NOWHERE;
                    }
                    region = chosen;
                    next = Place.SPOT;
                    cost += TICK;
                }
                case Choice.OnDemand _ -> {
                    next = Place.ON_DEMAND;
                    cost += TICK * ON_DEMAND;
                }
                case Choice.Wait _ -> {}
            }
            if (next != place && next != Place.NOWHERE) {
                restarting = task.restart();
            }
            place = next;
        }
    }
}
