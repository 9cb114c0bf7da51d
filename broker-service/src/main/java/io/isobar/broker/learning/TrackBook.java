package io.isobar.broker.learning;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.TrackRecord;
import io.isobar.broker.capacity.TrackRecord.Rate;
import io.isobar.broker.capacity.TrackRecord.Source;
import io.isobar.broker.capacity.TrackRecord.Starts;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How pools keep what they promise: what was seen of each, and what is to be expected of it. A pool is expected to be as the others of
 * its model, and these as configured, until it has shown otherwise ({@link Hazard}).
 *
 * <p>What is said of a pool changes in steps, for with every step answers that were remembered are reckoned anew. Bounded: pools of
 * which nothing was seen for longest are forgotten. Not safe for concurrent use.
 */
public final class TrackBook {
    static final int MOST_POOLS = 20_000;

    /** What happens all the time is made durable so often; losses and refusals at once. */
    static final Duration WRITTEN_EVERY = Duration.ofMinutes(1);

    /** What is known fades by the time alone. */
    static final Duration REFRESHED_EVERY = Duration.ofHours(1);

    private static final double LEAST_CHANGE = Math.log(1.1);
    private static final double STEP = Math.log(1.05);

    private final Hazard failuresConfigured;
    private final Hazard reclaimsConfigured;
    /** Of which something was seen last is the last one. */
    private final LinkedHashMap<PoolKey, Watched> pools = new LinkedHashMap<>();

    private final Map<String, Watched> models = new HashMap<>();
    private final LinkedHashMap<PoolKey, Instant> unwritten = new LinkedHashMap<>();
    private Map<PoolKey, Optional<PoolTally>> touched = new HashMap<>();
    private News news = new News(new HashMap<>(), new HashMap<>());
    private Instant now = Instant.EPOCH;
    private @Nullable Instant refreshedAt;

    /**
     * What else is said from now on.
     *
     * @param models of pools of which nothing was seen, by model
     */
    public record News(Map<PoolKey, TrackRecord> pools, Map<String, TrackRecord> models) {
        public boolean isEmpty() {
            return pools.isEmpty() && models.isEmpty();
        }
    }

    /** With what holds until something else was seen. */
    public TrackBook(double cardHoursPerFailure, double spotHoursPerReclaim) {
        this.failuresConfigured = Hazard.configured(cardHoursPerFailure);
        this.reclaimsConfigured = Hazard.configured(spotHoursPerReclaim);
    }

    /** Takes in what was durable, the oldest first; before anything else. */
    public void recall(Map<PoolKey, PoolTally> durable) {
        durable.forEach((pool, tally) -> enter(pool, new Watched(tally)));
    }

    /** Time passes; to be told before what happens at that time. */
    public void advance(Instant time) {
        now = time;
        var last = refreshedAt;
        if (last == null || !time.isBefore(last.plus(REFRESHED_EVERY)) || time.isBefore(last)) {
            refreshedAt = time;
            models.forEach(this::tellOfModel);
            List.copyOf(pools.keySet()).forEach(this::tellOf);
        }
    }

    /** So many units run there from now on, or no more; and attempts on spot capacity. */
    void runs(PoolKey pool, String model, long moreUnits, int moreSpots) {
        var watched = watched(pool, model);
        long units = watched.units();
        int spots = watched.spots();
        watched.runs(now, moreUnits, moreSpots);
        var others = models.get(watched.model());
        if (others != null) {
            // Of a pool that was forgotten meanwhile, there may be less to take away.
            others.runs(now, watched.units() - units, watched.spots() - spots);
        }
    }

    /** Something was seen of a pool. */
    void saw(PoolKey pool, String model, boolean isRare, UnaryOperator<PoolTally> change) {
        var watched = watched(pool, model);
        watched.change(now, change);
        pools.remove(pool);
        pools.put(pool, watched);
        if (isRare) {
            touched.put(pool, Optional.of(watched.at(now)));
            unwritten.remove(pool);
        } else {
            unwritten.putIfAbsent(pool, now);
        }
        var others = models.get(watched.model());
        if (others != null) {
            others.change(now, change);
            if (tellOfModel(watched.model(), others)) {
                List.copyOf(others.pools).forEach(this::tellOf);
            }
        }
        tellOf(pool);
    }

    /** Canonical id of a pool's accelerator when something was last seen of it; empty: none, or nothing was. */
    public String modelOf(PoolKey pool) {
        var watched = pools.get(pool);
        return watched == null ? "" : watched.model();
    }

    /** All that is known of a pool; empty: nothing was seen of it. */
    public Optional<Review> review(PoolKey pool) {
        return Optional.ofNullable(pools.get(pool)).map(watched -> {
            var seen = watched.at(now);
            return new Review(
                    seen,
                    expected(seen, failuresConfigured, PoolTally::failures),
                    expected(seen, reclaimsConfigured, PoolTally::reclaims));
        });
    }

    /** What is said otherwise since this was last asked. */
    public News takeNews() {
        var taken = news;
        if (!taken.isEmpty()) {
            news = new News(new HashMap<>(), new HashMap<>());
        }
        return taken;
    }

    /** What is to be made durable by now; empty of a pool that is forgotten. */
    public Map<PoolKey, Optional<PoolTally>> takeTouched() {
        while (!unwritten.isEmpty()
                && !unwritten.firstEntry().getValue().plus(WRITTEN_EVERY).isAfter(now)) {
            var pool = unwritten.pollFirstEntry().getKey();
            var watched = pools.get(pool);
            if (watched != null) {
                touched.put(pool, Optional.of(watched.at(now)));
            }
        }
        if (touched.isEmpty()) {
            return Map.of();
        }
        var changed = touched;
        touched = new HashMap<>();
        return changed;
    }

