package io.isobar.broker.placement;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.capacity.TrackRecord;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.Assignment;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.market.Offer;
import io.isobar.broker.resource.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks, now and then, whether work that waits in the queue of its site would be better off on nodes that are free: by its own bill, in which what it still has
 * to wait there counts, at the price that it was given. Not safe for concurrent use.
 */
final class QueueExits {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final int MOST_IN_A_LOOK = 16;
    /** Who came only now is as well placed as could be; and a forecast of a new job is made anew before long. */
    private static final Duration SETTLES_IN = Duration.ofSeconds(30);
    /** For less nobody gives up his place. */
    private static final Duration WORTH_LEAVING = Duration.ofMinutes(1);

    private final PlacementEngine engine;
    private @Nullable Instant lookedAt;
    private int next;

    /** Where it would go, and what is said of that. */
    record Exit(Candidate to, String message) {}

    QueueExits(PlacementEngine engine) {
        this.engine = engine;
    }

    /** Those whose turn it is to be looked at; none before the time has come. */
    List<Workload> due(List<Workload> inQueues, Instant now) {
        if (inQueues.isEmpty()
                || (lookedAt != null && !now.isBefore(lookedAt) && now.isBefore(lookedAt.plus(LOOK_EVERY)))) {
            return List.of();
        }
        lookedAt = now;
        var settled =
                inQueues.stream().filter(workload -> isSettled(workload, now)).toList();
        var due = new ArrayList<Workload>();
        for (int i = 0; i < Math.min(MOST_IN_A_LOOK, settled.size()); i++) {
            due.add(settled.get((next + i) % settled.size()));
        }
        next = settled.isEmpty() ? 0 : (next + due.size()) % settled.size();
        return due;
    }

    private static boolean isSettled(Workload workload, Instant now) {
        var attempt = workload.attempt();
        return attempt != null
                && attempt.waiting() != null
                && workload.parts().size() == 1
                && !workload.cancelling()
                && !workload.spec().mayHaveParts()
                && !now.isBefore(attempt.reservedAt().plus(SETTLES_IN));
    }

    /** Where it should go; empty: it stays. */
    Optional<Exit> of(Attempt attempt, Asked asked, PlacementIndex index, CapacityBook book, Instant now) {
        var here = book.pool(attempt.assignment().pool()).filter(AdministrativeGate::isOpen);
        if (here.isEmpty()) {
            // Whoever could tell it to leave is not there, or will let nothing in again.
            return Optional.empty();
        }
        var record = recordOf(attempt, here.get(), now);
        if (record.starts() != null && record.starts().mean().compareTo(WORTH_LEAVING) < 0) {
            return Optional.empty();
        }
        var stays = asItStands(here.get(), attempt, record);
        return index.best(asked, Decision.MOST_CANDIDATES, now).stream()
                .filter(to -> startsAtOnce(to, book) && asked.objection(to, now).isEmpty())
                .findFirst()
                .filter(to -> isBetter(to, attempt, asked, stays, now))
                .map(to -> new Exit(to, message(attempt, to, now)));
    }

    private static boolean startsAtOnce(Candidate candidate, CapacityBook book) {
        return book.pool(candidate.pool())
                .filter(pool -> pool.report().queue() == null)
                .isPresent();
    }

    /** When it starts is what its site reckons of its own job, else what it foretells of one that enters now, which comes behind it. */
    private static TrackRecord recordOf(Attempt attempt, PoolView here, Instant now) {
        var waiting = attempt.waiting();
        var startsAt = waiting == null ? null : waiting.startsAt();
        if (startsAt == null) {
            return here.record();
        }
        return here.record().startingIn(startsAt.isAfter(now) ? Duration.between(now, startsAt) : Duration.ZERO);
    }

    /** With room for it, as it has its place, and at its own price. */
    private static PoolView asItStands(PoolView here, Attempt attempt, TrackRecord record) {
        var given = attempt.assignment().offer();
        var own = new Offer(given.mode(), given.unit(), given.price(), null);
        return here.whenEmpty().with(List.of(own), record);
    }

    private boolean isBetter(Candidate to, Attempt attempt, Asked asked, PoolView here, Instant now) {
        var candidates = new ArrayList<Candidate>();
        var refusals = new ArrayList<Refusal>();
        engine.judge(here, Asked.of(asked.spec()), now, new RateNotes(engine.policy()), candidates, refusals);
        var stays = candidates.stream()
                .filter(candidate -> isThatOf(attempt.assignment(), candidate))
                .findFirst();
        if (stays.isEmpty()) {
            // It would come too late where it is.
            return refusals.stream().anyMatch(refusal -> refusal.reason() == Reason.DEADLINE);
        }
        var spec = asked.spec();
        // Equal bills go to what starts sooner.
        return Rank.of(spec, to).compareTo(Rank.of(spec, StrandingLine.without(stays.get()))) <= 0;
    }

    private static boolean isThatOf(Assignment given, Candidate candidate) {
        return candidate.variant() == given.variant() && candidate.shape().equals(given.shape());
    }

    private static String message(Attempt attempt, Candidate to, Instant now) {
        var waiting = attempt.waiting();
        var startsAt = waiting == null ? null : waiting.startsAt();
        var when = startsAt == null
                ? "nobody knew when it would start"
                : startsAt.isAfter(now)
                        ? "it was to start in "
                                + DurationText.print(
                                        Duration.between(now, startsAt).truncatedTo(ChronoUnit.SECONDS))
                        : "it was to have started by now";
        return "left the queue of " + attempt.assignment().pool() + ", where " + when + ", as " + to.pool()
                + " had room for it at " + to.pricePerHour() + " per hour";
    }
}
