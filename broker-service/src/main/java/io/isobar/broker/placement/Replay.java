package io.isobar.broker.placement;

import io.isobar.broker.capacity.FederationView;
import io.isobar.broker.capacity.PoolView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the engine says once more of a decision's inputs.
 *
 * @param candidates of all pools whose inputs were kept, best first
 * @param parts where a gang starts in several: all of them
 * @param refusals of all other pools whose inputs were kept
 */
public record Replay(List<Candidate> candidates, List<GangPart> parts, List<Refusal> refusals) {
    public Replay {
        candidates = List.copyOf(candidates);
        parts = List.copyOf(parts);
        refusals = List.copyOf(refusals);
    }

    /** By this engine, at the times and by the policy of then. */
    public static Replay of(Inputs inputs) {
        var engine = new PlacementEngine(inputs.policy());
        if (inputs.asked().spec().mayHaveParts()) {
            return ofGang(engine, inputs);
        }
        var candidates = new ArrayList<Candidate>();
        var refusals = new ArrayList<Refusal>();
        judge(engine, inputs, inputs.offered(), inputs.judgedAt(), candidates, refusals);
        judge(engine, inputs, inputs.refused(), inputs.countedAt(), candidates, refusals);
        candidates.sort(Preference.of(inputs.asked().spec()));
        return new Replay(candidates, List.of(), refusals);
    }

    private static void judge(
            PlacementEngine engine,
            Inputs inputs,
            List<PoolView> pools,
            Instant at,
            List<Candidate> candidates,
            List<Refusal> refusals) {
        var rates = new RateNotes(inputs.policy());
        pools.forEach(pool -> engine.judge(pool, inputs.asked(), at, rates, candidates, refusals));
    }

    /** Its parts are found together, among the pools that were kept. */
    private static Replay ofGang(PlacementEngine engine, Inputs inputs) {
        var pools = Stream.concat(inputs.offered().stream(), inputs.refused().stream())
                .sorted((one, other) -> one.key().compareTo(other.key()))
                .toList();
        var regions = pools.stream().map(PoolView::region).distinct().toList();
        var decision = engine.decide(new FederationView(0, regions, pools), inputs.asked(), inputs.judgedAt());
        return new Replay(decision.best(), decision.parts(), decision.refusals());
    }
}