    private Watched watched(PoolKey pool, String model) {
        var known = pools.get(pool);
        if (known != null && (model.isEmpty() || known.model().equals(model))) {
            return known;
        }
        if (known != null) {
            // Other hardware has come under the same name.
            forget(pool);
        }
        var begun = new Watched(PoolTally.nothing(model, now));
        enter(pool, begun);
        return begun;
    }

    private void enter(PoolKey pool, Watched watched) {
        pools.put(pool, watched);
        touched.remove(pool);
        if (!watched.model().isEmpty()) {
            var asOf = watched.at(now).asOf();
            var all = models.computeIfAbsent(watched.model(), id -> new Watched(PoolTally.nothing(id, asOf)));
            all.pools.add(pool);
            // Each is as of its own time, and no older than the other.
            var later = asOf.isAfter(all.at(now).asOf()) ? asOf : all.at(now).asOf();
            all.change(later, sum -> sum.and(watched.at(later)));
        }
        if (pools.size() > MOST_POOLS) {
            forget(pools.firstEntry().getKey());
        }
    }

    private void forget(PoolKey pool) {
        var gone = pools.remove(pool);
        unwritten.remove(pool);
        touched.put(pool, Optional.empty());
        news.pools().put(pool, TrackRecord.NONE);
        var others = gone == null ? null : models.get(gone.model());
        if (gone != null && others != null) {
            others.pools.remove(pool);
            others.runs(now, -gone.units(), -gone.spots());
            others.change(now, sum -> sum.without(gone.at(now)));
            if (others.pools.isEmpty()) {
                models.remove(gone.model());
                news.models().put(gone.model(), TrackRecord.NONE);
            }
        }
    }

    private Review.Expected expected(PoolTally of, Hazard configured, Function<PoolTally, Seen> what) {
        var others = models.get(of.model());
        var elsewhere =
                others == null ? Seen.NOTHING : what.apply(others.at(now)).without(what.apply(of));
        var prior = configured.and(elsewhere).atMost(Hazard.MOST_MODEL_EVENTS, configured.hours());
        var own = what.apply(of);
        var source = prior.isOutweighedBy(own)
                ? Source.POOL
                : configured.isOutweighedBy(elsewhere) ? Source.MODEL : Source.CONFIGURED;
        return new Review.Expected(prior.and(own), source);
    }

    private void tellOf(PoolKey pool) {
        var watched = pools.get(pool);
        if (watched == null) {
            return;
        }
        var seen = watched.at(now);
        var next = record(seen, starts(seen.starts()));
        if (isNews(watched.said, next)) {
            watched.said = next;
            news.pools().put(pool, next);
        }
    }

    /** What is to be expected of a pool of the model of which nothing was seen; whether that is news. */
    private boolean tellOfModel(String model, Watched all) {
        var next = record(PoolTally.nothing(model, now), null);
        boolean isNews = isNews(all.said, next);
        if (isNews) {
            all.said = next;
            news.models().put(model, next);
        }
        return isNews;
    }

    private TrackRecord record(PoolTally seen, @Nullable Starts starts) {
        return new TrackRecord(
                rate(expected(seen, failuresConfigured, PoolTally::failures), seen.failures()),
                rate(expected(seen, reclaimsConfigured, PoolTally::reclaims), seen.reclaims()),
                starts);
    }

    private static Rate rate(Review.Expected expected, Seen seen) {
        return new Rate(inSteps(expected.hazard().mean()), expected.source(), seen.events(), seen.exposure());
    }

    /** So that pools which are much alike have the same bills. */
    private static double inSteps(double rate) {
        return Math.exp(Math.round(Math.log(rate) / STEP) * STEP);
    }

    /** In whole seconds; what takes less than half of one is nothing to reckon with. */
    private static @Nullable Starts starts(StartTally seen) {
        if (!seen.says()) {
            return null;
        }
        long mean = Math.round(seen.mean().toMillis() / 1_000.0);
        long high = Math.max(mean, Math.round(seen.high().toMillis() / 1_000.0));
        return mean == 0 ? null : new Starts(Duration.ofSeconds(mean), Duration.ofSeconds(high), seen.weight());
    }

    private boolean isNews(TrackRecord said, TrackRecord next) {
        return isNews(said.failures(), next.failures(), failuresConfigured)
                || isNews(said.reclaims(), next.reclaims(), reclaimsConfigured)
                || isNews(said.starts(), next.starts());
    }

    private static boolean isNews(@Nullable Rate said, @Nullable Rate next, Hazard configured) {
        double before = said == null ? configured.mean() : said.perHour();
        double after = next == null ? configured.mean() : next.perHour();
        var source = said == null ? Source.CONFIGURED : said.source();
        return Math.abs(Math.log(after / before)) > LEAST_CHANGE || (next != null && next.source() != source);
    }

    private static boolean isNews(@Nullable Starts said, @Nullable Starts next) {
        if (said == null || next == null) {
            return said != null || next != null;
        }
        return isLonger(said.mean(), next.mean()) || isLonger(said.high(), next.high());
    }

    /** Or shorter. */
    private static boolean isLonger(Duration said, Duration next) {
        return Math.abs(Math.log((double) next.toMillis() / said.toMillis())) > LEAST_CHANGE;
    }
}
