package io.isobar.broker.replay;

import io.isobar.broker.wire.DecisionCodec;
import io.isobar.proto.workload.v1.Candidate;
import io.isobar.proto.workload.v1.Decision;
import io.isobar.proto.workload.v1.DecisionInputs;
import io.isobar.proto.workload.v1.GangPart;
import io.isobar.proto.workload.v1.Refusal;
import io.isobar.proto.workload.v1.ReplayedPlace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sets what a decision recorded beside what its replay says, pool by pool. */
final class Places {
    private static final String OUTCOME = "outcome";

    private final Decision recorded;
    private final boolean exchanged;
    private final boolean complete;
    private final Set<Key> kept = new HashSet<>();
    private final Set<Key> refused = new HashSet<>();
    private final List<Candidate> again;
    private final List<GangPart> partsAgain;
    private final List<Refusal> refusedAgain;
    private final boolean[] matched;
    private final List<ReplayedPlace> places = new ArrayList<>();

    private record Key(String region, String pool) {
        static Key of(Candidate candidate) {
            return new Key(candidate.getRegion(), candidate.getPool());
        }

        static Key of(Refusal refusal) {
            return new Key(refusal.getRegion(), refusal.getPool());
        }
    }

    private Places(Decision recorded, DecisionInputs inputs, io.isobar.broker.placement.Replay replay, Instant at) {
        this.recorded = recorded;
        this.exchanged = inputs.getExchanged();
        this.complete = inputs.getPoolsLeftOut() == 0
                && recorded.getCandidatesCount() < io.isobar.broker.placement.Decision.MOST_CANDIDATES;
        inputs.getPoolsList().forEach(pool -> {
            var key = new Key(
                    inputs.getRegions(pool.getRegion()).getDescription().getName(),
                    pool.getPool().getName());
            kept.add(key);
            if (pool.getRefused()) {
                refused.add(key);
            }
        });
        this.again = replay.candidates().stream()
                .map(candidate -> DecisionCodec.candidate(candidate, at))
                .toList();
        this.partsAgain = replay.parts().stream()
                .map(part -> GangPart.newBuilder()
                        .setGroup(part.name())
                        .setCandidate(DecisionCodec.candidate(part.candidate(), at))
                        .build())
                .toList();
        this.refusedAgain =
                replay.refusals().stream().map(DecisionCodec::refusal).toList();
        this.matched = new boolean[again.size()];
    }

    /** {@code at}: when it was decided. */
    static List<ReplayedPlace> of(
            Decision recorded, DecisionInputs inputs, io.isobar.broker.placement.Replay replay, Instant at) {
        var places = new Places(recorded, inputs, replay, at);
        places.addCandidates();
        places.addParts();
        places.addRefusals();
        places.addNew();
        return List.copyOf(places.places);
    }

    private void addCandidates() {
        int place = 0;
        for (var candidate : recorded.getCandidatesList()) {
            if (!kept.contains(Key.of(candidate))) {
                continue;
            }
            int found = find(candidate);
            if (found < 0) {
                places.add(gone(candidate));
            } else {
                matched[found] = true;
                places.add(compared(candidate, again.get(found), place, found));
            }
            place++;
        }
    }

    /** The same way to run it, by the same offer where that is there still; -1: there is none. */
    private int find(Candidate candidate) {
        for (boolean whole : new boolean[] {true, false}) {
            for (int i = 0; i < again.size(); i++) {
                if (!matched[i] && isSameWay(candidate, again.get(i), whole)) {
                    return i;
                }
            }
        }
        return -1;
    }

    private static boolean isSameWay(Candidate one, Candidate other, boolean offer) {
        return Key.of(one).equals(Key.of(other))
                && one.getAlternative() == other.getAlternative()
                && one.getVariant() == other.getVariant()
                && one.getOffer().getMode() == other.getOffer().getMode()
                && one.getOffer().getUnit() == other.getOffer().getUnit()
                && (!offer || one.getOffer().equals(other.getOffer()));
    }

