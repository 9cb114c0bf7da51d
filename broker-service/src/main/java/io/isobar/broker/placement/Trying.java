package io.isobar.broker.placement;

import io.isobar.broker.learning.RunBook;
import io.isobar.broker.learning.RunKind;
import io.isobar.broker.workload.WorkloadId;
import java.util.Optional;

/** Sees where work is placed as the first of its family, so that no second one is sent there before that has ended. */
final class Trying {
    private final RunBook runs;
    private final PlacementEngine engine;
    private final PlacementIndex index;

    Trying(RunBook runs, PlacementEngine engine, PlacementIndex index) {
        this.runs = runs;
        this.engine = engine;
        this.index = index;
    }

    /** It is given a place, maybe another one than before in this round. */
    void placed(Served one) {
        var id = one.waiting().workload().id();
        var chosen = one.candidate();
        var first = chosen != null
                        && chosen.runTime() instanceof RunTime.Known known
                        && known.credit().isFirst()
                ? Optional.ofNullable(
                        Lessons.kind(one.asked().spec(), chosen.shape().units(), chosen.replicas(), chosen.modelId()))
                : Optional.<RunKind>empty();
        tell(first.isPresent() ? runs.tries(id, first.get()) : runs.triesNot(id));
    }

    /** It no longer runs. */
    void over(WorkloadId id) {
        tell(runs.hasTried(id));
    }

    private void tell(Optional<String> changed) {
        changed.ifPresent(family -> {
            engine.learn(runs.corrections());
            index.forget(family);
        });
    }
}
