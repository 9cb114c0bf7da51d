package io.isobar.broker.operations;

import io.isobar.broker.capacity.FederationView;
import io.isobar.broker.capacity.Link;
import io.isobar.broker.capacity.Maintenance;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.capacity.RegionView;
import io.isobar.broker.capacity.Reservation;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.leader.Event;
import io.isobar.broker.leader.Leader;
import io.isobar.broker.learning.Review;
import io.isobar.broker.ledger.Acceptance;
import io.isobar.broker.ledger.Ledger;
import io.isobar.broker.ledger.Request;
import io.isobar.broker.market.Offer;
import io.isobar.broker.network.LinkFigure;
import io.isobar.broker.network.Network;
import io.isobar.broker.placement.PoolReserve;
import io.isobar.broker.telemetry.Figure;
import io.isobar.broker.telemetry.FigureBoard;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everything that can be done with regions, pools and offers. Safe for concurrent use; blocks; throws {@link Failure}. */
public final class RegionOperations {
    private static final int LONGEST_NOTE = 500;

    private final Ledger ledger;
    private final Leader leader;
    private final FigureBoard figures;
    private final Network table;
    private final List<Probe> probes;
    private final InstantSource clock;

    /**
     * With the looks at the broker's own links.
     *
     * @param table of links, as configured
     * @param probes in the order in which they are shown
     */
    public RegionOperations(
            Ledger ledger, Leader leader, FigureBoard figures, Network table, List<Probe> probes, InstantSource clock) {
        this.ledger = ledger;
        this.leader = leader;
        this.figures = figures;
        this.table = table;
        this.probes = List.copyOf(probes);
        this.clock = clock;
    }

    /**
     * A region with its pools, what reservations keep of them, its latest figures, and how many attempts live there.
     *
     * @param links what is known of the ways from and to it; of one among many nothing is said
     */
    public record Shown(
            RegionView region,
            List<PoolView> pools,
            Map<PoolKey, PoolReserve> reserves,
            List<Figure> figures,
            List<LinkFigure> links,
            int liveAttempts) {
        private Shown with(List<LinkFigure> known) {
            return new Shown(region, pools, reserves, figures, known, liveAttempts);
        }
    }

    /** An offer with what is behind it. */
    public record PoolOffer(PoolView pool, Offer offer) {}

    /** A look at one link. */
    public record LinkCheck(
            String kind,
            String name,
            boolean good,
            String finding,
            String remedy,
            @Nullable Duration took) {}

    /** Looks at one of the broker's own links. */
    public interface Probe {
        LinkCheck look();
    }

    public FederationView view() {
        return leader.view();
    }

    public List<Shown> regions() {
        var view = leader.view();
        var live = leader.liveByRegion();
        return view.regions().stream()
                .map(region -> show(region, view, live.getOrDefault(region.name(), 0)))
                .toList();
    }

    public Shown region(String name) {
        return regions().stream()
                .filter(shown -> shown.region().name().value().equals(name))
                .findFirst()
                .map(shown -> shown.with(links(name)))
                .orElseThrow(() -> Failure.notFound("region", WorkloadOperations.shortened(name)));
    }

    private List<LinkFigure> links(String region) {
        var ahead = new HashMap<String, Duration>();
        for (var known : leader.view().regions()) {
            if (known.clock() != null) {
                ahead.put(known.name().value(), known.clock().ahead());
            }
        }
        return LinkFigure.of(region, table, figures.links().readings(ahead::get), clock.instant());
    }

    private Shown show(RegionView region, FederationView view, int live) {
        return new Shown(
                region,
                view.pools().stream()
                        .filter(pool -> pool.key().region().equals(region.name()))
                        .toList(),
                leader.reserves(),
                figures.of(region.name()),
                List.of(),
                live);
    }

    /** What reservations keep of pools. */
    public Map<PoolKey, PoolReserve> reserves() {
        return leader.reserves();
    }

    /** The pools of a region; of all with null. */
    public List<PoolView> pools(@Nullable String region) {
        if (region != null) {
            return region(region).pools();
        }
        return leader.view().pools();
    }

    /** How pools keep what they promise; without those of which nothing was seen. */
    public Map<PoolKey, Review> reviews(List<PoolView> pools) {
        var keys = pools.stream().map(PoolView::key).toList();
        return keys.isEmpty() ? Map.of() : leader.ask(coordinator -> coordinator.reviews(keys));
    }

