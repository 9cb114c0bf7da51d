package io.isobar.integration.simulation;

import io.isobar.broker.leader.Coordinator;
import io.isobar.broker.leader.LeaderObserver;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.placement.PlacementEngine;
import io.isobar.broker.placement.PlacementService;
import java.util.List;

/** A broker that takes up what is durable must know what the one knows that leads. */
final class Reopened {
    private Reopened() {}

    static void compare(World world, BrokerProcess broker) {
        var ledger = world.store().ledger();
        var leading = broker.coordinator();
        var reopened = new Coordinator(
                new PlacementService(new PlacementEngine(Federation.POLICY)), LeaderObserver.BLIND, world.rule());
        reopened.recall(ledger.learned());
        reopened.recallTrials(ledger.trials());
        reopened.recallPools(ledger.pools());
        var live = ledger.live();
        reopened.recover(ledger.regions(), ledger.reservations(), live, ledger.used());
        var judge = world.judge();
        for (Workload durable : live) {
            var known = leading.workload(durable.id()).map(Reopened::essence);
            judge.require(
                    known.filter(essence(durable)::equals).isPresent(),
                    () -> durable.id() + " is durable as " + essence(durable) + " and led as " + known);
        }
        var led = leading.snapshot();
        var again = reopened.snapshot();
        judge.require(
                led.states().equals(again.states()),
                () -> "a broker that begins anew would know " + again.states() + " and not " + led.states());
        for (var region : led.view().regions()) {
            var name = region.facts().name();
            int lives = led.liveByRegion().getOrDefault(name, 0);
            int anew = again.liveByRegion().getOrDefault(name, 0);
            judge.require(
                    lives == anew,
                    () -> "a broker that begins anew would know " + anew + " attempts in " + name + ", not " + lives);
        }
    }

    /** Without what only a connection tells: whether it was confirmed of late. */
    private static List<Object> essence(Workload workload) {
        return List.of(
                workload.state(),
                workload.cancelling(),
                workload.retries(),
                workload.saved(),
                workload.parts().stream().map(Attempt::id).toList(),
                workload.parts().stream().map(Attempt::state).toList());
    }
}
