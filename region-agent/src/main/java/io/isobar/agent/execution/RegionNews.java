package io.isobar.agent.execution;

import io.isobar.agent.admission.AdmissionBook;
import io.isobar.agent.execution.RegionMessage.AdmittedNews;
import io.isobar.agent.execution.RegionMessage.AttemptNews;
import io.isobar.agent.execution.RegionMessage.FullReport;
import io.isobar.agent.execution.RegionMessage.PoolGone;
import io.isobar.agent.execution.RegionMessage.PoolNews;
import io.isobar.agent.inventory.PoolName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * How what the region holds is put into messages. What it makes must be told, and in that order: each look at a pool has a sequence
 * of its own, and a pool counts as told of once it was looked at.
 */
final class RegionNews {
    private final AdmissionBook capacity;

    RegionNews(AdmissionBook capacity) {
        this.capacity = capacity;
    }

    AttemptNews of(Attempt attempt, Instant now) {
        PoolName pool = poolOf(attempt);
        return new AttemptNews(
                attempt.key(), pool, attempt.state(), attempt.sequence(), capacity.coveredFrom(pool), now);
    }

    AdmittedNews admitted(Attempt attempt) {
        return new AdmittedNews(attempt.id(), capacity.coveredFrom(poolOf(attempt)));
    }

    private static PoolName poolOf(Attempt attempt) {
        return attempt.work().placement().demand().pool();
    }

    /** Of the pools that changed since they were last told of, and those that are no more. */
    List<RegionMessage> changedPools(Instant now) {
        List<RegionMessage> news = new ArrayList<>();
        capacity.takeWithdrawn().forEach(name -> news.add(new PoolGone(name)));
        news.addAll(pools(capacity.changedPools(), now));
        return news;
    }

    /** Of all pools, so that what did not change stays valid. */
    List<PoolNews> allPools(Instant now) {
        return pools(capacity.pools(), now);
    }

    private List<PoolNews> pools(Collection<PoolName> names, Instant now) {
        return names.stream()
                .flatMap(name -> capacity.observe(name, now).stream())
                .map(PoolNews::new)
                .toList();
    }

    /** The whole truth. Pools are looked at first: each attempt says from which look on it is in them. */
    FullReport report(long number, Collection<Attempt> attempts, Instant now) {
        List<PoolNews> pools = allPools(now);
        return new FullReport(
                number,
                pools,
                attempts.stream().map(attempt -> of(attempt, now)).toList());
    }
}
