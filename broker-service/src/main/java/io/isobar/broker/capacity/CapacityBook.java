package io.isobar.broker.capacity;

import io.isobar.broker.capacity.PoolJournal.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the federation offers now.
 *
 * <p>The region has the last word: a report replaces what was held of its pool. What the broker gives away is deducted at once
 * and stays deducted until a report covers it, so that between two reports nothing is given away twice.
 *
 * <p>Not safe for concurrent use; one thread owns it and hands out immutable views.
 */
public final class CapacityBook {
    private final TreeMap<RegionName, RegionView> regions = new TreeMap<>();
    private final Map<RegionName, PoolEntry.Region> regionsOfPools = new HashMap<>();
    private final PoolEntries pools = new PoolEntries();
    private final PoolJournal journal = new PoolJournal();
    private final Set<RegionName> maintained = new HashSet<>();
    private final Set<PoolKey> reserved = new TreeSet<>();
    private final WorkMixes mixes = new WorkMixes();
    private final Ageing ageing = new Ageing();
    private final TrackRecords records = new TrackRecords();
    private final Map<String, PoolKey> holders = new HashMap<>();
    private long version;
    private long gains;
    private @Nullable FederationView view;

    /** Which pools changed. What is read of a pool is right until the journal names it again. */
    public PoolJournal journal() {
        return journal;
    }

    /** Numbers of pools are below. Some are of pools that are gone, so that it may be twice as many as were there at once. */
    public int poolNumbers() {
        return pools.size();
    }

    /** Grows whenever pools have other numbers than before; then the journal has nothing of before. */
    public long poolNumberings() {
        return pools.numberings();
    }

    /** The pool of a number; empty where it is gone, or its region was never heard of. */
    public Optional<PoolView> pool(int number) {
        return pools.at(number).view();
    }

    /** The pool of a key; empty where there is none. */
    public Optional<PoolView> pool(PoolKey key) {
        var entry = pools.find(key);
        return entry == null ? Optional.empty() : pool(entry.number());
    }

    /** What the pool of a key is, without a look at what is free; empty where there is none. */
    public Optional<PoolFacts> facts(PoolKey key) {
        var entry = pools.find(key);
        return entry == null ? Optional.empty() : entry.facts();
    }

    /** Canonical id of a pool's accelerator; empty: it has none, it is not known, or the pool is not. */
    public String modelOf(PoolKey pool) {
        return facts(pool).map(TrackRecords::modelOf).orElse("");
    }

    /** What starts on a pool are expected to take; zero where nothing is known. */
    public Duration startDelay(PoolKey pool) {
        var entry = pools.find(pool);
        return entry == null ? Duration.ZERO : entry.startDelay();
    }

    public PoolKey keyOf(int number) {
        return pools.at(number).key();
    }

    /** How many regions are known. */
    public int regions() {
        return regions.size();
    }

    /** A region that is known from before, and not heard of since. */
    public void await(RegionFacts facts, @Nullable String cordonNote) {
        put(new RegionView(facts, Link.AWAITED, cordonNote, null, null, null, null));
    }

    /** Its agent opened a session; nothing is placed there until {@link #synchronised}. */
    public void connected(RegionFacts facts, Instant now) {
        var known = regions.get(facts.name());
        put(new RegionView(facts, Link.SYNCHRONISING, known == null ? null : known.cordonNote(), now, now, null, null)
                .with(known == null ? null : known.maintenance()));
        pools.of(facts.name()).forEach(PoolEntry::forgetSequence);
    }

    /** The full report is in: pools that it did not name are gone. */
    public void synchronised(RegionName region, Set<String> reported) {
        pools.of(region).stream()
                .filter(pool -> !reported.contains(pool.key().pool()))
                .forEach(PoolEntry::withdraw);
        var known = regions.get(region);
        if (known != null) {
            put(new RegionView(
                    known.facts(),
                    Link.CONNECTED,
                    known.cordonNote(),
                    known.connectedAt(),
                    known.lastHeardAt(),
                    known.clock(),
                    known.roundTrip(),
                    known.maintenance()));
        }
    }

    public void disconnected(RegionName region) {
        var known = regions.get(region);
        if (known != null) {
            put(new RegionView(
                    known.facts(),
                    Link.SUSPECT,
                    known.cordonNote(),
                    null,
                    known.lastHeardAt(),
                    known.clock(),
                    null,
                    known.maintenance()));
        }
    }

    /** How far a silent region is on the way to being given up; null: nobody can say when. */
    public void silent(RegionName region, Link link, @Nullable Instant givenUpAt) {
        var known = regions.get(region);
        if (known != null && (known.link() != link || !Objects.equals(known.givenUpAt(), givenUpAt))) {
            put(known.silent(link, givenUpAt));
        }
    }

