package io.isobar.broker.learning;

import io.isobar.broker.workload.WorkloadId;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
    /** A shorter run says more about starting than about computing. */
    static final Duration SHORTEST = Duration.ofSeconds(1);
    /** A run that took more or less than so many times what was expected counts as if it had not. */
    static final double FURTHEST = 20;

    private static final double LEAST_CHANGE = Math.log(1.05);

    /** What was seen last is the last one. */
    private final LinkedHashMap<RunKind, Tally> tallies = new LinkedHashMap<>(16, 0.75f, true);

    private final Map<String, LinkedHashMap<RunKind, Tally>> byFamily = new HashMap<>();
    private final Trials trials = new Trials();
    private Corrections corrections = Corrections.NONE;
    private Map<RunKind, Tally> touched = new HashMap<>();

    /** Takes in what was durable. */
    public void recall(Map<RunKind, Tally> durable) {
        durable.forEach(this::put);
        // Of what is durable already, only what is forgotten is news.
        touched.values().removeIf(tally -> tally.runs() > 0);
        byFamily.forEach((family, kinds) -> corrections = corrections.with(family, new FamilyFit(kinds)));
    }

    /**
     * A run has done all of its work.
     *
     * @param expected what it would have been expected to take if no run had been seen, positive
     * @return the family of which something else is said now; empty: nothing changes
     */
    public Optional<String> saw(RunKind kind, Duration expected, Duration took) {
        if (took.compareTo(SHORTEST) < 0 || expected.compareTo(SHORTEST) < 0) {
            return Optional.empty();
        }
        double ratio = (double) took.toMillis() / expected.toMillis();
        var tally = tallies.getOrDefault(kind, Tally.NONE)
                .with(Math.log(Math.clamp(ratio, 1 / FURTHEST, FURTHEST)), kind, took);
        put(kind, tally);
        var fit = new FamilyFit(byFamily.getOrDefault(kind.family(), new LinkedHashMap<>()));
        if (!isNews(kind, fit)) {
            return Optional.empty();
        }
        corrections = corrections.with(kind.family(), fit);
        return Optional.of(kind.family());
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
        for (var kind :
                byFamily.getOrDefault(seen.family(), new LinkedHashMap<>()).keySet()) {
            var said = corrections.of(kind);
            var now = fit.of(kind, false);
            if (said.runs() == 0
                    || Math.abs(Math.log(now.factor() / said.factor())) > LEAST_CHANGE
                    || Math.abs(Math.log(now.late() / said.late())) > LEAST_CHANGE
                    || Math.log(said.spread() / now.spread()) > LEAST_CHANGE) {
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
        return new Learned(seen, corrections);
    }

    /** What has changed since this was last asked, to be made durable; {@link Tally#NONE} of a kind that is forgotten. */
    public Map<RunKind, Tally> takeTouched() {
        var changed = touched;
        touched = new HashMap<>();
        return changed;
    }
}
