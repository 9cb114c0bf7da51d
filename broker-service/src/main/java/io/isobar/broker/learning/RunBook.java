package io.isobar.broker.learning;

import io.isobar.broker.workload.WorkloadId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;

/**
 * Runs that were seen, by their kinds, and what they teach. What is said changes in steps: only where a run has changed it by more
 * than chance does every time, for with every step answers that were remembered are reckoned anew. Bounded: kinds that were not seen
 * for longest are forgotten. Not safe for concurrent use.
 */
public final class RunBook {
    static final int MOST_KINDS = 10_000;

    static final int MOST_OF_A_FAMILY = 128;
    private static final double LEAST_CHANGE = Math.log(1.05);

    /** What was seen last is the last one. */
    private final LinkedHashMap<RunKind, Tally> tallies = new LinkedHashMap<>(16, 0.75f, true);

    private final Map<String, LinkedHashMap<RunKind, Tally>> byFamily = new HashMap<>();
    private final Trials trials = new Trials();
    private final UnderWay underWay = new UnderWay();
    private Corrections corrections = Corrections.NONE;
    private Map<RunKind, Tally> touched = new HashMap<>();

    /** Takes in what was durable. */
    public void recall(Map<RunKind, Tally> durable) {
        durable.forEach(this::put);
        // Of what is durable already, only what is forgotten is news.
        touched.values().removeIf(tally -> tally.runs() > 0);
        byFamily.forEach((family, kinds) -> corrections = corrections.with(family, fit(family)));
    }

    /** Takes in how many first runs had ended, and nothing was known there still; the oldest first. */
    public void recallTrials(Map<Trial, Integer> ended) {
        trials.recall(ended);
        trials.families().forEach(family -> corrections = corrections.closing(family, trials.closed(family)));
    }

    /** As {@link #takeTouched}, of first runs that ended; 0 of what is forgotten. */
    public Map<Trial, Integer> takeTrials() {
        return trials.takeTouched();
    }

    /**
     * A run is over. What it taught while it was under way is part of that.
     *
     * @return the family of which something else is said now; empty: nothing changes
     */
    public Optional<String> saw(WorkloadId by, Run run) {
        var before = underWay.remove(by);
        if (!run.says()) {
            return before == null ? Optional.empty() : refit(before.kind());
        }
        put(run.kind(), tallies.getOrDefault(run.kind(), Tally.NONE).with(run));
        var family = run.kind().family();
        close(trials.taught(family, run.kind().model()));
        return refit(run.kind());
    }

    /**
     * A run is under way and says how far it is; replaces what it said before.
     *
     * @return as {@link #saw}
     */
    public Optional<String> sees(WorkloadId by, Run run) {
        return run.says() && underWay.put(by, run) ? refit(run.kind()) : Optional.empty();
    }

    /**
     * Nothing is known of how long a run takes, or not any more.
     *
     * @return as {@link #saw}
     */
    public Optional<String> leaves(WorkloadId by) {
        var before = underWay.remove(by);
        return before == null ? Optional.empty() : refit(before.kind());
    }

    private Optional<String> refit(RunKind seen) {
        var family = seen.family();
        var fit = fit(family);
        if (!byFamily.containsKey(family) && underWay.of(family).isEmpty()) {
            corrections = corrections.without(family);
            return Optional.of(family);
        }
        if (!isNews(seen, fit)) {
            return Optional.empty();
        }
        corrections = corrections.with(family, fit);
        return Optional.of(family);
    }

    /** With what those show that are under way. */
    private FamilyFit fit(String family) {
        var known = new LinkedHashMap<RunKind, Tally>(byFamily.getOrDefault(family, new LinkedHashMap<>()));
        var going = new HashMap<String, Long>();
        for (var run : underWay.of(family)) {
            if (known.size() < MOST_OF_A_FAMILY || known.containsKey(run.kind())) {
                known.merge(run.kind(), Tally.NONE.withUnderWay(run), (tally, none) -> tally.withUnderWay(run));
                going.merge(run.kind().model(), 1L, Long::sum);
            }
        }
        return new FamilyFit(known, going);
    }

    /**
     * A workload will be the first of its family on a model; until it has ended, no other is wanted there.
     *
     * @return the family of which something else is said now; empty: nothing changes
     */
    public Optional<String> tries(WorkloadId by, RunKind kind) {
        return close(trials.begins(by, kind.family(), kind.model()));
    }

    /** It will run elsewhere. */
    public Optional<String> triesNot(WorkloadId by) {
        return close(trials.leaves(by));
    }

    /** It is over; what it taught is told beside. */
    public Optional<String> hasTried(WorkloadId by) {
        return close(trials.ends(by));
    }

    private Optional<String> close(Optional<String> changed) {
        changed.ifPresent(family -> corrections = corrections.closing(family, trials.closed(family)));
        return changed;
    }

    /** Whether it says something else of a kind that was seen. */
    private boolean isNews(RunKind seen, FamilyFit fit) {
        var kinds = new LinkedHashSet<RunKind>(
                byFamily.getOrDefault(seen.family(), new LinkedHashMap<>()).keySet());
        underWay.of(seen.family()).forEach(run -> kinds.add(run.kind()));
        kinds.add(seen);
        for (var kind : kinds) {
            var said = corrections.of(kind);
            var now = fit.of(kind, false);
            if (said.wasSeen() != now.wasSeen()
                    || (said.runs() == 0) != (now.runs() == 0)
                    || Math.abs(Math.log(now.factor() / said.factor())) > LEAST_CHANGE
                    || Math.abs(Math.log(now.late() / said.late())) > LEAST_CHANGE
                    || Math.abs(Math.log(said.spread() / now.spread())) > LEAST_CHANGE) {
                return true;
            }
        }
        return false;
    }

    private void put(RunKind kind, Tally tally) {
        tallies.put(kind, tally);
        touched.put(kind, tally);
        var family = byFamily.computeIfAbsent(kind.family(), any -> new LinkedHashMap<>());
        family.remove(kind);
        family.put(kind, tally);
        if (family.size() > MOST_OF_A_FAMILY) {
            forget(family.firstEntry().getKey());
        }
        if (tallies.size() > MOST_KINDS) {
            forget(tallies.firstEntry().getKey());
        }
    }

    private void forget(RunKind kind) {
        tallies.remove(kind);
        touched.put(kind, Tally.NONE);
        var family = byFamily.get(kind.family());
        if (family != null) {
            family.remove(kind);
            if (family.isEmpty()) {
                byFamily.remove(kind.family());
                corrections = corrections.without(kind.family());
            }
        }
    }

    /** What is said now. */
    public Corrections corrections() {
        return corrections;
    }

    /** The same with which kinds were seen how often. */
    public Learned learned() {
        var seen = new HashMap<RunKind, Long>();
        tallies.forEach((kind, tally) -> seen.put(kind, tally.runs()));
        return new Learned(seen, underWay.kinds(), corrections);
    }

    /** What has changed since this was last asked, to be made durable; {@link Tally#NONE} of a kind that is forgotten. */
    public Map<RunKind, Tally> takeTouched() {
        var changed = touched;
        touched = new HashMap<>();
        return changed;
    }
}
