package io.isobar.broker.placement;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.lifecycle.Assignment;
import io.isobar.broker.placement.PlacementService.Decided;
import io.isobar.broker.placement.WaitingLine.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A round of placement: what waits, in order, against what is free.
 *
 * <p>One workload that cannot be placed blocks no other, and equal ones are judged once for as long as nothing was gained that
 * could change the judgement. Who waits for capacity has a pool kept for it ({@link Backfill}). A round is bounded; what it does not
 * reach, the next one does.
 */
final class Round {
    private static final int MOST_JUDGED = 1_000;
    private static final int MOST_PLACED = 500;

    private final PlacementService service;
    private final Backfill backfill;
    private final PlacementIndex index;
    private final CapacityBook book;
    private final Holdings holdings;
    private final Neighbours neighbours;
    private final Instant now;
    private final Consumer<Decided> decided;
    private final Exchanges exchanges;
    private final List<Served> served = new ArrayList<>();
    private int judged;
    private int placed;

    Round(
            PlacementService service,
            Backfill backfill,
            PlacementIndex index,
            CapacityBook book,
            Holdings holdings,
            Neighbours neighbours,
            Instant now,
            Consumer<Decided> decided) {
        this.service = service;
        this.backfill = backfill;
        this.index = index;
        this.book = book;
        this.holdings = holdings;
        this.neighbours = neighbours;
        this.now = now;
        this.decided = decided;
        this.exchanges = new Exchanges(index, book, now);
    }

    /** True: another round should follow at once. */
    boolean serve(ServiceOrder order) {
        backfill.begin();
        // 1. Take what waits in the order of service; who waits out a pause is passed over.
        for (var waiting = order.next(); waiting != null; waiting = order.next()) {
            var pause = waiting.workload().notBefore();
            if (pause != null && pause.isAfter(now)) {
                continue;
            }
            // 2. An equal one was judged already, and nothing was gained since.
            var known = waiting.shape().verdictAt(gains());
            if (known != null) {
                refuseAgain(waiting, known);
                continue;
            }
            if (judged == MOST_JUDGED || placed == MOST_PLACED) {
                tell();
                return true;
            }
            judge(waiting);
        }
        tell();
        return backfill.end();
    }

    private void judge(Waiting waiting) {
        if (waiting.workload().spec().placement().spread() != null) {
            // It counts its neighbours, who are not seen before they are told of.
            tell();
        }
        judged++;
        // 3. Decide on the book as the workloads before left it, and with what is kept for them.
        var asked = asked(waiting).behind(backfill.holds());
        var one = new Served(waiting, asked, index.decide(asked, now));
        served.add(one);
        if (one.decision().placed()) {
            // 4. Deduct at once, so that nothing is given away twice before the region reports.
            take(one);
            placed++;
        } else {
            // 5. Keep a pool for it, so that what comes later does not delay it.
            waiting.shape().cannotBePlaced(gains(), one.decision());
            backfill.keepFor(one, book, neighbours, now);
        }
    }

    private void take(Served one) {
        var chosen = one.decision().chosen();
        book.deduct(one.holder(), chosen.pool(), chosen.shape(), chosen.replicas());
        hold(one);
        backfill.placed(chosen, chosen.endAt(one.asked().spec(), now));
    }

    private void hold(Served one) {
        var chosen = one.decision().chosen();
        holdings.take(one.holder(), one.tenant(), chosen.pool(), chosen.shape(), chosen.replicas());
    }

    /** 6. Before anybody is told, let those of one tenant exchange places. What still waits may have others make room for it. */
    private void tell() {
        for (var one : exchanges.among(served, backfill.holds())) {
            if (one.decision().placed()) {
                hold(one);
                backfill.waitsNoMore(one.waiting().workload().id());
                decided.accept(placed(one));
            } else {
                refuse(one);
            }
        }
        served.clear();
    }

    private void refuseAgain(Waiting waiting, Decision known) {
        if (backfill.mayKeepFor(waiting, known)) {
            var refused = new Served(waiting, asked(waiting), known);
            backfill.keepFor(refused, book, neighbours, now);
            refuse(refused);
        } else {
            decided.accept(new Decided.Waits(waiting.workload(), known));
        }
    }

    private void refuse(Served one) {
        var workload = one.waiting().workload();
        var victims = backfill.victimsOf(workload, neighbours, now);
        decided.accept(
                victims.isEmpty()
                        ? new Decided.Waits(workload, one.decision())
                        : new Decided.Preempts(workload, one.decision(), victims));
    }

    /** Grows with all that could turn a no into a yes. */
    private long gains() {
        return book.gains() + backfill.loosened();
    }

    private Asked asked(Waiting waiting) {
        var workload = waiting.workload();
        var spec = workload.remaining();
        // Only for a spread rule are the regions counted through.
        var crowded = spec.placement().spread() == null
                ? Set.<String>of()
                : Neighbours.crowded(spec, book.view().regions(), neighbours);
        return new Asked(spec, workload.avoided(), crowded).within(service.allowance(spec.tenant(), holdings));
    }

    private static Decided.Placed placed(Served one) {
        var chosen = one.decision().chosen();
        var runTime = chosen.runTime() instanceof RunTime.Known known ? known.time() : null;
        return new Decided.Placed(
                one.waiting().workload(),
                one.decision(),
                new Assignment(
                        chosen.pool(),
                        chosen.variant(),
                        chosen.replicas(),
                        chosen.shape(),
                        chosen.offer(),
                        chosen.pricePerHour(),
                        runTime));
    }
}
