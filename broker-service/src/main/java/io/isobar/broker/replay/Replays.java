package io.isobar.broker.replay;

import io.isobar.broker.placement.PlacementEngine;
import io.isobar.broker.wire.TimeCodec;
import io.isobar.broker.workload.WorkloadSpec;
import io.isobar.proto.workload.v1.Decision;
import io.isobar.proto.workload.v1.DecisionInputs;
import io.isobar.proto.workload.v1.Replay;
import io.isobar.proto.workload.v1.ReplayResult;
import io.isobar.proto.workload.v1.ReplayedPlace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes decisions again, by the engine of this broker on the inputs that were stored with them. Safe for concurrent use. */
public final class Replays {
    private static final int MOST_NAMED = 3;

    private final InputsCodec codec;
    private final PlacementEngine engine;

    /** {@code engine} is asked for nothing but the policy by which it decides now. */
    public Replays(InputsCodec codec, PlacementEngine engine) {
        this.codec = codec;
        this.engine = engine;
    }

    /** One that was not stored, as what placement says of a workload that waits. */
    public Replay replay(Decision recorded, io.isobar.broker.placement.Decision decision, WorkloadSpec whole) {
        return replay(recorded, codec.toBytes(decision), whole);
    }

    /**
     * As recorded and as replayed.
     *
     * @param stored its inputs; null or empty: none are
     * @param whole what the workload asked for when it was submitted
     */
    public Replay replay(Decision recorded, byte @Nullable [] stored, WorkloadSpec whole) {
        var to = Replay.newBuilder()
                .setBrokerVersion(codec.brokerVersion())
                .setCatalogueVersion(codec.catalogueVersion());
        if (stored == null || stored.length == 0) {
            return notReplayed(
                    to,
                    "not replayed: the inputs of this decision were not kept; they are of decisions that were taken since"
                            + " version 21 of the database");
        }
        try {
            var from = InputsCodec.fromBytes(stored);
            to.setInputs(from);
            var again = io.isobar.broker.placement.Replay.of(codec.fromProto(from, whole));
            to.addAllPlaces(Places.of(recorded, from, again, TimeCodec.fromProto(recorded.getDecidedAt())))
                    .addAllNotes(notes(recorded, from));
            return summed(to, recorded, from);
        } catch (IllegalArgumentException | IllegalStateException | ArithmeticException unreadable) {
            return notReplayed(to, "not replayed: its inputs cannot be read: " + unreadable.getMessage());
        }
    }

    private static Replay notReplayed(Replay.Builder to, String why) {
        return to.setResult(ReplayResult.REPLAY_RESULT_NOT_REPLAYED)
                .setSummary(why)
                .build();
    }

    private Replay summed(Replay.Builder to, Decision recorded, DecisionInputs from) {
        if (to.getPlacesCount() == 0) {
            return notReplayed(to, "not replayed: " + whyNothing(recorded, from));
        }
        var different = to.getPlacesList().stream()
                .filter(place -> place.getDifferencesCount() > 0)
                .toList();
        boolean same = different.isEmpty();
        return to.setResult(same ? ReplayResult.REPLAY_RESULT_SAME : ReplayResult.REPLAY_RESULT_DIFFERENT)
                .setSummary(by(from) + (same ? same(recorded, from) : differs(recorded, from, to, different)))
                .build();
    }

    private static String whyNothing(Decision recorded, DecisionInputs from) {
        if (from.getPoolsLeftOut() > 0) {
            return "its pools are too large for their inputs to be kept";
        }
        return recorded.getPoolsConsidered() == 0
                ? "no pool was looked at"
                : "why a gang in parts finds no place hangs on all pools of its regions together, and they are not kept";
    }

    private String by(DecisionInputs from) {
        return from.getBrokerVersion().equals(codec.brokerVersion())
                        && from.getCatalogueVersion().equals(codec.catalogueVersion())
                ? "replayed with the same engine and catalogue: "
                : "replayed with another engine or catalogue: ";
    }

    private static String same(Decision recorded, DecisionInputs from) {
        if (!recorded.getPlaced()) {
            return "the same refusals";
        }
        return from.getExchanged() ? "the same bills, of places that were exchanged" : "the same choice and bills";
    }

    private static String differs(
            Decision recorded, DecisionInputs from, Replay.Builder to, List<ReplayedPlace> different) {
        var named = different.stream()
                .limit(MOST_NAMED)
                .map(place -> place.getRegion() + "/" + place.getPool() + " ("
                        + place.getDifferences(0).getField() + ")")
                .collect(Collectors.joining(", "));
        return "differs: " + choice(recorded, from, to) + different.size() + " of " + to.getPlacesCount()
                + (different.size() == 1 ? " comes" : " come") + " out otherwise: " + named
                + (different.size() > MOST_NAMED ? " and others" : "");
    }

    private static String choice(Decision recorded, DecisionInputs from, Replay.Builder to) {
        if (!recorded.getPlaced() || recorded.getCandidatesCount() == 0 || from.getExchanged()) {
            return "";
        }
        var chosen = to.getPlaces(0);
        boolean stays = chosen.hasRecordedCandidate()
                && chosen.getDifferencesList().stream()
                        .noneMatch(difference -> List.of("place", "outcome").contains(difference.getField()));
        return stays ? "the choice is the same, " : "the choice is another, ";
    }

    private List<String> notes(Decision recorded, DecisionInputs from) {
        var notes = new ArrayList<String>();
        if (!from.getBrokerVersion().equals(codec.brokerVersion())) {
            notes.add("it was decided by version " + from.getBrokerVersion()
                    + " of the broker, and is replayed by version " + codec.brokerVersion());
        }
        if (!from.getCatalogueVersion().equals(codec.catalogueVersion())) {
            notes.add("it was decided by version " + from.getCatalogueVersion()
                    + " of the catalogue of accelerators, and is replayed by version " + codec.catalogueVersion()
                    + ", the only one that there is now");
        }
        var policy = engine.policy().version();
        if (!from.getPolicy().getVersion().equals(policy)) {
            notes.add("it is replayed by the policy of then, \""
                    + from.getPolicy().getVersion() + "\"; now the broker decides by \"" + policy + "\"");
        }
        if (from.getExchanged()) {
            notes.add("its place was exchanged with other workloads of the tenant: each pool is judged again, and the"
                    + " exchange, which hangs on those others, is not made again");
        }
        if (recorded.getPartsCount() > 0) {
            notes.add(
                    "a gang in parts is placed among all pools of its regions together: it is placed again among those of"
                            + " its best plans, and refusals are not judged again");
        }
        int kept = from.getPoolsCount();
        if (recorded.getPoolsConsidered() > kept) {
            notes.add("the inputs of " + kept + " of " + recorded.getPoolsConsidered()
                    + " pools were kept, those of the best candidates and of the first refusals: the others are not judged"
                    + " again");
        }
        if (from.getPoolsLeftOut() > 0) {
            notes.add(from.getPoolsLeftOut() + " of those pools were too large for their inputs to be kept");
        }
        var before =
                Duration.between(TimeCodec.fromProto(from.getCountedAt()), TimeCodec.fromProto(from.getJudgedAt()));
        if (!before.isZero()) {
            notes.add("the refusals were counted " + before.toMillis()
                    + " ms before the choice, and are judged again as of then");
        }
        return notes;
    }
}
