package io.isobar.broker.placement;

import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.a100s;
import static io.isobar.broker.samples.Pools.nodes;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.Histogram;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.Reservation;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.placement.PlacementService.Decided;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A region of whole nodes with eight cards each, where work really takes cards of nodes and ends when it should. */
final class Yard {
    static final PoolKey POOL = Pools.key("east", "a100");
    private static final int CARDS = 8;

    final Map<WorkloadId, Instant> started = new HashMap<>();
    final List<WorkloadId> preempted = new ArrayList<>();
    final Map<WorkloadId, Decision> waits = new HashMap<>();
    final WaitingLine line = new WaitingLine();
    Instant now = NOW;

    private final int[] free;
    private final Random random;
    private final CapacityBook book = new CapacityBook();
    private final Holdings holdings = new Holdings();
    private final Living living = new Living();
    private final PlacementService service;
    private final Map<WorkloadId, Duration> lengths = new HashMap<>();
    private final PriorityQueue<Running> running = new PriorityQueue<>(Comparator.comparing(Running::end));
    private long reports = 1;
    private boolean refused;

    /** {@code seats}: the node of each replica. */
    private record Running(Occupant occupant, Instant end, List<Integer> seats) {}

    Yard(int nodes, long seed) {
        var currency = Currency.getInstance("CNY");
        free = new int[nodes];
        Arrays.fill(free, CARDS);
        random = new Random(seed);
        service = new PlacementService(
                new PlacementEngine(new Policy(Pools.CATALOG, ExchangeRates.none(currency), currency, "test")));
        book.connected(Pools.region("east"), now);
        report();
        book.synchronised(POOL.region(), Set.of(POOL.pool()));
    }

    /** Submits work that takes so long, whatever its file says. */
    WorkloadId submit(WorkloadSpec spec, Duration length) {
        var id = WorkloadId.random(random);
        lengths.put(id, length);
        line.put(Workload.accepted(id, spec, NOW.plusMillis(lengths.size())));
        return id;
    }

    void reserve(Reservation reservation) {
        book.reserve(reservation);
        book.advanceReservations(now);
    }

    /** How many nodes could be reserved so, by expected ends. */
    long reservable(Reservation reservation) {
        return ReservationCheck.reservable(reservation, book, living, now);
    }

    long emptyNodes() {
        return Arrays.stream(free).filter(left -> left == CARDS).count();
    }

    void cancel(WorkloadId id) {
        line.remove(id);
    }

    /** Rounds until one has nothing more to do, and nothing was refused in it. */
    void place() {
        boolean again = true;
        while (again) {
            refused = false;
            again = service.round(line, book, holdings, living, now, this::take) || refused;
        }
    }

    Decision plan(WorkloadSpec spec) {
        var holds = new HashMap<PoolKey, Hold>();
        service.holds().forEach(hold -> holds.put(hold.pool(), hold));
        var reserves = Reserves.in(book, living, now);
        return new PlacementEngine(new Policy(
                        Pools.CATALOG,
                        ExchangeRates.none(Currency.getInstance("CNY")),
                        Currency.getInstance("CNY"),
                        "test"))
                .decide(book.view(), Asked.of(spec).behind(holds).beside(reserves), now);
    }

    /** Time passes until the next work ends; false: nothing runs. */
    boolean passToNextEnd() {
        var next = running.poll();
        if (next == null) {
            return false;
        }
        now = next.end();
        end(next);
        return true;
    }

    /** Time passes, and what should end by then does, one after the other. */
    void passTo(Instant time) {
        while (!running.isEmpty() && !running.peek().end().isAfter(time)) {
            passToNextEnd();
            place();
        }
        now = time;
        report();
    }

    private void end(Running ended) {
        for (int node : ended.seats()) {
            free[node] += ended.occupant().shape().units();
        }
        var attempt = ended.occupant().attempt().toString();
        living.remove(POOL, ended.occupant());
        holdings.give(attempt);
        book.release(attempt);
        report();
    }

    /** When the last of what runs now will have ended. */
    Instant lastEnd() {
        return running.stream().map(Running::end).max(Comparator.naturalOrder()).orElse(now);
    }

    private void take(Decided decided) {
        switch (decided) {
            case Decided.Waits wait -> waits.put(wait.workload().id(), wait.decision());
            case Decided.Placed placed -> start(placed);
            case Decided.Preempts preempts -> stop(preempts);
        }
    }

    private void start(Decided.Placed placed) {
        var workload = placed.workload();
        var given = placed.assignments().getFirst();
        var attempt = new AttemptId(workload.id(), 1);
        var seats = seat(given.shape().units(), given.replicas());
        if (seats.size() < given.replicas()) {
            // Others of the same round sit otherwise than the broker took for granted.
            seats.forEach(node -> free[node] += given.shape().units());
            book.release(attempt.toString());
            holdings.give(attempt.toString());
            refused = true;
            return;
        }
        line.remove(workload.id());
        waits.remove(workload.id());
        started.put(workload.id(), now);
        var length = Objects.requireNonNull(lengths.get(workload.id()));
        var spec = workload.spec();
        var occupant = new Occupant(
                attempt,
                spec.tenant(),
                given.shape(),
                given.replicas(),
                spec.priority(),
                given.pricePerHour(),
                spec.checkpoint(),
                now,
                expectedEnd(workload, placed),
                false,
                true,
                spec.placement().reservation());
        living.add(POOL, occupant);
        running.add(new Running(occupant, now.plus(length), seats));
        report();
        book.cover(attempt.toString(), reports);
    }

    /** Whom has to make room is gone at once, and waits for ever after. */
    private void stop(Decided.Preempts preempts) {
        waits.put(preempts.workload().id(), preempts.decision());
        for (var attempt : preempts.victims()) {
            var victim = running.stream()
                    .filter(one -> one.occupant().attempt().equals(attempt))
                    .findFirst()
                    .orElseThrow();
            running.remove(victim);
            preempted.add(attempt.workload());
            end(victim);
        }
    }

    private @Nullable Instant expectedEnd(Workload workload, Decided.Placed placed) {
        return placed.decision().chosen().endAt(workload.spec(), now);
    }

    /** On any node with the room: the broker must not rely on the region's choice. */
    private List<Integer> seat(int cards, int replicas) {
        var seats = new ArrayList<Integer>();
        for (int replica = 0; replica < replicas; replica++) {
            var fitting = new ArrayList<Integer>();
            for (int node = 0; node < free.length; node++) {
                if (free[node] >= cards) {
                    fitting.add(node);
                }
            }
            if (fitting.isEmpty()) {
                return seats;
            }
            int node = fitting.get(random.nextInt(fitting.size()));
            free[node] -= cards;
            seats.add(node);
        }
        return seats;
    }

    private void report() {
        List<io.isobar.broker.capacity.NodeBucket> buckets = new ArrayList<>();
        for (int count = 0; count <= CARDS; count++) {
            int cards = count;
            int alike = (int) Arrays.stream(free).filter(left -> left == cards).count();
            if (alike > 0) {
                buckets.add(nodes(alike, CARDS, cards));
            }
        }
        book.report(a100s("east", ++reports, new Histogram(buckets), "7.8 CNY"), now);
    }
}
