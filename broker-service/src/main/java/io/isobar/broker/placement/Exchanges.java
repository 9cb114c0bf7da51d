package io.isobar.broker.placement;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.Histogram;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.placement.Exchange.Option;
import io.isobar.broker.resource.Money;
import io.isobar.broker.workload.WorkloadId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lets workloads of one tenant that a round has decided on exchange places where they cost less together, or more of them start.
 *
 * <p>Only within a tenant: nobody pays more so that somebody else pays less. Only by money, and only whole gangs whose bill is
 * known. What is kept for one of them who waits the others may have if that one finds a place, too. What they end up with is judged by the engine once
 * more; where anything does not come out as reckoned, all stay.
 */
final class Exchanges {
    /** Places looked at for each workload. */
    private static final int MOST_OPTIONS = 24;

    /** Questions to histograms in a round, some 50 ns each. */
    private static final int MOST_ASKED = 400_000;

    /** Of these, so much for a search in which who waits may find a place elsewhere; where it does not, another one follows. */
    private static final double FOR_HOLDERS = 2.0 / 3;

    private final PlacementIndex index;
    private final CapacityBook book;
    private final Instant now;
    private Map<PoolKey, Hold> holds = Map.of();
    private Set<PoolKey> reserved = Set.of();
    private int asked;

    Exchanges(PlacementIndex index, CapacityBook book, Instant now) {
        this.index = index;
        this.book = book;
        this.now = now;
    }