    public void heard(RegionName region, Instant at, @Nullable ClockOffset clock, @Nullable Duration roundTrip) {
        var known = regions.get(region);
        if (known != null) {
            keep(new RegionView(
                    known.facts(),
                    known.link(),
                    known.cordonNote(),
                    known.connectedAt(),
                    at,
                    clock == null ? known.clock() : clock,
                    roundTrip == null ? known.roundTrip() : roundTrip,
                    known.maintenance()));
            // A sign of life changes no decision: the version stays, so that nothing is decided anew for it.
            view = null;
        }
    }

    /** Cordons a region; a null note takes the cordon back. False where the region is not known. */
    public boolean cordon(RegionName region, @Nullable String note) {
        var known = regions.get(region);
        if (known == null) {
            return false;
        }
        put(new RegionView(
                known.facts(),
                known.link(),
                note,
                known.connectedAt(),
                known.lastHeardAt(),
                known.clock(),
                known.roundTrip(),
                known.maintenance()));
        return true;
    }

    /** Announces maintenance of a region; null takes it back. False where the region is not known. */
    public boolean maintain(RegionName region, @Nullable Maintenance announced) {
        var known = regions.get(region);
        if (known == null) {
            return false;
        }
        put(known.with(announced));
        if (announced == null) {
            maintained.remove(region);
        } else {
            maintained.add(region);
        }
        return true;
    }

    /** Takes back what is over, so that regions change when they are open again: ask before anything is placed at that time. */
    public void endMaintenance(Instant now) {
        for (var name : List.copyOf(maintained)) {
            var announced = Objects.requireNonNull(regions.get(name)).maintenance();
            if (announced == null || announced.isOverAt(now)) {
                maintain(name, null);
            }
        }
    }

    /** Reserves nodes of a pool, which need not have been heard of; one of the same name is replaced. */
    public void reserve(Reservation reservation) {
        var entry = entry(reservation.pool());
        keep(entry, entry.reservations().without(reservation.name()).with(reservation));
    }

    /** Takes a reservation back; false where there is none of that name. */
    public boolean unreserve(PoolKey pool, String name) {
        var known = reservations(pool);
        if (known.named(name).isEmpty()) {
            return false;
        }
        keep(entry(pool), known.without(name));
        return true;
    }

    /**
     * Lets reservations begin, and takes out those that are over, so that pools change at these times: ask before anything is placed
     * at that time.
     *
     * @return those that are over
     */
    public List<Reservation> advanceReservations(Instant now) {
        if (reserved.isEmpty()) {
            return List.of();
        }
        var over = new ArrayList<Reservation>();
        for (var key : List.copyOf(reserved)) {
            var before = reservations(key);
            var after = before.at(now);
            if (!after.equals(before)) {
                before.all().stream().filter(one -> one.isOverAt(now)).forEach(over::add);
                keep(entry(key), after);
            }
        }
        return over;
    }

    private void keep(PoolEntry entry, Reservations reservations) {
        changed();
        entry.reservations(reservations);
        if (reservations.isEmpty()) {
            reserved.remove(entry.key());
        } else {
            reserved.add(entry.key());
        }
        journal.note(entry.number(), Change.ANYTHING);
    }

    /** Of a pool, whether it is there or not. */
    public Reservations reservations(PoolKey pool) {
        var entry = pools.find(pool);
        return entry == null ? Reservations.NONE : entry.reservations();
    }

    /** Pools with nodes that are reserved, in order. */
    public Set<PoolKey> reservedPools() {
        return Collections.unmodifiableSet(reserved);
    }

    /** Replicas of a pool that were given away, and that its last report does not have yet. */
    public long uncovered(PoolKey pool) {
        var entry = pools.find(pool);
        return entry == null ? 0 : entry.uncovered();
    }

    /** Takes a report of what was just seen; false where it is older than the one held. */
    public boolean report(PoolReport report, Instant receivedAt) {
        return report(report, receivedAt, receivedAt);
    }

    /**
     * Takes a report; false where it is older than the one held.
     *
     * @param observedAt when the region was looked at, by the broker's clock; not after {@code receivedAt}
     */
    public boolean report(PoolReport report, Instant receivedAt, Instant observedAt) {
        changed();
        var entry = entry(report.key());
        var change = entry.accept(report, receivedAt, observedAt);
        if (change != null) {
            ageing.expect(entry);
            journal.note(entry.number(), change);
        }
        return change != null;
    }

    /** Discounts reports that have become old: ask before anything is placed at that time. */
    public void ageReports(Instant now) {
        for (var old : ageing.takeOld(now)) {
            version++;
            old.age();
            journal.note(old.number(), Change.LESS);
        }
    }