    private ReplayedPlace compared(Candidate before, Candidate after, int place, int placeAgain) {
        var to = ReplayedPlace.newBuilder()
                .setRegion(before.getRegion())
                .setPool(before.getPool())
                .setRecordedCandidate(before);
        // Where places were exchanged, what was chosen is not the first for this workload alone.
        if (!exchanged && place != placeAgain) {
            to.addDifferences(Differences.of("place", Integer.toString(place + 1), Integer.toString(placeAgain + 1)));
        }
        if (!before.equals(after)) {
            to.setReplayedCandidate(after).addAllDifferences(Differences.between(before, after));
        }
        return to.build();
    }

    private ReplayedPlace gone(Candidate before) {
        var to = ReplayedPlace.newBuilder()
                .setRegion(before.getRegion())
                .setPool(before.getPool())
                .setRecordedCandidate(before);
        var refusal = refusal(Key.of(before));
        refusal.ifPresent(to::setReplayedRefusal);
        return to.addDifferences(Differences.of(
                        OUTCOME, "candidate", refusal.map(Places::inWords).orElse("")))
                .build();
    }

    private Optional<Refusal> refusal(Key pool) {
        return refusedAgain.stream()
                .filter(refusal -> Key.of(refusal).equals(pool))
                .findFirst();
    }

    private static String inWords(Refusal refusal) {
        return refusal.getReason().name().substring("REASON_".length()) + " (" + refusal.getEvidence() + ")";
    }

    private void addParts() {
        int parts = Math.max(recorded.getPartsCount(), partsAgain.size());
        for (int i = 0; i < parts; i++) {
            var before = i < recorded.getPartsCount() ? recorded.getParts(i) : GangPart.getDefaultInstance();
            var after = i < partsAgain.size() ? partsAgain.get(i) : GangPart.getDefaultInstance();
            var shown = before.hasCandidate() ? before : after;
            var to = ReplayedPlace.newBuilder()
                    .setRegion(shown.getCandidate().getRegion())
                    .setPool(shown.getCandidate().getPool())
                    .setGroup(shown.getGroup());
            if (before.hasCandidate()) {
                to.setRecordedCandidate(before.getCandidate());
            }
            if (!before.equals(after)) {
                if (after.hasCandidate()) {
                    to.setReplayedCandidate(after.getCandidate());
                }
                to.addAllDifferences(Differences.between(before, after));
            }
            places.add(to.build());
        }
    }

    private void addRefusals() {
        for (var listed : recorded.getRefusalsList()) {
            var before = listed.toBuilder().clearCapacityAge().build();
            if (!refused.contains(Key.of(before))) {
                continue;
            }
            var to = ReplayedPlace.newBuilder()
                    .setRegion(before.getRegion())
                    .setPool(before.getPool())
                    .setRecordedRefusal(before);
            var after = refusal(Key.of(before));
            if (after.isPresent()) {
                if (!before.equals(after.get())) {
                    to.setReplayedRefusal(after.get()).addAllDifferences(Differences.between(before, after.get()));
                }
            } else {
                int found = firstOf(Key.of(before));
                if (found >= 0) {
                    matched[found] = true;
                    to.setReplayedCandidate(again.get(found));
                }
                to.addDifferences(Differences.of(OUTCOME, inWords(before), found < 0 ? "" : "candidate"));
            }
            places.add(to.build());
        }
    }

    private int firstOf(Key pool) {
        for (int i = 0; i < again.size(); i++) {
            if (Key.of(again.get(i)).equals(pool)) {
                return i;
            }
        }
        return -1;
    }

    /** Candidates that would have been recorded. Of a place that was exchanged not all are. */
    private void addNew() {
        if (exchanged) {
            return;
        }
        long most = complete
                ? again.size()
                : recorded.getCandidatesList().stream()
                        .filter(candidate -> kept.contains(Key.of(candidate)))
                        .count();
        for (int i = 0; i < Math.min(most, again.size()); i++) {
            if (!matched[i]) {
                places.add(ReplayedPlace.newBuilder()
                        .setRegion(again.get(i).getRegion())
                        .setPool(again.get(i).getPool())
                        .setReplayedCandidate(again.get(i))
                        .addDifferences(Differences.of(OUTCOME, "", "candidate"))
                        .build());
            }
        }
    }
}