    /**
     * The same in the same order, with other places in part; the book is as if they had been decided so.
     *
     * @param keptFor pools that are kept for somebody: nobody else moves there, unless whoever it is has a place then
     * @param withReserved pools of which something is reserved: nobody moves there
     */
    List<Served> among(List<Served> all, Map<PoolKey, Hold> keptFor, Set<PoolKey> withReserved) {
        holds = keptFor;
        reserved = withReserved;
        var result = new ArrayList<>(all);
        var byTenant = new LinkedHashMap<String, List<Integer>>();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).goesByMoney()) {
                byTenant.computeIfAbsent(all.get(i).tenant(), tenant -> new ArrayList<>())
                        .add(i);
            }
        }
        for (var places : byTenant.values()) {
            for (int from = 0; from < places.size(); from += Exchange.MOST_MEMBERS) {
                var window = places.subList(from, Math.min(places.size(), from + Exchange.MOST_MEMBERS));
                var exchanged = exchanged(window.stream().map(all::get).toList());
                for (int i = 0; i < window.size(); i++) {
                    result.set(window.get(i), exchanged.get(i));
                }
            }
        }
        return result;
    }

    private List<Served> exchanged(List<Served> members) {
        // Among equal ones there is nothing to exchange.
        if (asked >= MOST_ASKED
                || members.stream()
                                .map(member -> RequestShape.of(member.asked().spec()))
                                .distinct()
                                .limit(2)
                                .count()
                        < 2) {
            return members;
        }
        var given = new ArrayList<@Nullable Candidate>();
        members.forEach(member -> given.add(member.candidate()));
        release(members);
        var better = haveTheirBest(members) ? null : improved(members, given);
        var looked = new ArrayList<@Nullable PoolView>();
        var taken = better == null ? null : take(members, better, looked);
        if (taken == null) {
            members.forEach(member -> deduct(member, member.candidate()));
            return members;
        }
        return recorded(members, taken, looked);
    }

    private void deduct(Served member, @Nullable Candidate place) {
        if (place != null) {
            book.deduct(member.holder(), place.pool(), place.shape(), place.replicas());
        }
    }

    private void release(List<Served> members) {
        members.forEach(member -> book.release(member.holder()));
    }

    private boolean haveTheirBest(List<Served> members) {
        for (var member : members) {
            var best = index.choose(member.asked(), now).orElse(null);
            var given = member.candidate();
            if (best != null && (given == null || !given.pool().equals(best.pool()))) {
                return false;
            }
        }
        return true;
    }

    /** Null: none is better. */
    private @Nullable List<@Nullable Candidate> improved(List<Served> members, List<@Nullable Candidate> given) {
        var waiting = waitingFor(members);
        if (!waiting.isEmpty()) {
            int most = (int) ((MOST_ASKED - asked) * FOR_HOLDERS);
            var better = improved(members, given, waiting, most);
            if (better == null || arePlaced(waiting, members, better)) {
                return better;
            }
        }
        return improved(members, given, Set.of(), MOST_ASKED - asked);
    }

    /** Those for whom a pool is kept. */
    private Set<WorkloadId> waitingFor(List<Served> members) {
        var holders = holds.values().stream().map(Hold::holder).collect(Collectors.toSet());
        return members.stream().map(Exchanges::id).filter(holders::contains).collect(Collectors.toUnmodifiableSet());
    }

    private static WorkloadId id(Served member) {
        return member.waiting().workload().id();
    }

    private static boolean arePlaced(Set<WorkloadId> waiting, List<Served> members, List<@Nullable Candidate> places) {
        for (int i = 0; i < places.size(); i++) {
            if (places.get(i) == null && waiting.contains(id(members.get(i)))) {
                return false;
            }
        }
        return true;
    }

    /** {@code waiting}: what is kept for these is for all of the members. */
    private @Nullable List<@Nullable Candidate> improved(
            List<Served> members, List<@Nullable Candidate> given, Set<WorkloadId> waiting, int most) {
        var candidates = new ArrayList<List<Candidate>>();
        var options = new ArrayList<List<Option>>();
        var at = new int[members.size()];
        for (int i = 0; i < at.length; i++) {
            var mine = candidates(members.get(i), given.get(i), waiting);
            candidates.add(mine);
            options.add(mine.stream().map(Exchanges::option).toList());
            at[i] = given.get(i) == null ? -1 : indexOf(mine, given.get(i));
        }
        var exchange = new Exchange(
                options, pool -> book.pool(pool).map(PoolView::free).orElse(new Histogram(List.of())), most);
        var found = exchange.improve(at);
        asked += exchange.asked();
        var better = new ArrayList<@Nullable Candidate>();
        boolean changed = false;
        for (int i = 0; i < at.length; i++) {
            int option = found[i];
            changed |= option != at[i];
            better.add(option < 0 ? null : candidates.get(i).get(option));
        }
        return changed ? better : null;
    }

    /** One of each pool, the cheapest first, and with what it was given. */
    private List<Candidate> candidates(Served member, @Nullable Candidate given, Set<WorkloadId> waiting) {
        var byPool = new LinkedHashMap<Object, Candidate>();
        for (var candidate : index.best(member.asked(), MOST_OPTIONS, now)) {
            if (member.isComplete(candidate) && isFor(member, candidate.pool(), waiting)) {
                byPool.putIfAbsent(candidate.pool(), candidate);
            }
        }
        if (given != null) {
            byPool.putIfAbsent(given.pool(), given);
        }
        return List.copyOf(byPool.values());
    }

    /** What is kept for others is not for an exchange. */
    private boolean isFor(Served member, PoolKey pool, Set<WorkloadId> waiting) {
        if (reserved.contains(pool)) {
            return false;
        }
        var hold = holds.get(pool);
        return hold == null || hold.holder().equals(id(member)) || waiting.contains(hold.holder());
    }

    private static Option option(Candidate candidate) {
        return new Option(
                candidate.pool(),
                candidate.shape(),
                candidate.replicas(),
                Served.total(candidate).micros());
    }

    private static int indexOf(List<Candidate> candidates, @Nullable Candidate given) {
        for (int i = 0; i < candidates.size(); i++) {
            if (given != null && candidates.get(i).pool().equals(given.pool())) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Takes them from the book one after the other; null, and nothing is taken: one of them is not to be had for that.
     *
     * @param looked is filled with the pool of each as it was before
     */
    private @Nullable List<@Nullable Candidate> take(
            List<Served> members, List<@Nullable Candidate> wanted, List<@Nullable PoolView> looked) {
        var taken = new ArrayList<@Nullable Candidate>();
        for (int i = 0; i < wanted.size(); i++) {
            var member = members.get(i);
            var want = wanted.get(i);
            var have = want == null
                    ? null
                    // What is kept for others is not among what it wants, or is for all of them.
                    : index.at(want.pool(), member.asked().unheld(want.pool()), now)
                            .orElse(null);
            if (want != null && (have == null || have.replicas() != want.replicas() || dearer(have, want))) {
                release(members);
                return null;
            }
            looked.add(have == null ? null : book.pool(have.pool()).orElse(null));
            deduct(member, have);
            taken.add(have);
        }
        return taken;
    }

    private static boolean dearer(Candidate have, Candidate want) {
        return have.total() == null || Served.total(have).compareTo(Served.total(want)) > 0;
    }

    private static List<Served> recorded(
            List<Served> members, List<@Nullable Candidate> taken, List<@Nullable PoolView> looked) {
        var why = why(members, taken);
        var result = new ArrayList<Served>();
        for (int i = 0; i < taken.size(); i++) {
            var member = members.get(i);
            var after = taken.get(i);
            result.add(
                    after == null || isAt(after, member.candidate())
                            ? member
                            : member.with(DecisionWriter.otherwise(member.decision(), after, looked.get(i), why)));
        }
        return result;
    }

    private static String why(List<Served> members, List<@Nullable Candidate> taken) {
        int moved = 0;
        int more = 0;
        Money saved = null;
        for (int i = 0; i < taken.size(); i++) {
            var before = members.get(i).candidate();
            var after = taken.get(i);
            if (before == null || after == null) {
                more += after == null ? 0 : 1;
            } else if (!isAt(after, before)) {
                moved++;
                var less = Served.total(before).minus(Served.total(after));
                saved = saved == null ? less : saved.plus(less);
            }
        }
        return "; places were exchanged with other workloads of the tenant, " + moved + " moved, so that "
                + (more > 0 || saved == null ? more + " more start" : "all together cost " + saved.rounded() + " less");
    }

    private static boolean isAt(Candidate candidate, @Nullable Candidate other) {
        return other != null && candidate.pool().equals(other.pool());
    }
}