    /** Names of the regions of each provider, by provider. */
    public Map<String, List<String>> providers() {
        var providers = new TreeMap<String, List<String>>();
        for (var region : leader.view().regions()) {
            providers
                    .computeIfAbsent(region.facts().provider(), key -> new ArrayList<>())
                    .add(region.name().value());
        }
        return providers;
    }

    /** Valid offers of connected regions, by pool. */
    public List<PoolOffer> offers() {
        var now = clock.instant();
        return leader.view().pools().stream()
                .filter(pool -> pool.region().link() == Link.CONNECTED)
                .flatMap(pool -> pool.report().offers().stream()
                        .filter(offer -> offer.isValidAt(now))
                        .map(offer -> new PoolOffer(pool, offer)))
                .toList();
    }

    /** Cordons a region; a null note takes the cordon back. */
    public Shown cordon(Request request, String name, @Nullable String note) {
        if (note != null && note.length() > LONGEST_NOTE) {
            throw Failure.invalid(
                    "note", "has " + note.length() + " characters, at most " + LONGEST_NOTE + " are allowed");
        }
        return change(request, name, new Event.Cordon(region(name).region().name(), note));
    }

    /** Announces maintenance of a region, which replaces what was announced before; null takes that back. */
    public Shown maintain(Request request, String name, @Nullable Maintenance maintenance) {
        if (maintenance != null && maintenance.isOverAt(clock.instant())) {
            throw Failure.invalid("maintenance.until", "is over already: " + maintenance.until());
        }
        return change(request, name, new Event.Maintain(region(name).region().name(), maintenance));
    }

    /** Reserves nodes of a pool of a known region. The same request again changes nothing. */
    public Shown reserve(Request request, Reservation wanted) {
        var name = wanted.pool().region().value();
        region(name);
        var problem = problem(wanted);
        if (problem.isPresent() && !(isReserved(wanted) && isRepeated(request, name))) {
            throw problem.get();
        }
        var shown = change(request, name, new Event.Reserve(wanted));
        if (!isReserved(wanted)) {
            // Another one came between.
            throw problem(wanted)
                    .orElseGet(() -> new Failure(Reason.WRONG_STATE, "the reservation was taken back meanwhile"));
        }
        return shown;
    }

    private Optional<Failure> problem(Reservation wanted) {
        return leader.ask(coordinator -> coordinator.objection(wanted, clock.instant()));
    }

    private boolean isReserved(Reservation reservation) {
        return leader.view().pools().stream()
                .filter(pool -> pool.key().equals(reservation.pool()))
                .anyMatch(pool -> pool.reservations().all().contains(reservation));
    }

    private boolean isRepeated(Request request, String subject) {
        return ledger.note(request, subject) instanceof Acceptance.Repeated;
    }

    /** Takes a reservation back. */
    public Shown unreserve(Request request, Reservation.Key key) {
        var name = key.pool().region().value();
        region(name);
        boolean known = leader.ask(coordinator -> coordinator.isReserved(key));
        if (!known && !isRepeated(request, name)) {
            throw Failure.notFound("reservation", key.pool() + "/" + WorkloadOperations.shortened(key.name()));
        }
        return change(request, name, new Event.Unreserve(key));
    }

    private Shown change(Request request, String name, Event event) {
        if (ledger.note(request, name) instanceof Acceptance.Reused) {
            throw new Failure(
                    Reason.REQUEST_ID_REUSED,
                    "request id " + request.id() + " was used before for another request",
                    Map.of("request_id", request.id()));
        }
        leader.post(event);
        leader.ask(coordinator -> true);
        return region(name);
    }

    /** By the broker's clock. */
    public Instant now() {
        return clock.instant();
    }

    /** Looks at every link now. */
    public List<LinkCheck> check() {
        var checks = new ArrayList<LinkCheck>();
        probes.forEach(probe -> checks.add(probe.look()));
        var now = clock.instant();
        for (var shown : regions()) {
            checks.add(RegionCheck.of(shown, now));
        }
        if (leader.view().regions().isEmpty()) {
            checks.add(new LinkCheck(
                    "region", "-", false, "no region has ever connected", Reason.NO_REGIONS.remedy(), null));
        }
        return checks;
    }

    /** When the oldest pool was last looked at; empty: there is none. */
    public static Optional<Instant> oldestReport(List<PoolView> pools) {
        return pools.stream().map(PoolView::observedAt).min(Instant::compareTo);
    }
}