    /** Keeps the pool out of use until a sound report of it arrives. */
    public void quarantine(PoolKey pool, String why) {
        changed();
        var entry = entry(pool);
        entry.quarantine(why);
        journal.note(entry.number(), Change.ANYTHING);
    }

    public void withdraw(PoolKey pool) {
        changed();
        var entry = entry(pool);
        entry.withdraw();
        journal.note(entry.number(), Change.ANYTHING);
    }

    /** Takes a gang out of a pool at once. {@code holder} is the attempt's id; the same again replaces it. */
    public void deduct(String holder, PoolKey pool, ReplicaShape shape, int replicas) {
        release(holder);
        version++;
        holders.put(holder, pool);
        var entry = entry(pool);
        entry.deduct(holder, new Deduction(shape, replicas, Deduction.NOT_COVERED));
        journal.note(entry.number(), Change.LESS);
    }

    /**
     * Counts what was asked for, whether there was room or not, so that the like of it is known to be usual.
     *
     * @param shape takes at least one unit
     * @param replicas at least 1
     */
    public void asked(AcceleratorKind kind, ReplicaShape shape, int replicas) {
        if (!mixes.saw(kind, shape, replicas)) {
            return;
        }
        version++;
        for (var entry : pools.all()) {
            if (entry.forgetUsual()) {
                journal.note(entry.number(), Change.CAPACITY);
            }
        }
    }

    /** Of a pool, something else is said from now on of how it keeps what it promises; it need not have been heard of. */
    public void record(PoolKey pool, TrackRecord record) {
        records.put(pool, record);
        var entry = pools.find(pool);
        if (entry != null) {
            noteRecord(entry);
        }
    }

    /** The same of all pools of a model of which nothing is said by name. */
    public void record(String model, TrackRecord record) {
        records.put(model, record);
        pools.all().forEach(this::noteRecord);
    }

    private void noteRecord(PoolEntry entry) {
        if (entry.forgetRecord()) {
            changed();
            journal.note(entry.number(), Change.ANYTHING);
        }
    }

    /** From this sequence on, reports of the pool are without what the holder takes. */
    public void cover(String holder, long fromSequence) {
        var entry = entryOf(holder);
        if (entry != null && entry.cover(holder, fromSequence)) {
            changed();
            journal.note(entry.number(), Change.CAPACITY);
        }
    }

    /** It holds nothing any more. Where its pool gains nothing before the next report, its tenant still gains quota. */
    public void release(String holder) {
        var entry = entryOf(holder);
        if (entry != null) {
            holders.remove(holder);
            changed();
            if (entry.release(holder)) {
                journal.note(entry.number(), Change.CAPACITY);
            }
        }
    }

    public Optional<RegionView> region(RegionName name) {
        return Optional.ofNullable(regions.get(name));
    }

    /** Grows with every change that could let something be placed which could not be before. */
    public long gains() {
        return gains;
    }

    /** Grows with every change. */
    public long version() {
        return version;
    }

    public FederationView view() {
        if (view == null || view.version() != version) {
            var list = new ArrayList<PoolView>(pools.size());
            pools.inOrder().forEach(pool -> pool.view().ifPresent(list::add));
            view = new FederationView(version, List.copyOf(regions.values()), list);
        }
        return view;
    }

    private PoolEntry entry(PoolKey pool) {
        var known = pools.find(pool);
        if (known != null) {
            return known;
        }
        if (pools.letGo()) {
            journal.forget();
            ageing.forget(PoolEntry::isNotNeeded);
            regionsOfPools
                    .keySet()
                    .removeIf(
                            name -> !regions.containsKey(name) && pools.of(name).isEmpty());
        }
        var entry = new PoolEntry(pool, pools.size(), regionOfPools(pool.region()), mixes, records);
        pools.add(entry);
        // Another pool may have had its number, and readers still what they knew of that.
        journal.note(entry.number(), Change.ANYTHING);
        return entry;
    }

    private PoolEntry.Region regionOfPools(RegionName name) {
        return regionsOfPools.computeIfAbsent(name, unknown -> new PoolEntry.Region());
    }

    private @Nullable PoolEntry entryOf(String holder) {
        var key = holders.get(holder);
        return key == null ? null : pools.find(key);
    }

    private void put(RegionView region) {
        changed();
        keep(region);
        pools.of(region.name()).forEach(pool -> journal.note(pool.number(), Change.ANYTHING));
    }

    private void keep(RegionView region) {
        regions.put(region.name(), region);
        regionOfPools(region.name()).view = region;
    }

    /** Something else is known of how far regions are, which may let in what was kept out. */
    public void linksChanged() {
        changed();
    }

    private void changed() {
        version++;
        gains++;
    }
}
