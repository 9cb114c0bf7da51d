package io.isobar.broker.placement;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.lifecycle.Assignment;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.placement.PlacementService.Decided;
import io.isobar.broker.placement.WaitingLine.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    private final Vicinities vicinities;
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
        this.vicinities = new Vicinities(neighbours);
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
            var vicinity = vicinity(waiting);
            var known = waiting.shape().verdictAt(gains(), vicinity);
            if (known != null) {
                refuseAgain(waiting, vicinity, known);
                continue;
            }
            if (judged == MOST_JUDGED || placed == MOST_PLACED) {
                tell();
                return true;
            }
            judge(waiting, vicinity);
        }
        tell();
        boolean loosened = backfill.end();
        return loosened || vicinities.mayMeetAnAffinity();
    }

    /** What lives around it. Who looks at neighbours, or is looked at by them, does not see them before they are told of. */
    private Vicinity vicinity(Waiting waiting) {
        var spec = waiting.workload().spec();
        if (vicinities.mayMissNeighboursOf(spec)) {
            tell();
        }
        return vicinities.of(spec, book);
    }

    private void judge(Waiting waiting, Vicinity vicinity) {
        judged++;
        // 3. Decide on the book as the workloads before left it, and with what is kept for them.
        var asked = asked(waiting, vicinity).behind(backfill.holds());
        var one = new Served(waiting, asked, decide(asked));
        served.add(one);
        if (one.decision().placed()) {
            // 4. Deduct at once, so that nothing is given away twice before the region reports.
            take(one);
            placed++;
        } else {
            // 5. Keep a pool for it, so that what comes later does not delay it.
            waiting.shape().cannotBePlaced(gains(), vicinity, one.decision());
            vicinities.refused(one.asked().spec());
            backfill.keepFor(one, book, neighbours, now);
        }
    }

    /** The index knows of gangs in one piece. */
    private Decision decide(Asked asked) {
        return asked.spec().mayHaveParts()
                ? service.engine().decide(book.view(), asked, now)
                : index.decide(asked, now);
    }

    private void take(Served one) {
        var given = one.decision().given();
        for (int part = 0; part < given.size(); part++) {
            var chosen = given.get(part).candidate();
            book.deduct(one.holder(part), chosen.pool(), chosen.shape(), chosen.replicas());
            backfill.placed(chosen, chosen.endAt(one.asked().spec(), now));
        }
        hold(one);
        vicinities.placed(one.asked().spec());
    }

    private void hold(Served one) {
        var given = one.decision().given();
        for (int part = 0; part < given.size(); part++) {
            var chosen = given.get(part).candidate();
            holdings.take(one.holder(part), one.tenant(), chosen.pool(), chosen.shape(), chosen.replicas());
        }
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
        vicinities.told();
    }

    private void refuseAgain(Waiting waiting, Vicinity vicinity, Decision known) {
        vicinities.refused(waiting.workload().spec());
        if (backfill.mayKeepFor(waiting, known)) {
            var refused = new Served(waiting, asked(waiting, vicinity), known);
            backfill.keepFor(refused, book, neighbours, now);
            refuse(refused);
        } else {
            decided.accept(new Decided.Waits(waiting.workload(), known));
        }
    }

    private void refuse(Served one) {
        var workload = one.waiting().workload();
        // Who must be near others makes nobody leave: it might be one of them.
        var victims = workload.spec().placement().affinity().isEmpty()
                ? backfill.victimsOf(workload, neighbours, now)
                : List.<AttemptId>of();
        decided.accept(
                victims.isEmpty()
                        ? new Decided.Waits(workload, one.decision())
                        : new Decided.Preempts(workload, one.decision(), victims));
    }

    /** Grows with all that could turn a no into a yes. */
    private long gains() {
        return book.gains() + backfill.loosened();
    }

    private Asked asked(Waiting waiting, Vicinity vicinity) {
        var workload = waiting.workload();
        var spec = workload.spec();
        return new Asked(spec, workload.avoided(), vicinity).within(service.allowance(spec.tenant(), holdings));
    }

    private static Decided.Placed placed(Served one) {
        return new Decided.Placed(
                one.waiting().workload(),
                one.decision(),
                one.decision().given().stream().map(Round::assignment).toList());
    }

    private static Assignment assignment(GangPart part) {
        var chosen = part.candidate();
        return new Assignment(
                chosen.pool(),
                part.group(),
                chosen.variant(),
                chosen.replicas(),
                chosen.shape(),
                chosen.offer(),
                chosen.pricePerHour(),
                chosen.runTime() instanceof RunTime.Known known ? known.time() : null);
    }
}
